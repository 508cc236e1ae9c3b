"""Tables for spreadsheets, which take some texts for formulas."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

_BEGINS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """A text that no spreadsheet runs: an apostrophe in front says that it is one."""
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text


def plain_cell(cell: str) -> str:
    """What `safe_cell` was given."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_BEGINS_A_FORMULA) else cell


class _Echo:
    """Gives back what csv writes."""

    def write(self, line: str) -> str:
        return line


def csv_lines(heads: Sequence[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A table line by line, however long it is."""
    writer = csv.writer(_Echo())
    yield writer.writerow(heads)
    for row in rows:
        yield writer.writerow(map(safe_cell, row))
