"""Addresses made of words: readable, lower-case ASCII, by each language's published romanisation."""

import re
import unicodedata
from collections.abc import Callable, Container
from itertools import chain, count
from typing import Final

from analysis.text.romanisation import romanise

_LINE_ENDS: Final = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
# Controls, the directional overrides that let one text pass for another, halves of surrogate pairs.
_NO_CHARACTERS: Final = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_BETWEEN_WORDS: Final = re.compile(r"[^a-z0-9]+")


def normalise(text: str) -> str:
    """NFC with "\\n" at line ends, without the characters that no text has and PostgreSQL partly refuses."""
    return unicodedata.normalize("NFC", _NO_CHARACTERS.sub("", _LINE_ENDS.sub("\n", text)))


def slugify(text: str, *, language: str, max_length: int = 80) -> str:
    """Empty only for a text without a letter or a digit."""
    words = romanise(normalise(text).lower(), language=language)
    return _cut_at_word_end(_BETWEEN_WORDS.sub("-", words).strip("-"), max_length)


def free_slug(wanted: str, taken: Callable[[str], bool] | Container[str], *, max_length: int = 80) -> str:
    """The wanted slug, or its first numbered neighbour ("-2", "-3", …) that nobody has."""
    is_taken = taken if callable(taken) else taken.__contains__
    endings = chain([""], (f"-{number}" for number in count(2)))
    numbered = (wanted[: max_length - len(ending)].rstrip("-") + ending for ending in endings)
    return next(slug for slug in numbered if not is_taken(slug))


def _cut_at_word_end(slug: str, max_length: int) -> str:
    if len(slug) <= max_length:
        return slug
    whole_words, hyphen, _ = slug[: max_length + 1].rpartition("-")
    return whole_words if hyphen else slug[:max_length]
