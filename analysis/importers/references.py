"""What raw HTML refers to. Every pattern stops at the next tag, so that no text makes it look twice."""

import re
from html import unescape
from typing import Final
from urllib.parse import unquote, urlsplit

from analysis.text.body_rules import address
from analysis.text.paths import canonical_path
from analysis.text.slugs import normalise

_VALUE: Final = r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))"""
_SOURCE: Final = re.compile(rf"<img\b[^<>]*?\bsrc{_VALUE}", re.IGNORECASE)
_LINK: Final = re.compile(rf"<a\b[^<>]*?\bhref{_VALUE}", re.IGNORECASE)


def image_sources(html: str) -> list[str]:
    """Each once, in the form in which `clean_body` asks for its new address."""
    return list(dict.fromkeys(_values(_SOURCE, html)))


def internal_links(html: str) -> list[str]:
    """Each root-relative link once, in the form in which `clean_body` leaves it."""
    links = (address(value) for value in _values(_LINK, html))
    return list(dict.fromkeys(link for link in links if link and link.startswith("/")))


def path_of(link: str) -> str:
    """As a request for it would be looked up; nothing for what has no path of its own."""
    try:
        path = canonical_path(unquote(urlsplit(link).path))
    except ValueError:
        return ""
    return path if path != "/" else ""


def led_to(path: str, link: str) -> str:
    """The link with another path; the rest, from its question mark or number sign on, stays."""
    return urlsplit(link)._replace(path=path).geturl()


def _values(pattern: re.Pattern[str], html: str) -> list[str]:
    return [normalise(unescape("".join(groups))) for groups in pattern.findall(html)]
