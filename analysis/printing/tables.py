"""Where the cells of a table stand: every span within the table, every cell on a place of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, product

from analysis.printing.trees import Element

# More do not fit on a page; such a table is set row by row.
MAX_COLUMNS = 12


@dataclass(frozen=True, kw_only=True)
class Cell:
    element: Element
    place: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class Grid:
    """`heads`: how many rows at the top name the columns."""

    columns: int
    heads: int
    cells: list[Cell]


def grid_of(table: Element) -> Grid | None:
    """None where it has more columns than a page."""
    heads, rows = _rows(table)
    widest = max((len(row) for row in rows), default=0)
    head, rest = _placed(rows[:heads], 0, widest), _placed(rows[heads:], heads, widest)
    if head is None or rest is None:
        return None
    cells = head + rest
    columns = max((cell.place["x"] + cell.place["colspan"] for cell in cells), default=0)
    return Grid(columns=columns, heads=heads, cells=cells)


def _rows(table: Element) -> tuple[int, list[list[Element]]]:
    """The cells of each row; and how many rows of heads there are, if anything follows them."""
    parts = [part for part in table.children if isinstance(part, Element) and part.name == "thead"]
    in_head = [list(_own(row, "td", "th")) for part in parts for row in _own(part, "tr")]
    every = [list(_own(row, "td", "th")) for row in _own(table, "tr")]
    heads, rows = [row for row in in_head if row], [row for row in every if row]
    return (len(heads) if heads == rows[: len(heads)] != rows else 0), rows


def _own(element: Element, *names: str) -> Iterator[Element]:
    """Below the element, but not inside a table within it."""
    for child in element.children:
        if isinstance(child, Element) and child.name in names:
            yield child
        elif isinstance(child, Element) and child.name != "table":
            yield from _own(child, *names)


def _placed(rows: list[list[Element]], first: int, widest: int) -> list[Cell] | None:
    """As HTML places them: each in the first free column of its row. A span wider than any row means nothing."""
    cells, taken = list[Cell](), set[tuple[int, int]]()
    for y, row in enumerate(rows):
        for element in row:
            x = next(x for x in count() if (x, y) not in taken)
            height = min(int(element.attributes.get("rowspan", 1)), len(rows) - y)
            width = _free_width(min(int(element.attributes.get("colspan", 1)), widest), x, y, taken)
            if x + width > MAX_COLUMNS:
                return None
            taken.update(product(range(x, x + width), range(y, y + height)))
            place = {"x": x, "y": first + y, "colspan": width, "rowspan": height}
            cells.append(Cell(element=element, place=place))
    return cells


def _free_width(asked: int, x: int, y: int, taken: set[tuple[int, int]]) -> int:
    return next((width for width in range(1, asked) if (x + width, y) in taken), asked)
