"""Paper has no links: a letter behind the words stands for the address, which is printed below the text."""

import re
from typing import Final

# What people leave out when they write an address.
_UNSPOKEN: Final = re.compile(r"^(?:https?://)?(?:www\.)?|/+$", re.IGNORECASE)


def note_letter(address: str, words: str, letters: dict[str, str]) -> str:
    """Of a link with these words; `letters` keeps those of the whole text. Empty where the words are the address."""
    if address.startswith("mailto:") or spoken(words) == spoken(address):
        return ""
    return letters.setdefault(address, letter(len(letters)))


def spoken(address: str) -> str:
    return _UNSPOKEN.sub("", address.strip()).lower()


def letter(position: int) -> str:
    """a … z, aa … zz, aaa …"""
    times, index = divmod(position, 26)
    return chr(ord("a") + index) * (times + 1)
