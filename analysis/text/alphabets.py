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
    folded = _folded(text)
    return tuple(ranks.get(letter, len(ranks) + ord(letter)) for letter in _letters(folded, ranks)), folded


def first_letter(text: str, language: str) -> str:
    """That which `sort_key` compares first, as a capital: "A" of "Ångström". Empty where there is none."""
    return _letters(_folded(text), RANKS[language])[:1].upper()


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _letters(folded: str, ranks: dict[str, int]) -> str:
    return " ".join("".join(letter if letter in ranks else _placed(letter) for letter in folded).split())


def _placed(letter: str) -> str:
    """The basic letter for one with a mark, a space for a hyphen, nothing for other punctuation."""
    if letter.isspace() or unicodedata.category(letter) == "Pd":
        return " "
    if letter.isalnum():
        return basic_latin(letter) if "LATIN" in unicodedata.name(letter, "") else letter
    return ""
