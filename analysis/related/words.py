"""The words of a text as numbers: stemmed, without stop words, each the same number on every machine."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from zlib import crc32

import numpy as np

from analysis.related.arrays import Terms
from analysis.related.stop_words import STOP_WORDS
from analysis.text.snowball import stemmed

_WORD: Final = re.compile(r"[^\W\d_]{2,}|\d{4}")
_CAPITAL: Final = "".join(chr(code) for code in range(0x41, 0x530) if chr(code).isupper())
_REST: Final = r"[\w’'ʼ-]+"
# One or more words with capital letters, unless a sentence begins with them.
_NAME: Final = re.compile(
    rf"(?<![.!?…]\s)(?<!^)\b[{_CAPITAL}]{_REST}(?:\s+(?:(?:of|the|and|for)\s+)?[{_CAPITAL}]{_REST})*"
)
# Cut words do in inflected Slavic languages what a stemmer does, and need no dictionary.
_CUT: Final = re.compile(r"[\u0400-\u04ff]")
_CUT_AFTER: Final = 5
_CUT_UNKNOWN_AFTER: Final = 6
_STEMMERS: Final = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "hu": "hungarian", "it": "italian", "nb": "norwegian", "nl": "dutch", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
_MIX: Final = np.uint32(0x9E3779B1)


def words(text: str, language: str) -> Terms:
    """One number a word, in the order of the text."""
    code = language[:2].lower()
    found = (_number(word, code) for word in _WORD.findall(text.lower()))
    return np.fromiter((number for number in found if number), np.uint32)


def pairs(of: Terms) -> Terms:
    """One number for each two words that follow each other."""
    return of[:-1] * _MIX ^ of[1:]


def numbered(kind: str, names: Iterable[str]) -> Terms:
    """Names of a kind of their own, that no word is taken for."""
    return np.fromiter((crc32(f"{kind}:{name}".encode()) for name in names), np.uint32)


def names(text: str, language: str) -> Terms:
    """People, places and bodies as far as capital letters tell them."""
    if language[:2] == "de":
        return numbered("name", ())
    return numbered("name", (" ".join(map(_cut, found.lower().split())) for found in _NAME.findall(text)))


def _cut(word: str) -> str:
    return word[:_CUT_AFTER] if _CUT.match(word) else word


@lru_cache(maxsize=100_000)
def _number(word: str, language: str) -> int:
    """Nothing for a stop word."""
    if word in STOP_WORDS.get(language, ()):
        return 0
    return crc32(_stem(word, language).encode()) or 1


def _stem(word: str, language: str) -> str:
    if _CUT.match(word):
        return word[:_CUT_AFTER]
    if language in _STEMMERS:
        return stemmed(word, _STEMMERS[language])
    return word[:_CUT_UNKNOWN_AFTER]
