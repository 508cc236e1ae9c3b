"""Names in the order of an alphabet. The database has no locales to sort by."""

import unicodedata
from typing import Final

from analysis.text.romanisation import basic_latin

SortKey = tuple[tuple[int, ...], str]

_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
# Letters of the neighbours stand beside their kin, so that foreign names have a place too.
_RUSSIAN: Final = "абвгґдеёєжзиіїйклмнопрстуўфхцчшщъыьэюя"
_BELARUSIAN: Final = "абвгґдеёєжзіиїйклмнопрстуўфхцчшщъыьэюя"
_DIGITS: Final = "0123456789"


def _ranks(*alphabets: str) -> dict[str, int]:
    return {letter: rank for rank, letter in enumerate(" " + "".join(alphabets))}


# A reader looks for names in the page's own script first.
RANKS: Final = {
    "en": _ranks(_DIGITS, _LATIN, _RUSSIAN),
    "ru": _ranks(_DIGITS, _RUSSIAN, _LATIN),
    "be": _ranks(_DIGITS, _BELARUSIAN, _LATIN),
}


def sort_key(text: str, language: str) -> SortKey:
    """Compares letter by letter, word by word; marks, case and punctuation only break ties."""
    ranks = RANKS[language]
    folded = unicodedata.normalize("NFC", text).casefold()
    letters = "".join(letter if letter in ranks else _placed(letter) for letter in folded)
    in_order = tuple(ranks.get(letter, len(ranks) + ord(letter)) for letter in " ".join(letters.split()))
    return in_order, folded


def _placed(letter: str) -> str:
    """The basic letter for one with a mark, a space for a hyphen, nothing for other punctuation."""
    if letter.isspace() or unicodedata.category(letter) == "Pd":
        return " "
    if letter.isalnum():
        return basic_latin(letter) if "LATIN" in unicodedata.name(letter, "") else letter
    return ""
