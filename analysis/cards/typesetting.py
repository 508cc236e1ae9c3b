"""Words set in the house typefaces: which of their characters there are, and how they fall into lines."""

import re
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

FONTS: Final = Path(__file__).resolve().parent.parent / "fonts"
NO_BREAK_SPACE: Final = "\u00a0"
ELLIPSIS: Final = "…"
# A character that no typeface has, for the sign that is shown instead of it.
_UNKNOWN: Final = "\U0010fffe"
# Words are measured once, in this size.
_MEASURED: Final = 100


class Word(NamedTuple):
    text: str
    width: float


class Setting(NamedTuple):
    size: int
    lines: list[str]


@cache
def face(name: str, size: int) -> FreeTypeFont:
    """`name`: a file of analysis/fonts without its ending."""
    return ImageFont.truetype(FONTS / f"{name}.ttf", size)


def drawable(text: str, name: str) -> str:
    """Without what the typeface lacks (emoji, other scripts): nothing is better than an empty box."""
    kept = "".join(each for each in text if each.isspace() or (each.isprintable() and _has(name, each)))
    return re.sub(r"[ \t\r\n]+", " ", kept).strip()


def fitted(text: str, *, name: str, sizes: tuple[int, ...], width: int, height: int, leading: float) -> Setting:
    """In the largest of the sizes (largest first) that has room for it; in the last it may end in an ellipsis."""
    words = measured(text, name)
    for size in sizes:
        column, most = width * _MEASURED / size, int(height / (size * leading))
        lines = broken(words, column, name)
        if len(lines) <= most and all(word.width <= column for word in words):
            return Setting(size, balanced(words, column, lines, name))
    if len(lines) > most:
        lines = [*lines[: most - 1], shortened(" ".join(lines[most - 1 :]), face(name, sizes[-1]), width)]
    return Setting(sizes[-1], lines)


def measured(text: str, name: str) -> list[Word]:
    font = face(name, _MEASURED)
    # A dash may end a line but never begin one.
    together = re.sub(r" (?=[–—] )", NO_BREAK_SPACE, text)
    return [Word(word, font.getlength(word)) for word in together.split(" ")]


def broken(words: list[Word], column: float, name: str) -> list[str]:
    """Lines as full as they go. A word that is wider than the column is cut."""
    space = face(name, _MEASURED).getlength(" ")
    lines, filled = [""], 0.0
    for word in chain.from_iterable(pieces(word, column, name) for word in words):
        if filled and filled + space + word.width > column:
            lines.append(word.text)
            filled = word.width
        else:
            lines[-1] = f"{lines[-1]} {word.text}".strip(" ")
            filled += (space if filled else 0) + word.width
    return lines


def pieces(word: Word, column: float, name: str) -> list[Word]:
    if word.width <= column or len(word.text) < 2:
        return [word]
    font = face(name, _MEASURED)
    end = max((end for end in range(1, len(word.text)) if font.getlength(word.text[:end]) <= column), default=1)
    rest = word.text[end:]
    return [Word(word.text[:end], column), *pieces(Word(rest, font.getlength(rest)), column, name)]


def balanced(words: list[Word], column: float, lines: list[str], name: str) -> list[str]:
    """As many lines, as even as can be: set in the narrowest column that keeps their number."""
    too_narrow, wide_enough = max(column / 2, *(word.width for word in words), 1), column
    while wide_enough - too_narrow > 8:
        middle = (too_narrow + wide_enough) / 2
        narrower = broken(words, middle, name)
        if len(narrower) == len(lines):
            wide_enough, lines = middle, narrower
        else:
            too_narrow = middle
    return lines


def shortened(text: str, font: FreeTypeFont, width: float) -> str:
    """One line, with an ellipsis for what has no room."""
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + ELLIPSIS) > width:
        text = text[:-1].rstrip(" ,;:–—")
    return text + ELLIPSIS


@cache
def _has(name: str, character: str) -> bool:
    font = face(name, 40)
    return bytes(font.getmask(character)) != bytes(font.getmask(_UNKNOWN))
