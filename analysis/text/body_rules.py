"""What may stand in a body: the elements, their attributes, the form of every value."""

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import Final
from urllib.parse import urljoin

from analysis.text.markup import BLOCKS, fold_white_space, image_number, names
from analysis.text.slugs import normalise

AttributeRule = Callable[[str], str | None]

ELEMENTS: Final = BLOCKS | names("a strong em code br img sup sub q cite abbr small kbd span")
LEFT_OUT_WITH_CONTENT: Final = names(
    "script style title template noscript iframe object svg math select textarea audio video canvas"
)
_CONTAINERS: Final = names("div section article header footer main nav address center details summary")
STANDARD_NAMES: Final = {
    "b": "strong",
    "i": "em",
    "h1": "h2",
    "h5": "h4",
    "h6": "h4",
    # Simply left out, they would glue their last word to the next one's first.
    **dict.fromkeys(_CONTAINERS, "p"),
}

_WITH_LANGUAGE: Final = BLOCKS - {"hr"} | names("a span q cite abbr")
_OF_ONE_ELEMENT: Final = {
    "a": {"href", "title", "data-source"},
    "abbr": {"title"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
ATTRIBUTES: Final[Mapping[str, AbstractSet[str]]] = {
    element: _OF_ONE_ELEMENT.get(element, set()) | ({"lang"} if element in _WITH_LANGUAGE else set())
    for element in _WITH_LANGUAGE | set(_OF_ONE_ELEMENT)
} | {"*": set()}  # else the sanitiser's own defaults come back

_ADDRESS: Final = re.compile(r"https?://[^\s\\/?#][^\s\\]*|mailto:[^\s\\]+|/(?![/\\])[^\s\\]*|#[^\s\\]*", re.IGNORECASE)


def without_markup(text: str) -> str:
    """A title, standfirst or caption on one line. It stays text: "<b>" in it is three characters."""
    return fold_white_space(normalise(text))


def address(value: str) -> str | None:
    """A link's address as a browser would read it; None unless it is harmless and complete."""
    read = re.sub(r"[\t\n\r]", "", value).strip().replace(" ", "%20")
    return read if _ADDRESS.fullmatch(read) and _can_be_joined(read) else None


def _can_be_joined(read: str) -> bool:
    """Feeds and paper join it with the page's own, which refuses hosts like "[a" and "℀"."""
    try:
        urljoin("https://example.org/", read)
    except ValueError:
        return False
    return True


def image_address(value: str) -> str | None:
    return value if image_number(value) else None


def _only(pattern: str) -> AttributeRule:
    form = re.compile(pattern)
    return lambda value: value if form.fullmatch(value) else None


RULES: Final[dict[str, AttributeRule]] = {
    "href": address,
    "src": image_address,
    "alt": without_markup,
    "title": lambda value: without_markup(value) or None,
    "lang": _only(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}"),
    "colspan": _only(r"[1-9][0-9]{0,2}"),
    "rowspan": _only(r"[1-9][0-9]{0,2}"),
    "scope": _only(r"col|row|colgroup|rowgroup"),
    "data-source": _only(r"[1-9][0-9]{0,8}"),
}
