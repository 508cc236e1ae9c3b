"""The one door through which the web processes ask somebody outside: where, how long and how much is decided here."""

import http.client
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Timer
from typing import Final
from urllib.parse import urlsplit

SECONDS: Final = 5
LARGEST_ANSWER: Final = 64 * 1024
LOOPBACK: Final = ("127.0.0.1", "localhost")


class OutsideError(Exception):
    """Nothing came of it; why, in a few words and without any secret."""


def post(address: str, *, headers: Mapping[str, str], body: bytes, seconds: float = SECONDS) -> bytes:
    """
    To an address that an administrator has set, never to one that somebody typed into a page. No redirect is followed.

    What has not come to its end after so many seconds is given up, also where a word of it comes now and then.
    Raises OutsideError.
    """
    place = urlsplit(address)
    if place.scheme != "https" and place.hostname not in LOOPBACK:
        raise OutsideError(f"{place.hostname} is not asked without TLS")
    kind = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
    connection = kind(place.netloc, timeout=seconds)
    try:
        connection.connect()
        with _hung_up_after(seconds, connection.sock):
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


@contextmanager
def _hung_up_after(seconds: float, line: socket.socket) -> Iterator[None]:
    """Whoever still waits for the next word then is told that there is none: each word alone may be quick enough."""
    end = Timer(seconds, _hang_up, [line])
    end.start()
    try:
        yield
    finally:
        end.cancel()


def _hang_up(line: socket.socket) -> None:
    with suppress(OSError):  # The other side was quicker.
        line.shutdown(socket.SHUT_RDWR)
