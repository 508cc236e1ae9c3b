"""The site as visitors meet it: nginx with our own configuration, before our own gunicorn, over the test database."""

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import Message
from pathlib import Path
from typing import NamedTuple

from django.db import connection
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from psycopg.conninfo import make_conninfo

from config.embedded.lease import ROOT, wait_for
from tests.nginx import nginx, ours

GUNICORN = (sys.executable, "-m", "gunicorn", "--config=python:config.gunicorn")


class Answer(NamedTuple):
    status: int
    headers: Message
    body: bytes

    asked_at: datetime
    got_at: datetime

    @property
    def edge(self) -> str:
        """What the edge says of its part: `hit`, `fwd=stale` …"""
        said = (self.headers.get_all("Cache-Status") or [""])[-1]
        return said.removeprefix("Edge; ") if said.startswith("Edge; ") else ""

    def says(self, words: str) -> bool:
        return self.status == 200 and words.encode() in self.body


class Edge:
    def __init__(self, place: Path) -> None:
        self.place = place
        self.port, self.behind = free_port(), free_port()
        self.application: subprocess.Popen[bytes] | None = None

    def get(self, path: str, *, method: str = "GET", **headers: str) -> Answer:
        """Headers' names with `_` for `-`."""
        return asked(self.port, path, method=method, **headers)

    def pages_given(self, *outcomes: str) -> int:
        """How often the application answered with a page that may be kept."""
        told = asked(self.behind, "/metrics", Host=f"127.0.0.1:{self.port}").body.decode()
        samples = [sample for family in text_string_to_metric_families(told) for sample in family.samples]
        assert any(sample.name == "barometer_memory_bytes" for sample in samples)
        pages = [sample for sample in samples if sample.name == "barometer_pages_total"]
        return sum(int(page.value) for page in pages if page.labels["outcome"] in outcomes)

    def start_application(self) -> None:
        given = {
            "DJANGO_SETTINGS_MODULE": "tests.plain_static",
            "DATABASE_URL": address_of_the_database(),
            "DATA_DIR": str(self.place / "data"),
            "SECRET_KEY": "a key of this test alone",
            "HOST": "127.0.0.1",
            "PORT": str(self.behind),
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "TRUSTED_PROXIES": "127.0.0.1",
            "WEB_CONCURRENCY": "1",
            "DEBUG": "0",
            "PAGE_CACHE_MEGABYTES": "24",
        }
        with (self.place / "gunicorn.log").open("ab") as log:
            self.application = subprocess.Popen(GUNICORN, cwd=ROOT, env={**os.environ, **given}, stderr=log)
        wait_for(lambda: answers(self.behind, "/healthz"), seconds=60)

    def stop_application(self) -> None:
        if self.application:
            self.application.terminate()
            self.application.wait(30)
            self.application = None

    def until(self, path: str, is_so: Callable[[Answer], bool]) -> list[Answer]:
        """Answers until the first that is so."""
        seen: list[Answer] = []

        def ask() -> bool:
            seen.append(self.get(path))
            return is_so(seen[-1])

        assert soon(ask)
        return seen

    @contextmanager
    def nginx(self) -> Iterator[None]:
        with nginx(self.place, ours(self.place, port=self.port, behind=self.behind)):
            wait_for(lambda: answers(self.port, "/healthz"), seconds=30)
            yield


@contextmanager
def edge(place: Path) -> Iterator[Edge]:
    site = Edge(place)
    try:
        site.start_application()
        with site.nginx():
            yield site
    finally:
        site.stop_application()


def asked(port: int, path: str, *, method: str = "GET", **headers: str) -> Answer:
    asked_at = timezone.now()
    visitor = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        visitor.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = visitor.getresponse()
        return Answer(response.status, response.headers, response.read(), asked_at, timezone.now())
    finally:
        visitor.close()


def answers(port: int, path: str) -> bool:
    try:
        return bool(asked(port, path).status)
    except OSError:
        return False


def soon(condition: Callable[[], bool]) -> bool:
    """Whether it comes true; it is asked no more often than it takes."""
    told = False

    def ask() -> bool:
        nonlocal told
        told = condition()
        return told

    wait_for(ask, seconds=20)
    return told


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def address_of_the_database() -> str:
    parameters = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    return make_conninfo(**{name: parameters[name] for name in names if parameters.get(name)})
