"""The writing itself: its title and lead, its parts, its names and its figures."""

from collections.abc import Iterator
from typing import Final

from analysis.checklist.found import QUOTED, Found
from analysis.checklist.texts import Text
from analysis.models import Level
from analysis.text.excerpts import word_count
from analysis.text.footnotes import uncited
from analysis.text.house_style import Spelling, deviations, mixed
from analysis.text.significance import unsourced_numbers

LONG_TITLE: Final = 90
LONGEST_TITLE: Final = 150
LONG_PARAGRAPH: Final = 180
_HEADINGS: Final = ("h2", "h3", "h4")
_SHOWN: Final = 5


def over_long_title(text: Text) -> Iterator[Found]:
    length = len(text.content["title"])
    if length > LONG_TITLE:
        level, limit = (Level.BLOCK, LONGEST_TITLE) if length > LONGEST_TITLE else (Level.WARN, LONG_TITLE)
        yield Found(level, "title", {"length": length, "limit": limit})


def missing_standfirst(text: Text) -> Iterator[Found]:
    if not text.content["standfirst"].strip():
        yield Found(Level.WARN, "standfirst")


def heading_order(text: Text) -> Iterator[Found]:
    """Whoever moves from heading to heading misses none: a subheading stands below a heading."""
    depth = 0
    for block in text.blocks:
        if block.tag in _HEADINGS:
            own = _HEADINGS.index(block.tag) + 1
            if own > depth + 1:
                yield Found(Level.WARN, "body", {"quote": block.text[:QUOTED]})
            depth = own


def very_long_paragraph(text: Text) -> Iterator[Found]:
    for block in text.blocks:
        words = word_count(block.text) if block.tag == "p" and len(block.text) > LONG_PARAGRAPH else 0
        if words > LONG_PARAGRAPH:
            yield Found(Level.WARN, "body", {"words": words, "quote": block.text[:QUOTED]})


def unsourced_number(text: Text) -> Iterator[Found]:
    """One finding for all of them: the first few are named."""
    numbers = list(dict.fromkeys(unsourced_numbers(text.body)))
    if numbers:
        details = {"numbers": numbers[:_SHOWN], "count": len(numbers), "quote": numbers[0]}
        yield Found(Level.WARN, "body", details)


def open_footnote(text: Text) -> Iterator[Found]:
    numbers = uncited(text.body, range(1, len(text.content["sources"]) + 1))
    if numbers:
        yield Found(Level.WARN, "sources", {"numbers": numbers})


def house_style(text: Text) -> Iterator[Found]:
    """A spelling that is not ours is looked at; two spellings of one name in one text are an error."""
    both = mixed("\n".join(text.words.values()), text.spellings) if text.spellings else []
    for spelling, places in _deviations(text).items():
        field, quote = places[0]
        words = list(dict.fromkeys(written for _field, written in places))
        details = {"preferred": spelling.preferred, "found": words[:_SHOWN], "mixed": spelling in both, "quote": quote}
        yield Found(Level.BLOCK if spelling in both else Level.WARN, field, details)


def _deviations(text: Text) -> dict[Spelling, list[tuple[str, str]]]:
    """Fields and words by the spelling they depart from."""
    found: dict[Spelling, list[tuple[str, str]]] = {}
    for field, words in text.words.items():
        for spelling, written in deviations(words, text.spellings) if text.spellings else ():
            found.setdefault(spelling, []).append((field, written))
    return found
