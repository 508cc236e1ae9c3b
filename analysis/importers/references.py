"""What raw HTML refers to."""

from urllib.parse import unquote, urlsplit

from analysis.text.body_rules import address
from analysis.text.paths import canonical_path
from analysis.text.sanitising import written_addresses


def image_sources(html: str) -> list[str]:
    """Each once, in the form in which `clean_body` asks for its new address."""
    return written_addresses(html, element="img", attribute="src")


def internal_links(html: str) -> list[str]:
    """Each root-relative link once, in the form in which `clean_body` leaves it."""
    links = map(address, written_addresses(html, element="a", attribute="href"))
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
