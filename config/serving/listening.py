"""The port of `serve`: taken before the long part of the start, asked until somebody answers."""

import errno
import http.client
import socket
import time
from urllib.parse import urlsplit

from config import env

# Web processes of a server that was killed need a moment to notice.
PATIENCE_SECONDS = 2.0


class PortTakenError(Exception):
    """Somebody else listens there."""


def bind(host: str, port: int) -> socket.socket:
    """A socket to be inherited. It does not listen yet: nobody shall wait here without an answer."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return bind_once(host, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            if time.monotonic() > deadline:
                raise PortTakenError from error
        time.sleep(0.1)


def bind_once(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        try:
            listener.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            bind_to_what_others_left(listener, host, port)
    except OSError:
        listener.close()
        raise
    return listener


def bind_to_what_others_left(listener: socket.socket, host: str, port: int) -> None:
    """
    Connections of a server that has ended are no hindrance. But for as long as nobody listens, Linux gives one port to
    all who ask in this way: so it holds for this one question, and the port is ours alone.
    """
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)


def answers(host: str, port: int) -> bool:
    """Whether the web server is up."""
    own_address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    probe = http.client.HTTPConnection(own_address, port, timeout=2)
    try:
        probe.request("GET", "/healthz", headers={"Host": urlsplit(env.CANONICAL_ADDRESS).netloc})
        return probe.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        probe.close()
