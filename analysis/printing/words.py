"""Words that can be set: none longer than a line, and without what no document may contain."""

import re
from typing import Any, Final

# What programs read, not people.
_NO_WORDS: Final = frozenset({"is", "to", "address", "file", "lang", "language"})
_LONG_WORD: Final = re.compile(r"\S{40}(?=\S{10})")
_ZERO_WIDTH_SPACE: Final = "\u200b"
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")


def printable(value: Any) -> Any:
    """A document's data, or any part of it."""
    if isinstance(value, str):
        return _LONG_WORD.sub(lambda part: part[0] + _ZERO_WIDTH_SPACE, _CONTROLS.sub("", value))
    if isinstance(value, list):
        return [printable(item) for item in value]
    if isinstance(value, dict):
        return {key: item if key in _NO_WORDS else printable(item) for key, item in value.items()}
    return value
