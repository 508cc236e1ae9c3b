"""Pictures and links of a cleaned body."""

import re
from collections.abc import Callable
from html import escape

from analysis.text.markup import Token, image_number, tokens


def image_ids(html: str) -> list[int]:
    """Each picture's number once, in order of appearance."""
    if "<img" not in html:
        return []
    numbers = (image_number(token.attributes.get("src", "")) for token in tokens(html) if token.name == "img")
    return list(dict.fromkeys(number for number in numbers if number is not None))


def with_pictures(html: str, picture: Callable[[int, str], str]) -> str:
    """Every image replaced by the safe HTML that `picture` makes of its number and alternative text."""
    if "<img" not in html:
        return html
    return "".join(_pictured(token, picture) for token in tokens(html))


def internal_links(html: str) -> list[str]:
    """Each root-relative address once, in order of appearance, as written: with query and fragment."""
    if 'href="/' not in html:
        return []
    links = (_link(token) for token in tokens(html))
    return list(dict.fromkeys(link for link in links if link.startswith("/")))


def internal_paths(html: str) -> list[str]:
    """The same without query and fragment."""
    return [re.split(r"[?#]", link)[0] for link in internal_links(html)]


def rewrite_links(html: str, new_address: Callable[[str], str | None]) -> str:
    """Every link led to its new address, or left alone where that is None.

    The result is for `clean_body`: nobody has looked at the new addresses yet.
    """
    return "".join(_relinked(token, new_address) for token in tokens(html))


def _pictured(token: Token, picture: Callable[[int, str], str]) -> str:
    if token.name != "img":
        return token.source
    attributes = token.attributes
    number = image_number(attributes.get("src", ""))
    return "" if number is None else picture(number, attributes.get("alt", ""))


def _link(token: Token) -> str:
    return token.attributes.get("href", "") if token.name == "a" else ""


def _relinked(token: Token, new_address: Callable[[str], str | None]) -> str:
    address = new_address(old) if (old := _link(token)) else None
    if address is None:
        return token.source
    attributes = token.attributes | {"href": address}
    written = (f'{name}="{escape(value)}"' for name, value in attributes.items())
    return f"<a {' '.join(written)}>"
