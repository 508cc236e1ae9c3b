"""Words of a text as the typesetter knows them: strings, and runs with a meaning of their own."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urljoin

from analysis.printing.notes import note_letter
from analysis.printing.trees import Element, Tree, words_of

Block = dict[str, Any]
# A string, or a block with a `content` of the same kind.
Run = Any

# Deeper than any text goes; the typesetter counts levels, too.
MAX_LEVELS: Final = 6
KINDS: Final = {
    "strong": "strong",
    "em": "em",
    "cite": "em",
    "code": "code",
    "kbd": "code",
    "sup": "sup",
    "sub": "sub",
    "small": "small",
    "br": "break",
}
# What browsers put around a quotation.
QUOTES: Final = {"en": ("“", "”"), "ru": ("«", "»"), "be": ("«", "»")}
_WHITE_SPACE: Final = re.compile(r"[ \t\n\r\f]+")
_LANGUAGE: Final = re.compile(r"([A-Za-z]{2,3})(?:-|\Z)")


@dataclass(frozen=True, kw_only=True)
class Setting:
    """
    What one text is written in, and refers to: `site`, where its links begin; `sources`, how many there are; `picture`,
    by number.

    Two fill while the text is read: `letters`, each address that a link leads to with the letter of its note, and
    `marked`, the sources that a mark in the text leads to.
    """

    language: str
    site: str
    sources: int
    picture: Callable[[int, str], Block | None]
    letters: dict[str, str] = field(default_factory=dict)
    marked: set[int] = field(default_factory=set)


def runs_of(tree: Tree, setting: Setting) -> list[Run]:
    return _trimmed(list(_runs(tree, setting, 0)))


def in_language(block: Block, element: Element) -> Block:
    language = language_code(element.attributes.get("lang", ""))
    return {**block, "lang": language} if language and "lang" not in block else block


def language_code(tag: str) -> str:
    """Of a language tag, as the typesetter takes it: two or three letters; empty for anything else."""
    match = _LANGUAGE.match(tag)
    return match[1].lower() if match else ""


def _runs(tree: Tree, setting: Setting, level: int) -> Iterator[Run]:
    for node in tree:
        if isinstance(node, str):
            yield _WHITE_SPACE.sub(" ", node)
        elif node.name != "img":
            content = list(_runs(node.children, setting, level + 1))
            run = _run(node, content, setting) if level < MAX_LEVELS else None
            yield from [in_language(run, node)] if run else content


def _run(element: Element, content: list[Run], setting: Setting) -> Block | None:
    """None where the words are all there is."""
    if element.name == "a":
        return _link(element, content, setting)
    if element.name == "q":
        before, after = QUOTES[setting.language]
        return {"is": "span", "content": [before, *content, after]}
    if element.name in KINDS:
        return {"is": KINDS[element.name], "content": content}
    return {"is": "span", "content": content} if "lang" in element.attributes else None


def _link(element: Element, content: list[Run], setting: Setting) -> Block | None:
    if number := int(element.attributes.get("data-source", 0)):
        return _mark(number, content, setting)
    address = element.attributes.get("href", "#")
    if address.startswith("#"):
        return None
    to = urljoin(setting.site, address)
    note = note_letter(to, words_of(element.children), setting.letters)
    return {"is": "link", "to": to, "content": content, "note": note}


def _mark(number: int, content: list[Run], setting: Setting) -> Block | None:
    """The first one of each source is what the source leads back to."""
    if number > setting.sources:
        return None
    first = number not in setting.marked
    setting.marked.add(number)
    return {"is": "note", "number": number, "first": first, "content": content}


def _trimmed(content: list[Run]) -> list[Run]:
    """Without white space at its ends; empty if there is nothing else."""
    while content and isinstance(content[0], str) and not content[0].strip(" "):
        content = content[1:]
    while content and isinstance(content[-1], str) and not content[-1].strip(" "):
        content = content[:-1]
    if content and isinstance(content[0], str):
        content[0] = content[0].lstrip(" ")
    if content and isinstance(content[-1], str):
        content[-1] = content[-1].rstrip(" ")
    return content
