"""What variables of the environment may say: each refuses a mistake in words that tell what to write instead."""

import ipaddress
from collections.abc import Iterable
from typing import Final
from urllib.parse import SplitResult, urlsplit

from environs import ValidationError

from accounts.zones import time_zones

# Nobody says these in an address, so that the one form of an address has none of them.
USUAL_PORTS: Final = {"http": 80, "https": 443}


def site(address: str) -> str:
    """
    SITE_URL as browsers say it: a host in small letters of ASCII, no port that goes without saying. In another form no
    request would ever be taken for one to the canonical address, and each would be redirected for ever.
    """
    if not address:
        return ""
    try:
        return _site(urlsplit(address.rstrip("/")))
    except ValueError:  # of a port that is none, or a name that no host can have
        raise _no_site() from None


def _site(parts: SplitResult) -> str:
    is_more = any((parts.path, parts.query, parts.fragment, parts.username))
    if parts.scheme not in USUAL_PORTS or not parts.hostname or is_more:
        raise _no_site()
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname.encode("idna").decode()
    port = f":{parts.port}" if parts.port and parts.port != USUAL_PORTS[parts.scheme] else ""
    return f"{parts.scheme}://{host}{port}"


def _no_site() -> ValidationError:
    return ValidationError("It must be scheme and host, such as https://weekly.example.org.")


def hosts(named: Iterable[str]) -> None:
    for host in named:
        if "/" in host:
            raise ValidationError(f"{host} is no host: write it without scheme and path, such as www.example.org.")


def networks(named: Iterable[str]) -> None:
    for network in named:
        try:
            ipaddress.ip_network(network)
        except ValueError as error:
            raise ValidationError(f"{error}: write addresses or networks, such as 10.0.0.5,10.1.0.0/16.") from None


def zone(name: str) -> None:
    """In the letters that its name has: another machine may tell small ones from capitals."""
    if name and name not in time_zones():
        raise ValidationError(f"There is no zone {name}: write one such as Europe/Warsaw.")


def contact(address: str) -> None:
    if address and not address.startswith(("mailto:", "https://")):
        raise ValidationError("It must begin with mailto: or https://, such as mailto:security@example.org.")
