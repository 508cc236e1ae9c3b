"""
What a question finds: the best of it, how much there is, and what it could be narrowed down by.

Whoever asks does so within `reach.by_words()`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils.timezone import get_default_timezone

from analysis.models import Author, Topic
from analysis.search import looking_up
from analysis.search.looking_up import Outcome
from analysis.search.matching import Matching
from analysis.search.meanings import Meaning
from analysis.search.reach import COUNTED, ENOUGH, Reach, reaches
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
    """
    `ids` are the best, as many as can be leafed through; in all there are `total`, or more where `is_more`. Facets
    count among more texts than those, where a filter is set, and so may be cut where the total is not.
    """

    ids: Sequence[int] = ()
    total: int = 0
    is_more: bool = False
    # How many texts each mark would leave, by kinds of mark, most first.
    facets: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)
    are_facets_cut: bool = False
    # How many other languages have, and whether there are more.
    elsewhere: Mapping[str, tuple[int, bool]] = field(default_factory=dict)


def results(
    meaning: Meaning,
    filters: Filters,
    *,
    words: bool,
    language: str,
    at: datetime,
    by_date: bool = False,
    others: Mapping[str, Meaning] | None = None,
) -> Results:
    """
    `words`: whether any were asked for; without them, everything is found that the filters let through. `others`: what
    was asked for means in other languages.
    """
    until = filters.until(at)
    texts = {
        code: matching(each.match, filters, language=code, at=at) for code, each in (others or {}).items() if each.match
    }
    if not meaning.match and (words or not filters):
        return Results(elsewhere=_counts(texts, until=until))
    texts["found"] = matching(meaning.match, filters, language=language, at=at)
    if filters.marks:
        texts["unfiltered"] = matching(meaning.match, filters.days_only, language=language, at=at)
    return _best(meaning if words and not by_date else None, reaches(texts, until=until), filters, until=until)


def _best(weighed: Meaning | None, within: Mapping[str, list[Reach]], filters: Filters, *, until: datetime) -> Results:
    """Of those found by what they mean, or the newest; what else is `within` reach is counted."""
    found, unfiltered = within["found"], within.get("unfiltered")
    others = {code: each for code, each in within.items() if code not in ("found", "unfiltered")}
    outcome, is_cut, numbers = Outcome(), False, dict[str, int]()
    for enough, reach in zip(ENOUGH, found, strict=False):
        outcome = looking_up.everything(
            reach.matching,
            titled=_titled(reach, weighed, until=until) if weighed else None,
            unfiltered=unfiltered[0].matching if unfiltered else None,
            others={} if numbers else {code: each[0].matching for code, each in others.items()},
            filters=filters.marks,
            any_of=weighed.any if weighed else "",
        )
        is_cut, numbers = reach.is_cut, {**numbers, **outcome.numbers}
        if outcome.total >= enough:
            break
    elsewhere = {code: (number, others[code][0].is_cut) for code, number in numbers.items()}
    return Results(
        ids=outcome.best,
        total=outcome.total,
        is_more=is_cut,
        facets=outcome.facets,
        are_facets_cut=unfiltered[0].is_cut if unfiltered else is_cut,
        elsewhere=elsewhere,
    )


def count(meaning: Meaning, filters: Filters, *, language: str, at: datetime) -> tuple[int, bool]:
    """How many it finds, and whether there are more."""
    if not meaning.match:
        return 0, False
    texts = {language: matching(meaning.match, filters, language=language, at=at)}
    return _counts(texts, until=filters.until(at))[language]


def _counts(texts: Mapping[str, Matching], *, until: datetime) -> dict[str, tuple[int, bool]]:
    if not texts:
        return {}
    within = {name: each[0] for name, each in reaches(texts, until=until).items()}
    numbers = looking_up.count({name: reach.matching for name, reach in within.items()})
    return {name: (number, within[name].is_cut) for name, number in numbers.items()}


def _titled(reach: Reach, meaning: Meaning, *, until: datetime) -> Matching | None:
    """Those with all of it in their title, where not all texts found are weighed anyway."""
    if reach.expected <= looking_up.WEIGHED or not meaning.in_title:
        return None
    titled = replace(reach.matching, words=f"{reach.matching.words} & ({meaning.in_title})", months=())
    # No more are expected of them than of all.
    return reaches({"titled": titled}, until=until)["titled"][0].matching if reach.expected > COUNTED else titled


def matching(notation: str, filters: Filters, *, language: str, at: datetime) -> Matching:
    parts = [f"({notation})" if notation else "", *(f"'{mark}'" for mark in filters.marks.values())]
    return Matching(
        at=at,
        language=language,
        words=" & ".join(filter(None, parts)),
        start=_midnight(filters.start) if filters.start else None,
        over=filters.over,
    )


def _midnight(day: date) -> datetime:
    """With which a day begins where the publication is at home; of days no text can be of, one like them."""
    day = min(max(day, _FIRST_DAY), _LAST_DAY)
    return datetime(day.year, day.month, day.day, tzinfo=get_default_timezone())
