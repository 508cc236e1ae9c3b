"""Reads a cleaned body, token by token and block by block.

Cleaned means as `clean_body` writes: tags balanced, attributes in double quotes, text escaped.
Anything else is not understood, but never costs more than its length.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final, NamedTuple


def names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


BLOCKS: Final = names(
    "p h2 h3 h4 ul ol li blockquote pre table caption thead tbody tr th td figure figcaption aside dl dt dd hr"
)
VOID: Final = names("br hr img")
_TOKEN: Final = re.compile(r'<(?P<slash>/?)(?P<name>[a-z][a-z0-9]*+)(?P<attributes>(?: [a-z-]++="[^"]*+")*+)>|[^<]++|<')
_ATTRIBUTE: Final = re.compile(r'([a-z-]+)="([^"]*)"')
# A signed 64-bit number, like every key of the database.
_IMAGE_ADDRESS: Final = re.compile(r"/images/([1-9][0-9]{0,17})/")
_WHITE_SPACE: Final = re.compile(r"[ \t\n\r\f]+")  # what HTML folds: not the no-break spaces


class Token(NamedTuple):
    """A tag, or with an empty name a run of text."""

    source: str
    name: str
    is_end: bool
    written_attributes: str

    @property
    def attributes(self) -> dict[str, str]:
        return {name: unescape(value) for name, value in _ATTRIBUTE.findall(self.written_attributes)}


class Block(NamedTuple):
    """A run of words in its innermost block element, or an image with its alternative text."""

    tag: str
    text: str
    image: int | None = None


def tokens(html: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(html):
        name, attributes = match["name"] or "", match["attributes"] or ""
        yield Token(match[0], name, bool(match["slash"]), attributes)


def blocks(html: str) -> Iterator[Block]:
    """Every block with words of its own, in reading order, footnote marks left out."""
    open_tags: list[str] = []
    words: list[str] = []
    in_footnote_mark = False
    for token in tokens(html):
        if token.name == "a":
            in_footnote_mark = "data-source" in token.attributes
        elif token.name in BLOCKS or token.name == "img":
            yield from _block(open_tags, words)
            words.clear()
            yield from _enter(token, open_tags)
        elif not in_footnote_mark:
            words.append(_words(token))
    yield from _block(open_tags, words)


def reading_text(html: str) -> str:
    """Its words as a reader meets them, a line for each paragraph."""
    return "\n".join(block.text for block in blocks(html) if block.tag != "img")


def image_number(address: str) -> int | None:
    """N of "/images/N/", the one address a picture in a body may have."""
    match = _IMAGE_ADDRESS.fullmatch(address)
    return int(match[1]) if match else None


def fold_white_space(text: str) -> str:
    return _WHITE_SPACE.sub(" ", text).strip()


def _words(token: Token) -> str:
    if token.name:
        return " " if token.name == "br" else ""
    return unescape(token.source)


def _block(open_tags: list[str], words: list[str]) -> Iterator[Block]:
    if text := fold_white_space("".join(words)):
        yield Block(open_tags[-1] if open_tags else "p", text)


def _enter(token: Token, open_tags: list[str]) -> Iterator[Block]:
    if token.name == "img":
        yield _image_block(token.attributes)
    elif token.is_end:
        open_tags[-1:] = []
    elif token.name not in VOID:
        open_tags.append(token.name)


def _image_block(attributes: dict[str, str]) -> Block:
    return Block("img", fold_white_space(attributes.get("alt", "")), image_number(attributes.get("src", "")))
