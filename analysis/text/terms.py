"""
What search takes for a word, and for the same word in another form.

The index, the question, the names in all their spellings and the marked words on the page all come from here, so that
they cannot disagree. English and Russian are stemmed by Snowball, Belarusian by a stemmer of our own.
"""

import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from analysis.text import belarusian
from analysis.text.function_words import FUNCTION_WORDS
from analysis.text.romanisation import basic_latin
from analysis.text.snowball import stemmed

# Stand inside words and part none: apostrophes, stress marks, soft hyphens, joiners.
INSIDE: Final = "'’ʼ`´ˈ\u0300-\u036f\u00ad\u200b-\u200d\u2060"
WORD: Final = re.compile(rf"[^\W_]+(?:[{INSIDE}]+[^\W_]+)*")
_JOINERS: Final = re.compile(f"[{INSIDE}]")
_POSSESSIVE: Final = re.compile(r"['’ʼ]s$")
_CYRILLIC: Final = re.compile(r"[\u0400-\u052f]")
_LONGEST: Final = 40
# Latin letters without their marks; "ё" and "е" are one letter to whoever types.
_PLAIN: Final = {ord("ё"): "е"} | {
    code: basic_latin(chr(code)) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)) if chr(code).islower()
}
_SNOWBALL: Final = {"en": "english", "ru": "russian"}


class Term(NamedTuple):
    """A word, plain and in small letters, its stem, and where it stands in the text: [start, end)."""

    word: str
    stem: str
    start: int
    end: int


def terms(text: str, language: str) -> Iterator[Term]:
    """All words in their order; those that only hold others together have no stem."""
    for match in WORD.finditer(text):
        yield Term(*_read(match[0], language), *match.span())


def stems_in_places(text: str, language: str) -> Iterator[str]:
    """One a word, empty for function words: all that an index wants of a long text."""
    return (_read(found, language)[1] for found in WORD.findall(text))


def stems(text: str, language: str) -> list[str]:
    """Without function words."""
    return [term.stem for term in terms(text, language) if term.stem]


def key(text: str, language: str) -> str:
    """The same for a name in all its forms."""
    return " ".join(stems(text, language))


def plain(word: str) -> str:
    """As people type it: small letters, no marks, no apostrophes."""
    word = word.lower()
    # Not `isalnum` alone: the apostrophe and the stress that Unicode has for words are letters.
    if not (word.isascii() and word.isalnum()):
        word = _JOINERS.sub("", _POSSESSIVE.sub("", word))
    return word.translate(_PLAIN)[:_LONGEST]


@lru_cache(maxsize=50_000)
def _read(found: str, language: str) -> tuple[str, str]:
    word = plain(found)
    return word, stem(word, language)


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """Of a plain word; nothing for a function word. A word in the other script is taken for one of its own."""
    if word in FUNCTION_WORDS.get(language, ()):
        return ""
    return sys.intern(_stemmed(word, _language_of(word, language)))


def is_cyrillic(word: str) -> bool:
    return bool(_CYRILLIC.match(word))


def _language_of(word: str, language: str) -> str:
    if is_cyrillic(word):
        return "ru" if language == "en" else language
    return "en" if language in ("ru", "be") else language


def _stemmed(word: str, language: str) -> str:
    if language == "be":
        return belarusian.stem(word)
    return stemmed(word, _SNOWBALL[language]) if language in _SNOWBALL else word
