"""
What PostgreSQL keeps of a text to find it by: a `tsvector`, written out.

Besides its words, stemmed, with their places and weights (A title, B standfirst, C where it is filed, D body), it
holds marks: a word with a colon, which no reader can type as one. They say where a text is filed ("topic:3"), how it
judges ("is:improved"), and which stems and words its title has ("title:river", "begins:rivers": for who still types).
Names of topics, authors and tags are not in it: they are looked up when somebody asks, and so are right at once
when one is renamed.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Final

from analysis.text.terms import Term, stems_in_places, terms

# Raised when a text would be written out in another way: those of an earlier version are then made anew.
VERSION: Final = 2
# PostgreSQL knows no later place, and keeps so many of a word.
_LAST_PLACE: Final = 16_383
_PLACES_KEPT: Final = 255
_MOST_WORDS: Final = 60_000


def vector(*, language: str, title: str, standfirst: str, body: str, marks: Iterable[str]) -> str:
    """In PostgreSQL's own notation."""
    places: dict[str, list[str]] = {}
    start = 0
    for text, weight in ((title, "A"), (standfirst, "B"), (body, "")):
        found = islice(stems_in_places(text, language), _MOST_WORDS)
        start = 1 + _place(found, places, weight, after=start)
    words = [f"'{stem}':{','.join(found[:_PLACES_KEPT])}" for stem, found in places.items()]
    titles = [f"'{mark}'" for mark in sorted(_of_title(terms(title, language)))]
    filed = [f"'{mark}':1C" for mark in sorted(set(marks))]
    return " ".join([*words, *titles, *filed])


def _place(stems: Iterable[str], places: dict[str, list[str]], weight: str, *, after: int) -> int:
    """Adds where each stands, function words counted; gives the last place taken."""
    place = after
    for place, stem in enumerate(stems, start=after + 1):
        if stem:
            places.setdefault(stem, []).append(f"{min(place, _LAST_PLACE)}{weight}")
    return place


def _of_title(in_title: Iterable[Term]) -> set[str]:
    return {mark for term in in_title if term.stem for mark in (title_mark(term.stem), beginning_mark(term.word))}


def title_mark(stem: str) -> str:
    return f"title:{stem}"


def beginning_mark(word: str) -> str:
    """Of a word of a title, as it is typed; what begins so is found by it as well."""
    return f"begins:{word}"


def filing_mark(kind: str, pk: int) -> str:
    """`kind`: "topic", "author" or "tag"."""
    return f"{kind}:{pk}"


def assessment_mark(assessment: str) -> str:
    return f"is:{assessment}"
