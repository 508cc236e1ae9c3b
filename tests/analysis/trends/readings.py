"""A trend written by hand: no database."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from analysis.models import Topic
from analysis.trends.readings import Reading, Trend

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
# The last full week before `AT`.
MONDAY = date(2026, 11, 16)
_numbers = count(1)


def reading(
    start: date | None, assessment: str = "unchanged", *, days: int = 7, published_at: datetime = AT
) -> Reading:
    number = next(_numbers)
    return Reading(
        article_id=number,
        issue_id=None,
        language="en",
        title=f"Text {number}",
        slug=f"text-{number}",
        path=f"/economy/text-{number}/",
        assessment=assessment,
        reason="Because.",
        period_start=start,
        period_end=start and start + timedelta(days=days - 1),
        published_at=published_at,
        updated_at=None,
    )


def trend(*readings: Reading, slug: str = "economy") -> Trend:
    newest_first = sorted(readings, key=lambda one: (one.published_at, one.article_id), reverse=True)
    return Trend(Topic(slug=slug, name_en=slug.capitalize(), is_trend=True), newest_first)


def weekly(*assessments: str, last: date = MONDAY) -> list[Reading]:
    """Newest first; an empty word is a week of which nothing was written."""
    starts = [last - timedelta(weeks=ago) for ago in range(len(assessments))]
    return [reading(start, word) for start, word in zip(starts, assessments, strict=True) if word]
