"""When two writings of a paragraph are the same to whoever translates it."""

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import unescape
from itertools import groupby
from typing import Final, NamedTuple

from analysis.text.markup import BLOCKS, Token, fold_white_space, tokens

_WORD_OR_SPACE: Final = re.compile(r"\s+|\S+")
_HAS_LETTERS: Final = re.compile(r"[^\W\d_]")
_FOOTNOTE: Final = "footnote"


class _Piece(NamedTuple):
    """Words, a picture or a footnote, and the formatting they stand in."""

    text: str
    marks: str = ""


_SPACE: Final = _Piece(" ")
_BREAK: Final = _Piece("\n")


def fingerprint(html: str) -> str:
    """
    Of a paragraph of a cleaned body. Words, emphasis, links, pictures and footnotes count.

    White space, the footnotes' numbers and how the tags are written do not.
    """
    kind = next((token.name for token in tokens(html) if token.name in BLOCKS), "p")
    written = "\0".join(f"{piece.text}\1{piece.marks}" for piece in _joined(_pieces(html)))
    return sha256(f"{kind}\2{written}".encode()).hexdigest()


def _pieces(html: str) -> Iterator[_Piece]:
    marks: list[str] = []
    for token in tokens(html):
        if not token.name:
            yield from _words(unescape(token.source), marks)
        elif token.name in BLOCKS:
            yield _BREAK
        elif token.name == "img":
            yield _Piece(f"{token.attributes.get('src')} {fold_white_space(token.attributes.get('alt', ''))}")
        elif token.name == "br":
            yield _SPACE
        elif token.is_end:
            marks[-1:] = []
        else:
            marks.append(_mark(token))
            if marks[-1] == _FOOTNOTE:
                yield _Piece("†")


def _mark(start: Token) -> str:
    attributes = start.attributes
    if "data-source" in attributes:
        return _FOOTNOTE
    counting = sorted((name, value) for name, value in attributes.items() if name != "rel")
    return f"{start.name} {counting}"


def _words(text: str, marks: list[str]) -> Iterator[_Piece]:
    if _FOOTNOTE in marks and not _HAS_LETTERS.search(text):
        return
    formatting = " ".join(sorted(set(marks)))
    for match in _WORD_OR_SPACE.finditer(text):
        yield _SPACE if match[0].isspace() else _Piece(match[0], formatting)


def _joined(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """One gap where there are several, none at the ends, and words whole that a tag had cut in two."""
    gap = None
    is_first = True
    for piece, group in groupby(pieces, key=lambda piece: piece if piece in (_SPACE, _BREAK) else piece.marks):
        if isinstance(piece, _Piece):
            gap = _BREAK if _BREAK in (gap, piece) else _SPACE
            continue
        if gap and not is_first:
            yield gap
        gap, is_first = None, False
        yield _Piece("".join(each.text for each in group), piece)
