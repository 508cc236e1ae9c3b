"""A body as blocks that the typesetter knows: words and names of things, never anything it could run."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from analysis.printing.runs import MAX_LEVELS, Block, Setting, in_language, runs_of
from analysis.printing.tables import grid_of
from analysis.printing.trees import Element, Tree, tree_of, words_of
from analysis.text.markup import BLOCKS, image_number


def blocks_of(html: str, setting: Setting) -> list[Block]:
    """Of a cleaned body."""
    return with_even_headings(list(_blocks(tree_of(html), setting, 0)))


def with_even_headings(blocks: list[Block]) -> list[Block]:
    """No heading is more than one level below the one before it: a tagged document must not skip any."""
    level = 1
    for block in blocks:
        if block["is"] == "heading":
            level = block["level"] = min(block["level"], level + 1)
    return blocks


def _blocks(tree: Tree, setting: Setting, level: int) -> Iterator[Block]:
    loose: Tree = []
    for node in tree:
        if isinstance(node, Element) and node.name in BLOCKS:
            yield from _paragraph(loose, setting)
            loose = []
            yield from (in_language(block, node) for block in _block(node, setting, level))
        else:
            loose.append(node)
    yield from _paragraph(loose, setting)


def _block(element: Element, setting: Setting, level: int) -> Iterator[Block]:
    maker = _MAKERS.get(element.name)
    if maker is None or (level >= MAX_LEVELS and maker in _WITH_LEVELS):
        yield from _blocks(element.children, setting, level)
    else:
        yield from maker(element, setting, level)


def _paragraph(tree: Tree, setting: Setting, **block: Any) -> Iterator[Block]:
    """Words, and after them the pictures that stood among them."""
    if content := runs_of(tree, setting):
        yield {"is": "paragraph", **block, "content": content}
    yield from _pictures(tree, setting)


def _pictures(tree: Tree, setting: Setting) -> Iterator[Block]:
    for node in tree:
        if isinstance(node, Element):
            number = image_number(node.attributes.get("src", "")) if node.name == "img" else None
            picture = setting.picture(number, node.attributes.get("alt", "")) if number else None
            yield from [picture] if picture else []
            yield from _pictures(node.children, setting)


def _heading(element: Element, setting: Setting, level: int) -> Iterator[Block]:
    """Inside of anything a heading is a line in bold: documents have no chapters in their tables."""
    if not words_of(element.children).strip():
        yield from _pictures(element.children, setting)
        return
    kind = {"is": "label"} if level else {"is": "heading", "level": int(element.name[1])}
    yield from _paragraph(element.children, setting, **kind)


def _label(element: Element, setting: Setting, _level: int) -> Iterator[Block]:
    yield from _paragraph(element.children, setting, **{"is": "label"})


def _list(element: Element, setting: Setting, level: int) -> Iterator[Block]:
    items = (list(_blocks([item], setting, level + 1)) for item in element.children if isinstance(item, Element))
    if filled := [item for item in items if item]:
        yield {"is": "list", "ordered": element.name == "ol", "items": filled}


def _nested(element: Element, setting: Setting, level: int) -> Iterator[Block]:
    if content := list(_blocks(element.children, setting, level + 1)):
        yield {"is": element.name, "content": content}


def _figure(element: Element, setting: Setting, level: int) -> Iterator[Block]:
    """Its caption belongs to the first picture, or to whatever else stands in it."""
    captions: Tree = [node for node in element.children if isinstance(node, Element) and node.name == "figcaption"]
    blocks = list(_blocks([node for node in element.children if node not in captions], setting, level))
    caption = runs_of(captions, setting)
    picture = next((block for block in blocks if block["is"] == "picture"), None)
    if caption and picture:
        picture["caption"] = caption
    elif caption:
        blocks.append({"is": "caption", "content": caption})
    yield from blocks


def _table(element: Element, setting: Setting, level: int) -> Iterator[Block]:
    for node in element.children:
        if isinstance(node, Element) and node.name == "caption":
            yield from _paragraph(node.children, setting, **{"is": "caption"})
    grid = grid_of(element)
    if grid is None:
        rows: Tree = [node for node in element.children if isinstance(node, Element) and node.name != "caption"]
        yield from _blocks(rows, setting, level + 1)
    elif grid.cells:
        cells = [{**cell.place, "content": list(_blocks([cell.element], setting, level + 1))} for cell in grid.cells]
        yield {"is": "table", "columns": grid.columns, "heads": grid.heads, "cells": cells}


def _code(element: Element, _setting: Setting, _level: int) -> Iterator[Block]:
    if (text := words_of(element.children)).strip():
        yield {"is": "code", "text": text}


def _rule(_element: Element, _setting: Setting, _level: int) -> Iterator[Block]:
    yield {"is": "rule"}


_WITH_LEVELS: Final = (_list, _nested, _table)
_MAKERS: Final[dict[str, Callable[[Element, Setting, int], Iterator[Block]]]] = {
    "h2": _heading,
    "h3": _heading,
    "h4": _heading,
    "dt": _label,
    "dd": _nested,
    "ul": _list,
    "ol": _list,
    "blockquote": _nested,
    "aside": _nested,
    "figure": _figure,
    "table": _table,
    "pre": _code,
    "hr": _rule,
}
