"""
The assessments as data: one row for each public text that assesses a trend.

A row is `counted` if it is what the strip shows of its week: the only text about it, or the newest one. So the counted
rows are the strip's cells, and all rows are the texts.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from analysis.models.publications import UNDATED
from analysis.trends.readings import Reading, Trend
from analysis.trends.weeks import iso_name

# Names for programs: the same in every language. `article` is the one that never changes.
COLUMNS: Final = (
    *("trend", "week", "period_start", "period_end", "assessment", "reason", "counted"),
    *("title", "language", "url", "article", "published", "updated"),
)


def records(trends: Iterable[Trend], *, site: str) -> Iterator[dict[str, Any]]:
    """Trend by trend, the oldest week first; texts that name no week come last. `site` is put before addresses."""
    for trend in trends:
        counted = {reading.article_id for reading in trend.by_week.values()}
        for reading in sorted(trend.readings, key=_in_time):
            yield _record(trend, reading, counted=reading.article_id in counted, site=site)


def table_rows(records: Iterable[dict[str, Any]]) -> Iterator[Sequence[str]]:
    return ([_cell(record[column]) for column in COLUMNS] for record in records)


def _record(trend: Trend, reading: Reading, *, counted: bool, site: str) -> dict[str, Any]:
    start, end = reading.period_start, reading.period_end
    values = (
        *(trend.topic.slug, iso_name(reading.weeks[-1]) if reading.weeks else None),
        *(start and start.isoformat(), end and end.isoformat(), reading.assessment, reading.reason, counted),
        *(reading.title, reading.language, f"{site}{reading.path}", reading.article_id),
        *(_instant(reading.published_at), _instant(reading.updated_at)),
    )
    return dict(zip(COLUMNS, values, strict=True))


def _in_time(reading: Reading) -> tuple[bool, int, datetime, int]:
    week = reading.weeks[-1] if reading.weeks else 0
    return not reading.weeks, week, reading.published_at, reading.article_id


def _instant(instant: datetime | None) -> str | None:
    """Nothing for an imported text whose date nobody knows."""
    return instant.astimezone(UTC).isoformat(timespec="seconds") if instant and instant > UNDATED else None


def _cell(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
