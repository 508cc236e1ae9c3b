"""Footnote marks of a cleaned body: `<sup><a data-source="3">3</a></sup>` stands for the source with key 3."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from analysis.text.markup import Token, tokens

_KEY: Final = re.compile(r'( data-source="|#source-)[0-9]+(?=")')
_HAS_LETTERS: Final = re.compile(r"[^\W\d_]")
_HAS_WORDS: Final = re.compile(r"\w|<img ")


def cited(body: str) -> list[int]:
    """The keys in order of first use."""
    return list(dict.fromkeys(key for token in tokens(body) if (key := _key(token))))


def uncited(body: str, keys: Sequence[int]) -> list[int]:
    used = set(cited(body))
    return [key for key in keys if key not in used]


def renumber(body: str, keys: Sequence[int]) -> tuple[str, list[int]]:
    """The body with its marks numbered from 1, and the keys in the order that the numbers now mean.

    Sources without a mark come last, in their old order. Marks of sources that do not exist are taken out.
    """
    known = set(keys)
    used = [key for key in cited(body) if key in known]
    numbers = {key: number for number, key in enumerate(used, 1)}
    return "".join(_renumbered(list(tokens(body)), numbers)), used + uncited(body, keys)


def _key(token: Token) -> int:
    """0 for whatever is not a footnote mark."""
    if token.name != "a" or token.is_end:
        return 0
    return int(token.attributes.get("data-source", 0))


def _renumbered(body: list[Token], numbers: dict[int, int]) -> Iterator[str]:
    raised: list[str] | None = None  # what an open <sup> holds so far
    lost_mark = False
    for piece, is_lost in _pieces(body, numbers):
        lost_mark = lost_mark or is_lost
        if piece == "<sup>" and raised is None:
            raised, lost_mark = [], False
        elif piece == "</sup>" and raised is not None:
            content = "".join(raised)
            if not lost_mark or _HAS_WORDS.search(re.sub(r"<(?!img )[^>]*>", "", content)):
                yield f"<sup>{content}</sup>"
            raised = None
        elif raised is not None:
            raised.append(piece)
        else:
            yield piece
    yield from ["<sup>", *raised] if raised is not None else ()


def _pieces(body: list[Token], numbers: dict[int, int]) -> Iterator[tuple[str, bool]]:
    """The source of each token, marks in one piece; and whether a mark was taken out there."""
    position = 0
    while position < len(body):
        token = body[position]
        position += 1
        if key := _key(token):
            end = _end_of_link(body, position)
            yield _mark(token, body[position:end], numbers.get(key, 0)), key not in numbers
            position = end + 1
        else:
            yield token.source, False


def _end_of_link(body: list[Token], start: int) -> int:
    ends = (position for position in range(start, len(body)) if body[position].name == "a")
    return next(ends, len(body))


def _mark(start: Token, content: list[Token], number: int) -> str:
    """An author's own words as a mark stay; a number is ours to change."""
    words = "".join(token.source for token in content if not token.name)
    own_words = "".join(token.source for token in content) if _HAS_LETTERS.search(words) else ""
    if not number:
        return own_words
    renumbered = _KEY.sub(rf"\g<1>{number}", start.source)
    return f"{renumbered}{own_words or number}</a>"
