"""The words that were looked for, as they stand in a text."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from analysis.models import Language
from analysis.text.terms import INSIDE, is_cyrillic, plain, stem

# How much of a text is shown: one place, or two where what was looked for does not stand together.
_SHOWN: Final = 210
_SHOWN_OF_TWO: Final = 115
_BEFORE: Final = 45
_TOLD_BY: Final = 5
_MOST_PLACES: Final = 80
_MOST_CHARACTERS: Final = 200_000
_ELLIPSIS: Final = " … "

Span = tuple[int, int]


class Place(NamedTuple):
    """A word that was looked for, where it stands: [start, end)."""

    start: int
    end: int
    stem: str


def excerpt(text: str, stems: frozenset[str], language: str) -> SafeString:
    """The parts of a text that say most of what was looked for, as HTML; empty where it has none of it."""
    text = text[:_MOST_CHARACTERS]
    places = list(found(text, stems, language))
    if not places:
        return SafeString("")
    parts = _parts(text, places)
    pieces = [marked_at(text[start:end], _inside(places, start, end), start) for start, end in parts]
    before, after = parts[0][0] > 0, parts[-1][1] < len(text)
    whole = _ELLIPSIS.join(pieces)
    return mark_safe(f"{'… ' if before else ''}{whole}{' …' if after else ''}")  # noqa: S308 - escaped piece by piece


def _parts(text: str, places: Sequence[Place]) -> list[Span]:
    """One that has all the words, or two that have most of them together."""
    first = _densest(places, frozenset(), _SHOWN)
    missing = {place.stem for place in places} - {place.stem for place in _from(places, first, _SHOWN)}
    if not missing:
        return [_whole_words(text, first, _SHOWN)]
    first = _densest(places, frozenset(), _SHOWN_OF_TWO)
    told = frozenset(place.stem for place in _from(places, first, _SHOWN_OF_TWO))
    one, other = sorted(
        _whole_words(text, place, _SHOWN_OF_TWO) for place in (first, _densest(places, told, _SHOWN_OF_TWO))
    )
    return [one, other] if one[1] < other[0] else [(one[0], max(one[1], other[1]))]


def _densest(places: Sequence[Place], told: frozenset[str], shown: int) -> Place:
    """From which on most different words stand that have not been told yet; of equal ones the first."""

    def worth(place: Place) -> tuple[int, int]:
        inside = [each.stem for each in _from(places, place, shown)]
        return len({*inside} - told), min(len(inside), 4)

    return max(places, key=worth)


def _from(places: Sequence[Place], first: Place, shown: int) -> list[Place]:
    return [place for place in places if first.start <= place.start and place.end <= first.start + shown - _BEFORE]


def _whole_words(text: str, first: Place, shown: int) -> Span:
    """Begins shortly before the place."""
    start = max(0, first.start - _BEFORE)
    if start:
        start = text.find(" ", start, first.start) + 1 or first.start
    end = min(len(text), start + shown)
    if end < len(text):
        end = max(text.rfind(" ", first.end, end), first.end)
    return start, end


def _inside(places: Sequence[Place], start: int, end: int) -> list[Place]:
    return [place for place in places if start <= place.start and place.end <= end]


def marked(text: str, stems: frozenset[str], language: str) -> SafeString:
    """The whole text as HTML."""
    return marked_at(text, list(found(text, stems, language)))


def marked_at(text: str, places: Sequence[Place], start: int = 0) -> SafeString:
    """Everything escaped, what stands in these places in <mark>. They count from where `start` is nothing."""
    pieces, last = [], 0
    for place in places:
        first, end = place.start - start, place.end - start
        pieces += [escape(text[last:first]), f"<mark>{escape(text[first:end])}</mark>"]
        last = end
    return mark_safe("".join([*pieces, escape(text[last:])]))  # noqa: S308 - escaped piece by piece


def found(text: str, stems: frozenset[str], language: str) -> Iterator[Place]:
    """The words with one of these stems, in their order; of very many the first."""
    matches = _beginning_like(stems, language).finditer(_in_small_letters(text)) if stems else iter(())
    spans = (match.span() for match in matches)
    words = (Place(start, end, stem(plain(text[start:end]), language)) for start, end in spans)
    return islice((place for place in words if place.stem in stems), _MOST_PLACES)


def _in_small_letters(text: str) -> str:
    """Each where it stood: some capitals have two for one."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(letter.lower()[0] for letter in text)


@lru_cache(maxsize=200)
def _beginning_like(stems: frozenset[str], language: str) -> re.Pattern[str]:
    """
    Words, in small letters, that may have one of these stems. Nearly all stems are what a word begins with, but for
    their last letter; whether it is the stem is asked for these few words only. A few letters tell so much already.
    """
    letters = "|".join(sorted({_any_spelling(each, language) for each in stems}, key=len, reverse=True))
    return re.compile(rf"(?:{letters})(?:[{INSIDE}]*[^\W_])*")


def _any_spelling(stem: str, language: str) -> str:
    """
    Of its beginning: with "ё" for "е", "ў" for "у", and marks on Latin letters; with apostrophes and stress marks.
    Whether a word begins there is asked once its first letter is found: a letter is looked for many times as fast as a
    place.
    """
    if language == Language.BELARUSIAN and is_cyrillic(stem):
        beginning, spellings, inside = _beginning(stem.replace("ь", ""), few=1), _BELARUSIAN, f"[ь{INSIDE}]*"
    else:
        beginning, spellings, inside = _beginning(stem, few=2), _SPELLINGS, f"[{INSIDE}]*"
    first, *others = (spellings.get(letter, re.escape(letter)) for letter in beginning)
    return rf"{first}(?<![^\W_].)" + "".join(f"{inside}{each}" for each in others)


def _beginning(stem: str, *, few: int) -> str:
    """`few`: letters of a stem that has no more than two."""
    return stem[: max(2, min(_TOLD_BY, len(stem) - 1))] if len(stem) > 2 else stem[:few]


_SPELLINGS: Final = {
    "е": "[её]", "у": "[уў]", "a": "[aáàâäãåāăą]", "c": "[cçćč]", "e": "[eéèêëēęě]", "i": "[iíìîïīyý]", "l": "[lł]",
    "n": "[nñńň]", "o": "[oóòôöõøō]", "r": "[rř]", "s": "[sśšş]", "u": "[uúùûüūůŭ]", "y": "[yýÿ]", "z": "[zźžż]",
}  # fmt: skip
# The stress moves, and takes the vowel with it; what is said softly is written so or not. A stem has one form of all.
_BELARUSIAN: Final = {
    **_SPELLINGS,
    **dict.fromkeys("аеёоэя", "[аеёоэя]"),
    "в": "[вўу]",
    "г": "[гґ]",
    "і": "[іи]",
}
