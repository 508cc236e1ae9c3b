"""What the public texts say of the trends: everything that a page or a file tells of them, in one query."""

import json
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeVar

from django.db.models import DateField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.translation import override

from analysis.models import Publication, Topic
from analysis.models.json_rows import JSONRow, JSONRows, TextOfRows
from analysis.models.publications import PublicationQuerySet
from analysis.models.statements import written_once
from analysis.text.periods import format_period
from analysis.trends.weeks import weeks_of

T = TypeVar("T")

# A streak is counted for a year at the most.
YEAR: Final = timedelta(weeks=53)
# After an article's own week, what its page shows of later ones.
AFTER: Final = timedelta(weeks=27)

# Of so many trends it is known what the same rows say: of the first page in each language, and some whole histories,
# which take up to a megabyte each.
MOST_LATELY: Final = 40
MOST_WHOLE: Final = 6
NOTHING: Final = "[]"

_TOPIC_COLUMNS: Final = [field.attname for field in Topic._meta.concrete_fields]
_COLUMNS: Final = (
    *("article_id", "issue_id", "language", "title", "slug", "assessment", "assessment_reason"),
    *("period_start", "period_end", "first_published_at", "last_published_at"),
)


class Reading(NamedTuple):
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

    def period(self, language: str) -> str:
        if not self.period_start or not self.period_end:
            return ""
        return format_period(self.period_start, self.period_end, language=language)


@dataclass(frozen=True, eq=False)
class Trend:
    """
    A trend and what is public of it in one language, newest texts first.

    Of rows that say the same `trends_lately` and `trend` give the same one, so that what is made of it serves again.
    """

    topic: Topic
    readings: list[Reading]
    _made: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def once(self, what: Hashable, make: Callable[[], T]) -> T:
        """What `make` makes of the trend. `what`: its name, and whatever it depends on besides."""
        if what not in self._made:
            self._made[what] = make()
        made: T = self._made[what]
        return made

    @cached_property
    def by_week(self) -> dict[int, Reading]:
        """The newest week first. A week that two texts assess counts once, as it was assessed last."""
        counted: dict[int, Reading] = {}
        for reading in self.readings:
            if weeks := reading.weeks:
                counted.setdefault(weeks[-1], reading)
        return dict(sorted(counted.items(), reverse=True))

    @cached_property
    def longer(self) -> list[Reading]:
        """Those that count and are about several weeks, in the same order."""
        return [reading for reading in self.by_week.values() if len(reading.weeks) > 1]

    @cached_property
    def present(self) -> Reading | None:
        """Of the latest monitored week; where no text says its week, the newest text's."""
        return next(iter([*self.by_week.values(), *self.readings]), None)

    def reading_of(self, publication: Publication) -> Reading | None:
        return next((one for one in self.readings if one.article_id == publication.article_id), None)


def trends(at: datetime, *, language: str) -> list[Trend]:
    """All of them, in their order, with all that was ever assessed."""
    of_trend = assessing(Publication.objects.live(at).in_language(language)).filter(primary_topic=OuterRef("pk"))
    topics: Any = Topic.objects.trends().annotate(reading_rows=JSONRows(_rows(of_trend)))
    return [trend_of(topic, topic.reading_rows, language=language) for topic in topics]


def trends_lately(at: datetime, *, language: str) -> list[Trend]:
    """All of them, as far back as the first page looks: from their latest week, or the present one, a year."""
    return [
        _known_lately(tuple(topic), lately if lately != NOTHING else undated, language)
        for *topic, lately, undated in trends_since_a_year(language=language, today=timezone.localdate(at), at=at)
    ]


