"""
One name in many spellings: Lukashenko, Lukashenka, Лукашенко, Лукашэнка.

Romanisation brings the scripts together. What its systems and the newspapers disagree about (h, kh, g; o, a; y, i, j;
v, w, u) is folded, and what Belarusian says softly (ts for t, dz for d) too. It is a guess: editors' lists know better.
"""

import re
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from analysis.text.romanisation import romanise
from analysis.text.terms import is_cyrillic

# How alike two names must be: where the one is a name that is in use here, and where it is not.
SURELY_ALIKE: Final = 0.85
PROBABLY_ALIKE: Final = 0.74
_FEWEST_CONSONANTS: Final = 2
# Of a word; "x" sounds like two letters, and one of an unknown script is a number.
_LONGEST: Final = 40

# Each letter or group of letters as it sounds to who has only heard the name; read from the left, longest first.
_SOUNDS: Final = {
    "shch": "s", "sch": "s", "tch": "c", "zh": "s", "sh": "s", "ch": "c", "kh": "h", "gh": "h", "sz": "s", "cz": "c",
    "rz": "s", "ts": "t", "tz": "t", "dz": "d", "ck": "k", "ph": "f", "th": "t", "qu": "kv", "ia": "a", "ya": "a",
    "ja": "a", "iu": "u", "yu": "u", "ju": "u", "ie": "e", "ye": "e", "je": "e", "io": "e", "yo": "e", "jo": "e",
    "ce": "se", "ci": "si", "cy": "si", "o": "a", "y": "i", "j": "i", "w": "u", "v": "u", "g": "h", "z": "s", "c": "k",
    "q": "k", "x": "ks",
}  # fmt: skip
_GROUPS: Final = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_TWICE: Final = re.compile(r"(.)\1+")
_VOWELS: Final = re.compile(r"(?<!^)[aeiu]")


@lru_cache(maxsize=20_000)
def spoken(word: str) -> str:
    """A plain word as it sounds, whatever its script."""
    latin = romanise(word, language="ru") if is_cyrillic(word) else word
    return _TWICE.sub(r"\1", _GROUPS.sub(lambda match: _SOUNDS[match[0]], latin))


def sound(word: str) -> str:
    """The consonants of a name, and a vowel at its beginning; nothing where they are too few to tell."""
    skeleton = _TWICE.sub(r"\1", _VOWELS.sub("", spoken(word)))
    return skeleton[:_LONGEST] if len(skeleton) >= _FEWEST_CONSONANTS else ""


def likeness(one: str, other: str) -> float:
    """Between 0 and 1, of how two names sound."""
    return float(OSA.normalized_similarity(spoken(one), spoken(other)))
