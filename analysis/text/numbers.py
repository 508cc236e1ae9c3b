"""Numbers that an address or a form brings along, made by our pages or by hand."""

from typing import Final

# Of these PostgreSQL's largest integers hold any.
_MOST_DIGITS: Final = 18


def whole_number(text: str) -> int | None:
    """None for what is no number of ours: Python also takes "٣" for a digit, and reads what no column can hold."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else None