@written_once
def trends_since_a_year(*, language: str, today: date, at: datetime) -> "QuerySet[Topic, tuple[Any, ...]]":
    def of_trend(topic: OuterRef) -> PublicationQuerySet:
        return assessing(Publication.objects.live(at).in_language(language)).filter(primary_topic=topic)

    weekly = of_trend(OuterRef(OuterRef("pk"))).filter(period_end__isnull=False).order_by("-period_end")
    last = Least(Subquery(weekly.values("period_end")[:1]), today, output_field=DateField())
    lately = of_trend(OuterRef("pk")).filter(period_end__gt=last - YEAR)
    undated = of_trend(OuterRef("pk")).filter(period_end__isnull=True)
    found = Topic.objects.trends().annotate(lately=TextOfRows(_rows(lately)), undated=TextOfRows(_rows(undated)[:1]))
    return found.values_list(*_TOPIC_COLUMNS, "lately", "undated")


def trend(topic: Topic, at: datetime, *, language: str) -> Trend:
    """With all that was ever assessed."""
    rows = next(iter(readings_of(topic=topic.pk, language=language, at=at)), NOTHING)
    return _known_whole(tuple(getattr(topic, column) for column in _TOPIC_COLUMNS), rows, language)


@written_once
def readings_of(*, topic: int, language: str, at: datetime) -> "QuerySet[Topic, str]":
    of_trend = assessing(Publication.objects.live(at).in_language(language)).filter(primary_topic=OuterRef("pk"))
    one = Topic.objects.filter(pk=topic).annotate(reading_rows=TextOfRows(_rows(of_trend)))
    return one.values_list("reading_rows", flat=True)


def around_its_week(at: datetime) -> Subquery:
    """For a query of publications: what is public of a text's trend, near the week the text is about."""
    of_trend = assessing(Publication.objects.live(at)).filter(
        primary_topic=OuterRef("primary_topic"),
        language=OuterRef("language"),
        period_end__gt=OuterRef("period_end") - YEAR,
        period_end__lt=OuterRef("period_end") + YEAR,
        period_start__lt=OuterRef("period_end") + AFTER,
    )
    return JSONRows(_rows(of_trend))


def years_around(day: date) -> range:
    """Those that the weeks around a text's own may be in, as far as the calendar goes."""
    first = max(day.toordinal() - YEAR.days, date.min.toordinal())
    last = min(day.toordinal() + AFTER.days, date.max.toordinal())
    return range(date.fromordinal(first).year, date.fromordinal(last).year + 1)


def assessing(publications: PublicationQuerySet) -> PublicationQuerySet:
    return publications.filter(primary_topic__is_trend=True).exclude(assessment="")


def trend_of(topic: Topic, rows: Iterable[Sequence[Any]], *, language: str) -> Trend:
    """`rows`: `_COLUMNS` of publications, with their days and instants as text."""
    with override(language):
        base = topic.get_absolute_url()
    readings = [_reading(row, base) for row in rows]
    return Trend(topic, sorted(readings, key=attrgetter("published_at", "article_id"), reverse=True))


def _told(topic: tuple[Any, ...], rows: str, language: str) -> Trend:
    """`topic`: the values of `_TOPIC_COLUMNS`; `rows` as text."""
    return trend_of(Topic.from_db(None, _TOPIC_COLUMNS, topic), json.loads(rows), language=language)


_known_lately = lru_cache(maxsize=MOST_LATELY)(_told)
_known_whole = lru_cache(maxsize=MOST_WHOLE)(_told)


def _rows(publications: PublicationQuerySet) -> Any:
    """By week and not by the day they appeared: an imported archive is not news."""
    newest_first = publications.order_by(F("period_end").desc(nulls_last=True), "-first_published_at", "-id")
    return newest_first.values(row=JSONRow(*_COLUMNS))


def _reading(row: Sequence[Any], base: str) -> Reading:
    article_id, issue_id, language, title, slug, assessment, reason, start, end, published, updated = row
    return Reading(
        article_id=article_id,
        issue_id=issue_id,
        language=language,
        title=title,
        slug=slug,
        path=f"{base}{slug}/",
        assessment=assessment,
        reason=reason,
        period_start=start and date.fromisoformat(start),
        period_end=end and date.fromisoformat(end),
        published_at=datetime.fromisoformat(published),
        updated_at=updated and datetime.fromisoformat(updated),
    )
