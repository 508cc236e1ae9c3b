"""Addresses as their owners publish them: no redirect in front, nothing behind that follows a reader."""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

_MAX_REDIRECTS: Final = 5
_TRACKING: Final = re.compile(r"(?:utm_[a-z0-9_]+|fbclid|gclid|yclid)(?:=|$)", re.IGNORECASE)
# Where office programs and mail lead their links through, and the parameter that holds the real address.
_REDIRECTS: Final = (
    (re.compile(r"(?:www\.)?google\.[a-z.]{2,6}/url", re.IGNORECASE), ("q", "url")),
    (re.compile(r"[a-z0-9.-]+\.safelinks\.protection\.outlook\.com/?", re.IGNORECASE), ("url",)),
    (re.compile(r"lm?\.facebook\.com/l\.php", re.IGNORECASE), ("u",)),
)


def plain_address(address: str) -> str:
    for _ in range(_MAX_REDIRECTS):
        target = _target(address)
        if target is None:
            break
        address = target
    return _without_tracking(address)


def _target(address: str) -> str | None:
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    place = parts.netloc + parts.path
    for redirect, parameters in _REDIRECTS:
        if redirect.fullmatch(place):
            values = dict(pair.partition("=")[::2] for pair in reversed(parts.query.split("&")))
            targets = (unquote(values.get(name, "")) for name in parameters)
            return next((target for target in targets if target.lower().startswith(("http://", "https://"))), None)
    return None


def _without_tracking(address: str) -> str:
    place, mark, rest = address.partition("?")
    query, hash_sign, fragment = rest.partition("#")
    if not mark or "#" in place:
        return address
    kept = "&".join(pair for pair in query.split("&") if not _TRACKING.match(pair))
    return place + (f"?{kept}" if kept else "") + hash_sign + fragment
