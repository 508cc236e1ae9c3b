"""Makes real lists of what word processors write in their place.

Word writes a paragraph with a level for each item, Word on the web a list of its own for each, Google Docs puts
lists directly into lists and says the level beside the item.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lxml import etree

from analysis.text.markup import names

Element = etree._Element

LISTS: Final = names("ul ol")
_DEEPEST: Final = 9  # as in Word
_LEVEL: Final = re.compile(r"\blevel([1-9])\b", re.IGNORECASE)
_COUNTER: Final = re.compile(r"\(?(?:\d+(?:\.\d+)*[.)]?|[^\W\d]{1,5}[.)])")
_PARAGRAPHS: Final = names("p div")


class _Item(NamedTuple):
    level: int
    tag: str
    element: Element


def style(element: Element) -> dict[str, str]:
    declarations = (declaration.partition(":") for declaration in element.get("style", "").lower().split(";"))
    return {name.strip(): value.strip() for name, _, value in declarations}


def is_marker(element: Element) -> bool:
    """A bullet or number that Word wrote as words."""
    return "mso-list" in element.get("style", "") and style(element).get("mso-list") == "ignore"


def restore_lists(root: Element) -> None:
    for parent in list(root.iter(etree.Element)):
        if parent.tag not in LISTS:
            for items, first in list(_regions(parent)):
                place = etree.Comment("")
                first.addprevious(place)
                _rebuild(items, place)


def _regions(parent: Element) -> Iterator[tuple[list[_Item], Element]]:
    """Items that follow each other with nothing but space between them, and the child they begin in."""
    region: list[_Item] = []
    first = parent
    for child in parent:
        items = _items(child)
        if region and not items and isinstance(child.tag, str):
            yield region, first
            region = []
        first = first if region else child
        region += items
        if region and (child.tail or "").strip():
            yield region, first
            region = []
    if region:
        yield region, first


def _items(element: Element) -> list[_Item]:
    """None of a list that is one already."""
    if element.tag in _PARAGRAPHS and (level := _word_level(element)):
        return [_Item(level, _word_list(element), element)]
    if element.tag == "li":
        return [_Item(_stated_level(element) or 1, "ul", element)]
    if element.tag in LISTS:
        return list(_list_items(element, 1)) if _is_broken(element) else []
    if element.tag == "div" and _holds_only_lists(element) and any(map(_is_broken, element)):
        return [item for part in element if part.tag in LISTS for item in _list_items(part, 1)]
    return []


def _word_level(paragraph: Element) -> int:
    if "mso-list" not in paragraph.get("style", ""):
        return 0
    level = _LEVEL.search(style(paragraph).get("mso-list", ""))
    return int(level[1]) if level else 0


def _word_list(paragraph: Element) -> str:
    markers = [element for element in paragraph.iter(etree.Element) if is_marker(element)]
    text = "".join("".join(marker.itertext()) for marker in markers).strip()
    return "ol" if _COUNTER.fullmatch(text) else "ul"


def _stated_level(item: Element) -> int:
    stated = item.get("data-aria-level") or item.get("aria-level") or ""
    return min(int(stated), _DEEPEST) if re.fullmatch(r"[1-9][0-9]{0,3}", stated) else 0


def _is_broken(part: Element) -> bool:
    return part.tag in LISTS and any(child.tag in LISTS or _stated_level(child) for child in part)


def _holds_only_lists(element: Element) -> bool:
    texts = [element.text, *(child.tail for child in element)]
    are_lists = all(child.tag in LISTS or not isinstance(child.tag, str) for child in element)
    return are_lists and not any((text or "").strip() for text in texts)


def _list_items(listing: Element, depth: int) -> Iterator[_Item]:
    for child in listing:
        if child.tag == "li":
            yield _Item(_stated_level(child) or min(depth, _DEEPEST), str(listing.tag), child)
        elif child.tag in LISTS:
            yield from _list_items(child, depth + 1)


def _rebuild(items: list[_Item], place: Element) -> None:
    """Before the place."""
    open_lists: list[tuple[int, Element]] = []
    after: list[str] = []
    for level, tag, element in items:
        while open_lists and (open_lists[-1][0] > level or _is_other(open_lists[-1], level, tag)):
            open_lists.pop()
        if not open_lists or open_lists[-1][0] < level:
            open_lists.append((level, _new_list(tag, open_lists, place)))
        after.append(element.tail or "")
        element.tail = None
        open_lists[-1][1].append(_as_item(element))
    place.tail = "".join(after) + (place.tail or "")


def _is_other(open_list: tuple[int, Element], level: int, tag: str) -> bool:
    return open_list[0] == level and open_list[1].tag != tag


def _new_list(tag: str, open_lists: list[tuple[int, Element]], place: Element) -> Element:
    listing = etree.Element(tag)
    if open_lists:
        open_lists[-1][1][-1].append(listing)
    else:
        place.addprevious(listing)
    return listing


def _as_item(element: Element) -> Element:
    if element.tag != "li":
        element.tag = "li"
        for marker in [inner for inner in element.iter(etree.Element) if is_marker(inner)]:
            marker.tag = "del"  # the list will count for itself
    return element
