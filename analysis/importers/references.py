"""What raw HTML refers to."""

from itertools import chain
from typing import Final
from urllib.parse import unquote, urlsplit

from analysis.text.body_rules import address
from analysis.text.paths import canonical_path
from analysis.text.sanitising import written_addresses

_EMBEDDING: Final = {"iframe": "src", "video": "src", "audio": "src", "embed": "src", "object": "data"}


def image_sources(html: str) -> list[str]:
    """Each once, in the form in which `clean_body` asks for its new address."""
    return written_addresses(html, element="img", attribute="src")


def internal_links(html: str) -> list[str]:
    """Each link within the site or the text once, in the form in which `clean_body` leaves it."""
    links = map(address, written_addresses(html, element="a", attribute="href"))
    return list(dict.fromkeys(link for link in links if link and link.startswith(("/", "#"))))


def is_dead(link: str) -> bool:
    """Bodies have no places to be led to but the footnotes that we write."""
    return link.startswith("#") and not link.startswith("#source-")


def embedded(html: str) -> list[str]:
    """Films, recordings, boxes of other sites: of these a body shows nothing."""
    found = (written_addresses(html, element=name, attribute=place) for name, place in _EMBEDDING.items())
    return list(dict.fromkeys(chain.from_iterable(found)))


def path_of(link: str) -> str:
    """As a request for it would be looked up; nothing for what has no path of its own."""
    try:
        path = canonical_path(unquote(urlsplit(link).path))
    except ValueError:
        return ""
    # A NUL, which no database takes, is part of nobody's address.
    return "" if path == "/" or "\0" in path else path


def led_to(path: str, link: str) -> str:
    """The link with another path; the rest, from its question mark or number sign on, stays."""
    return urlsplit(link)._replace(path=path).geturl()
