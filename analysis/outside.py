"""The one door through which the web processes ask somebody outside: where, how long and how much is decided here."""

import http.client
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

SECONDS: Final = 5
LARGEST_ANSWER: Final = 64 * 1024
LOOPBACK: Final = ("127.0.0.1", "localhost")


class OutsideError(Exception):
    """Nothing came of it; why, in a few words and without any secret."""


def post(address: str, *, headers: Mapping[str, str], body: bytes) -> bytes:
    """
    To an address that an administrator has set, never to one that somebody typed into a page. No redirect is followed.

    Raises OutsideError.
    """
    place = urlsplit(address)
    if place.scheme != "https" and place.hostname not in LOOPBACK:
        raise OutsideError(f"{place.hostname} is not asked without TLS")
    kind = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
    connection = kind(place.netloc, timeout=SECONDS)
    try:
        connection.request("POST", place.path or "/", body=body, headers=dict(headers))
        answer = connection.getresponse()
        said = answer.read(LARGEST_ANSWER)
    except (OSError, http.client.HTTPException) as error:
        raise OutsideError(f"{place.hostname} does not answer: {type(error).__name__}") from error
    finally:
        connection.close()
    if answer.status >= http.HTTPStatus.MULTIPLE_CHOICES:
        raise OutsideError(f"{place.hostname} says {answer.status}")
    return said
