"""The elements of a cleaned body, one in the other."""

from dataclasses import dataclass, field
from html import unescape

from analysis.text.markup import VOID, tokens

Tree = list["str | Element"]


@dataclass(frozen=True, eq=False)
class Element:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: Tree = field(default_factory=list)


def tree_of(html: str) -> Tree:
    open_elements = [Element("body")]
    for token in tokens(html):
        if not token.name:
            open_elements[-1].children.append(unescape(token.source))
        elif not token.is_end:
            element = Element(token.name, token.attributes)
            open_elements[-1].children.append(element)
            open_elements += [element] if token.name not in VOID else []
        elif len(open_elements) > 1:
            open_elements.pop()
    return open_elements[0].children


def words_of(tree: Tree) -> str:
    return "".join(node if isinstance(node, str) else words_of(node.children) for node in tree)
