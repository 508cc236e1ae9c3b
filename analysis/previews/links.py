"""Keeps a reader's page within the preview it is shown in."""

import re
from collections.abc import Callable

from django.conf import settings

# Pages and pictures write attributes in double quotes; what stands in one may hold any other character.
TAG = re.compile(r"""<(?:a|form)\b(?:[^>"']|"[^"]*+"|'[^']*+')*+>""")
ADDRESS = re.compile(r"""(\s(?:href|action)=")(/(?!/)[^"]*)""")
# Files, and rooms that are not the readers'.
ELSEWHERE = (settings.STATIC_URL, settings.MEDIA_URL, "/images/", "/admin/", "/accounts/")


def led_through(html: str, address_of: Callable[[str], str]) -> str:
    """Every root-relative link and form led to the address that `address_of` gives for it; nothing else changes."""
    return TAG.sub(lambda tag: ADDRESS.sub(lambda found: _led(found, address_of), tag[0]), html)


def _led(found: re.Match[str], address_of: Callable[[str], str]) -> str:
    opening, address = found.groups()
    return found[0] if address.startswith(ELSEWHERE) else opening + address_of(address)
