"""
A content delivery network in front of the site: what it is told of a page's life, and of changes that nobody planned.

Pages end there by themselves at the next planned change, as everywhere. Which network it is, CDN_URL says.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from analysis.frontend_cache.keeping import SITE
from analysis.outside import post

Headers = list[tuple[str, str]]


class CDN(Protocol):
    # Tags that one request may name; more of them are purged by several.
    at_once: int

    def headers(self, tags: Iterable[str], *, seconds: int) -> Headers:
        """Of a page that holds for so many seconds."""

    def purge(self, tags: Sequence[str]) -> None:
        """Pages with any of these. Raises OutsideError."""


class Nobody:
    """No network: what stands in front keeps pages for their second only."""

    at_once = 1

    def headers(self, tags: Iterable[str], *, seconds: int) -> Headers:
        return []

    def purge(self, tags: Sequence[str]) -> None:
        return None


class Cloudflare:
    """`cloudflare://TOKEN@ZONE`. The token needs the permission to purge, and no other."""

    at_once = 30

    def __init__(self, token: str, zone: str, *, api: str = "https://api.cloudflare.com/client/v4") -> None:
        self.address = f"{api}/zones/{zone}/purge_cache"
        self.token = token

    def headers(self, tags: Iterable[str], *, seconds: int) -> Headers:
        return [("Cloudflare-CDN-Cache-Control", f"max-age={seconds}"), ("Cache-Tag", ",".join(sorted(tags)))]

    def purge(self, tags: Sequence[str]) -> None:
        what: dict[str, object] = {"purge_everything": True} if SITE in tags else {"tags": list(tags)}
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        post(self.address, headers=headers, body=json.dumps(what).encode())


class Fastly:
    """`fastly://TOKEN@SERVICE`."""

    at_once = 256

    def __init__(self, token: str, service: str, *, api: str = "https://api.fastly.com") -> None:
        self.address = f"{api}/service/{service}"
        self.token = token

    def headers(self, tags: Iterable[str], *, seconds: int) -> Headers:
        return [("Surrogate-Control", f"max-age={seconds}"), ("Surrogate-Key", " ".join(sorted(tags)))]

    def purge(self, tags: Sequence[str]) -> None:
        headers = {"Fastly-Key": self.token}
        if SITE in tags:
            post(f"{self.address}/purge_all", headers=headers, body=b"")
        else:
            post(f"{self.address}/purge", headers=headers | {"Surrogate-Key": " ".join(tags)}, body=b"")


NETWORKS: Final[dict[str, Callable[[str, str], CDN]]] = {"cloudflare": Cloudflare, "fastly": Fastly}


def cdn_of(address: str) -> CDN:
    """Of CDN_URL; Nobody where it is empty."""
    if not address:
        return Nobody()
    place = urlsplit(address)
    if place.scheme not in NETWORKS or not place.username or not place.hostname:
        forms = " or ".join(f"{name}://TOKEN@ID" for name in NETWORKS)
        raise ImproperlyConfigured(f"CDN_URL must have the form {forms}.")
    # The host part of an address knows no capitals; keys do.
    key = place.netloc.rpartition("@")[2]
    return NETWORKS[place.scheme](unquote(place.username), key)
