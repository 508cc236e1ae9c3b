"""Asking the site through its page cache, as the web server does."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, NamedTuple

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from analysis.frontend_cache.line import CHANNEL
from config.front import Front


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def outcome(self) -> str:
        """hit, fwd=miss or nothing where the cache had no part in it."""
        return self.headers.get("Cache-Status", "").partition("; ")[2].partition(";")[0]

    @property
    def seconds_left(self) -> int:
        return int(self.headers["Cache-Status"].rpartition("ttl=")[2])


class Counted:
    """Django, and how often it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._django = WSGIHandler()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.asked.append(environ["PATH_INFO"])
        return self._django(environ, start_response)


@contextmanager
def front(*, room: int = 4_000_000) -> Iterator[Front]:
    """One with its line to the test database, which has been heard of already."""
    made = Front(Counted(), room=room)
    try:
        if room:
            made.line.start()
            hear(made)
        yield made
    finally:
        made.line.stop()


def hear(front: Front) -> None:
    """Until everything that has been committed is known to it."""
    word = f"a-word-{secrets.token_hex(8)}"
    for glance in range(1000):
        if glance % 50 == 0:  # at first nobody may be listening
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, word])
        # The first purge is of everything, and forgets words.
        if word in front.purges._last:
            return
        front.line._stopping.wait(0.02)
    raise AssertionError("the page cache does not hear of changes")


def get(front: Front, address: str, *, method: str = "GET", **headers: str) -> Answer:
    path, _, query = address.partition("?")
    told: list[Any] = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "testserver",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        **headers,
    }
    parts = front(environ, lambda *said: told.extend(said))
    body = b"".join(parts)
    if hasattr(parts, "close"):
        parts.close()
    return Answer(int(told[0][:3]), dict(told[1]), body)
