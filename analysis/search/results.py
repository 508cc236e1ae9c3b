"""
What a question finds: the best of it, how much there is, and what it could be narrowed down by.

Whoever asks does so within `reach.by_words()`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.contrib.postgres.search import SearchQuery
from django.utils.timezone import get_default_timezone

from analysis.models import Author, Publication, Topic
from analysis.models.publications import PublicationQuerySet
from analysis.search import looking_up
from analysis.search.looking_up import Outcome
from analysis.search.meanings import Meaning
from analysis.search.reach import ENOUGH, Reach, reaches, within_reach
from analysis.text.lexemes import assessment_mark, filing_mark

_FIRST_DAY: Final = date(1000, 1, 1)
_LAST_DAY: Final = date(9998, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Of the form. Days are those of the publication's own time zone, both included."""

    topic: Topic | None = None
    author: Author | None = None
    assessment: str = ""
    start: date | None = None
    end: date | None = None

    def __bool__(self) -> bool:
        return bool(self.marks or self.start or self.end)

    @property
    def marks(self) -> dict[str, str]:
        """By their kinds, as texts have them."""
        marks = {
            "topic": filing_mark("topic", self.topic.pk) if self.topic else "",
            "author": filing_mark("author", self.author.pk) if self.author else "",
            "is": assessment_mark(self.assessment) if self.assessment else "",
        }
        return {kind: mark for kind, mark in marks.items() if mark}

    @property
    def kinds(self) -> list[str]:
        """Those that are set: "topic", "author", "assessment", "days"."""
        values: tuple[tuple[str, object], ...] = (
            ("topic", self.topic),
            ("author", self.author),
            ("assessment", self.assessment),
            ("days", self.start or self.end),
        )
        return [kind for kind, value in values if value]

    def without(self, kind: str) -> "Filters":
        cleared: dict[str, Any] = {
            "topic": {"topic": None},
            "author": {"author": None},
            "assessment": {"assessment": ""},
            "days": {"start": None, "end": None},
        }
        return replace(self, **cleared[kind])

    def until(self, at: datetime) -> datetime:
        """No text of theirs appeared after this instant."""
        return min(at, self.over) if self.over else at

    @property
    def over(self) -> datetime | None:
        """When the last day is over."""
        return _midnight(min(self.end, _LAST_DAY) + timedelta(days=1)) if self.end else None

    @property
    def days_only(self) -> "Filters":
        return Filters(start=self.start, end=self.end)


@dataclass(frozen=True, kw_only=True)
class Results:
    """`ids` are the best, as many as can be leafed through; in all there are `total`, or more where `is_more`."""

    ids: Sequence[int] = ()
    total: int = 0
    is_more: bool = False
    # How many texts each mark would leave, by kinds of mark, most first.
    facets: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)


class Notation(SearchQuery):
    """A question that is in PostgreSQL's notation already."""

    def __init__(self, notation: str) -> None:
        super().__init__(notation, search_type="raw")

    def as_sql(self, compiler: Any, connection: Any, *_words: Any, **_more: Any) -> Any:
        return super().as_sql(compiler, connection, template="%(expressions)s::tsquery")


def results(
    meaning: Meaning, filters: Filters, *, words: bool, language: str, at: datetime, by_date: bool = False
) -> Results:
    """`words`: whether any were asked for; without them, everything is found that the filters let through."""
    if not meaning.match and (words or not filters):
        return Results()
    outcome, is_cut = Outcome((), 0, {}), False
    texts = matching(meaning.match, filters, language=language, at=at)
    for enough, reach in zip(ENOUGH, reaches(texts, until=filters.until(at)), strict=False):
        by_weight = words and not by_date
        outcome = looking_up.everything(
            reach,
            titled=_titled(reach, meaning, filters, language=language, at=at) if by_weight else None,
            unfiltered=_reach(meaning.match, filters.days_only, language=language, at=at) if filters.marks else None,
            filters=filters.marks,
            any_of=meaning.any if by_weight else "",
            at=at,
        )
        is_cut = reach.is_cut
        if outcome.total >= enough:
            break
    return Results(ids=outcome.best, total=outcome.total, is_more=is_cut, facets=outcome.facets)


def count(meaning: Meaning, filters: Filters, *, language: str, at: datetime) -> tuple[int, bool]:
    """How many it finds, and whether there are more."""
    if not meaning.match:
        return 0, False
    reach = _reach(meaning.match, filters, language=language, at=at)
    return looking_up.count(reach), reach.is_cut


def _titled(reach: Reach, meaning: Meaning, filters: Filters, *, language: str, at: datetime) -> Reach | None:
    """Those with all of it in their title, where not all texts found are weighed anyway."""
    if reach.expected <= looking_up.WEIGHED or not meaning.in_title:
        return None
    return _reach(f"({meaning.match}) & ({meaning.in_title})", filters, language=language, at=at)


def _reach(notation: str, filters: Filters, *, language: str, at: datetime) -> Reach:
    return within_reach(matching(notation, filters, language=language, at=at), until=filters.until(at))


def matching(notation: str, filters: Filters, *, language: str, at: datetime) -> PublicationQuerySet:
    parts = [f"({notation})" if notation else "", *(f"'{mark}'" for mark in filters.marks.values())]
    found = Publication.objects.live(at).in_language(language)
    if whole := " & ".join(filter(None, parts)):
        found = found.filter(search_vector=Notation(whole))
    if filters.start:
        found = found.filter(first_published_at__gte=_midnight(filters.start))
    if filters.over:
        found = found.filter(first_published_at__lt=filters.over)
    return found


def _midnight(day: date) -> datetime:
    """With which a day begins where the publication is at home; of days no text can be of, one like them."""
    day = min(max(day, _FIRST_DAY), _LAST_DAY)
    return datetime(day.year, day.month, day.day, tzinfo=get_default_timezone())
