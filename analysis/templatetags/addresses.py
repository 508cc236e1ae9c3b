from urllib.parse import urljoin, urlsplit

from django import template
from django.conf import settings

register = template.Library()


@register.filter
def absolute(path: str) -> str:
    """With the site's canonical address in front, whatever the visitor's request said."""
    # Most are paths, and pages have dozens of them; a picture may be on another host.
    is_path = path.startswith("/") and not path.startswith("//")
    return f"{settings.SITE_URL}{path}" if is_path else urljoin(settings.SITE_URL, path)


@register.filter
def web_address(address: str) -> str:
    """The address if it may be followed from a page: nothing but http and https (stored data may be old)."""
    return address if address.lower().startswith(("https://", "http://")) else ""


@register.filter
def host(address: str) -> str:
    """What a reader recognises an address by: "example.org"."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
