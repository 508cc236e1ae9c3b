"""What the public texts say of the trends: everything that a page or a file tells of them, in one query."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import get_language, override

from analysis.models import Publication, Topic
from analysis.models.publications import PublicationQuerySet
from analysis.text.periods import format_period
from analysis.trends.weeks import weeks_of

# Of each trend on the first page: a year, as long as a streak is counted, even of four texts a week.
NEWEST: Final = 208
# Around an article's own week: as long before it, and half a year after it.
BEFORE: Final = timedelta(weeks=53)
AFTER: Final = timedelta(weeks=27)

_TOLD: Final = ("title", "slug", "language", "assessment", "period_start", "period_end", "article_id", "issue_id")
_COLUMNS: Final = JSONObject(
    reason="assessment_reason",
    published_at="first_published_at",
    updated_at="last_published_at",
    **{name: name for name in _TOLD},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How one public text assesses a trend. `path` is its address; without a period it is of no week."""

    article_id: int
    issue_id: int | None
    language: str
    title: str
    slug: str
    path: str
    assessment: str
    reason: str
    period_start: date | None
    period_end: date | None
    published_at: datetime
    updated_at: datetime | None

    @property
    def weeks(self) -> range:
        """The weeks it is about. The last one is its own; the others lead up to it."""
        return weeks_of(self.period_start, self.period_end) if self.period_start and self.period_end else range(0)

    @property
    def period(self) -> str:
        if not self.period_start or not self.period_end:
            return ""
        return format_period(self.period_start, self.period_end, language=get_language() or "en")


@dataclass(frozen=True)
class Trend:
    """A trend and what is public of it in one language, newest texts first."""

    topic: Topic
    readings: list[Reading]

    @cached_property
    def by_week(self) -> dict[int, Reading]:
        """The newest week first. A week that two texts assess counts once, as it was assessed last."""
        counted: dict[int, Reading] = {}
        for reading in self.readings:
            if reading.weeks:
                counted.setdefault(reading.weeks[-1], reading)
        return dict(sorted(counted.items(), reverse=True))

    @cached_property
    def present(self) -> Reading | None:
        """Of the latest monitored week; where no text says its week, the newest text's."""
        return next(iter([*self.by_week.values(), *self.readings]), None)

    def reading_of(self, publication: Publication) -> Reading | None:
        return next((one for one in self.readings if one.article_id == publication.article_id), None)


def trends(at: datetime, *, language: str, newest: int | None = None) -> list[Trend]:
    """All of them, in their order; `newest` limits how many readings of each."""
    of_trend = assessing(Publication.objects.live(at).in_language(language)).filter(primary_topic=OuterRef("pk"))
    topics: Any = Topic.objects.trends().annotate(reading_rows=ArraySubquery(_rows(of_trend)[:newest]))
    return [trend_of(topic, topic.reading_rows, language=language) for topic in topics]


def trend(topic: Topic, at: datetime, *, language: str) -> Trend:
    of_trend = assessing(Publication.objects.live(at).in_language(language)).filter(primary_topic=topic)
    return trend_of(topic, [row["row"] for row in _rows(of_trend)], language=language)


def around_its_week(at: datetime) -> ArraySubquery:
    """For a query of publications: what is public of a text's trend, near the week the text is about."""
    of_trend = assessing(Publication.objects.live(at)).filter(
        primary_topic=OuterRef("primary_topic"),
        language=OuterRef("language"),
        period_end__gt=OuterRef("period_end") - BEFORE,
        period_start__lt=OuterRef("period_end") + AFTER,
    )
    return ArraySubquery(_rows(of_trend))


def assessing(publications: PublicationQuerySet) -> PublicationQuerySet:
    return publications.filter(primary_topic__is_trend=True).exclude(assessment="")


def trend_of(topic: Topic, rows: Iterable[Mapping[str, Any]], *, language: str) -> Trend:
    with override(language):
        base = topic.get_absolute_url()
    readings = [_reading(row, base) for row in rows]
    return Trend(topic, sorted(readings, key=lambda each: (each.published_at, each.article_id), reverse=True))


def _rows(publications: PublicationQuerySet) -> Any:
    """By week and not by the day they appeared: an imported archive is not news."""
    newest_first = publications.order_by(F("period_end").desc(nulls_last=True), "-first_published_at", "-id")
    return newest_first.values(row=_COLUMNS)


def _reading(row: Mapping[str, Any], base: str) -> Reading:
    start, end, updated = row["period_start"], row["period_end"], row["updated_at"]
    converted = {
        "path": f"{base}{row['slug']}/",
        "period_start": start and date.fromisoformat(start),
        "period_end": end and date.fromisoformat(end),
        "published_at": datetime.fromisoformat(row["published_at"]),
        "updated_at": updated and datetime.fromisoformat(updated),
    }
    return Reading(**{**row, **converted})
