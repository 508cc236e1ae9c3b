"""Readers, the desk and the clock, on a PostgreSQL that streams to another."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import close_old_connections, connections
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from analysis.models import SearchMiss, Topic
from config.database import PRIMARY, REPLICA, replica
from config.embedded.lease import ROOT, ensure_running, leave, wait_for
from config.replica.watching import BEHIND, SILENT, STRANGE, watch
from tests.config.streaming import Pair, databases, execute, streaming, url
from tests.config.test_embedded import postmaster
from tests.config.test_serve import asked, environment, load
from tests.factories import AuthorFactory, EditorFactory, TopicFactory, published, scheduled
from tests.front import front, get, hear

PAGES = {
    "/": 200,
    "/ru/": 200,
    "/budget/": 200,
    "/budget/a-text/": 200,
    "/budget/A-Text": 301,
    "/budget/no-such-text/": 404,
    "/nothing/like/it/": 404,
    "/authors/": 200,
    "/authors/ada/": 200,
    "/issues/": 200,
    "/archive/": 200,
    "/search/": 200,
    "/search/?q=cabinet&topic=budget": 200,
    "/search/titles/?q=cab": 200,
    "/feed.atom": 200,
    "/sitemap.xml": 200,
    "/robots.txt": 200,
}
NOTHING_FOUND = "/search/?q=qqqqq"


@pytest.fixture(scope="module")
def servers() -> Iterator[Pair]:
    with streaming() as pair:
        yield pair


@pytest.fixture(scope="module")
def site(servers: Pair, django_db_blocker: DjangoDbBlocker) -> Iterator[Pair]:
    """With one text, of yesterday."""
    with django_db_blocker.unblock(), databases(servers.primary, servers.replica):
        call_command("migrate", verbosity=0)
        topic, author = TopicFactory.create(slug="budget"), AuthorFactory.create(slug="ada")
        published(slug="a-text", topic=topic, author=author, at=timezone.now() - timedelta(days=1))
        yield servers


@pytest.fixture
def pair(site: Pair) -> Pair:
    """Both are up, and the replica has all there is."""
    ensure_running(site.primary)
    ensure_running(site.replica)
    watch.start()
    now = time.monotonic()
    assert eventually(lambda: has_replayed(now) and watch.may_be_read())
    return site


@pytest.fixture
def reader(pair: Pair) -> Client:
    return Client()


@pytest.fixture
def editor(pair: Pair) -> Client:
    client = Client()
    client.force_login(EditorFactory.create())
    return client


def has_replayed(moment: float) -> bool:
    """All that was committed by then, as far as the watch knows."""
    return watch.seen.fresh_at > moment


def eventually(condition: Callable[[], bool]) -> bool:
    wait_for(condition, seconds=30)
    return condition()


@contextmanager
def noted() -> Iterator[set[str]]:
    """Which of the two were asked something, by aliases."""
    aliases = set()

    def note(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: dict[str, Any]) -> Any:
        aliases.add(context["connection"].alias)
        return execute(sql, parameters, many, context)

    with connections[PRIMARY].execute_wrapper(note), connections[REPLICA].execute_wrapper(note):
        yield aliases


def answer(client: Client, path: str) -> tuple[int, set[str]]:
    """Its status, and who was asked."""
    close_old_connections()  # as between two requests
    with noted() as aliases:
        return client.get(path).status_code, aliases


@contextmanager
def nothing_replayed(pair: Pair) -> Iterator[None]:
    execute(pair.replica, "SELECT pg_wal_replay_pause()")
    state = "SELECT pg_get_wal_replay_pause_state()"
    assert eventually(lambda: execute(pair.replica, state) == "paused")
    try:
        yield
    finally:
        execute(pair.replica, "SELECT pg_wal_replay_resume()")


def told(reader: Client, name: str) -> float:
    lines = reader.get("/metrics").content.decode().splitlines()
    return float(next(line for line in lines if line.startswith(f"{name} ")).rpartition(" ")[2])


@pytest.mark.parametrize("path", PAGES)
def test_a_page_for_readers_asks_the_replica_alone(reader: Client, path: str) -> None:
    status, aliases = answer(reader, path)
    assert status == PAGES[path]
    assert aliases <= {REPLICA}


def test_whoever_is_signed_in_asks_the_primary_alone(editor: Client) -> None:
    for path in ("/", "/budget/a-text/", "/search/?q=cabinet", "/admin/"):
        assert answer(editor, path) == (200, {PRIMARY})


@pytest.mark.parametrize("path", ["/accounts/login/", "/admin/", "/readyz", "/metrics", "/preview/1-none/"])
def test_what_is_not_for_readers_never_asks_the_replica(reader: Client, path: str) -> None:
    assert REPLICA not in answer(reader, path)[1]


def test_what_a_search_notes_is_written_to_the_primary(reader: Client) -> None:
    assert answer(reader, NOTHING_FOUND) == (200, {PRIMARY, REPLICA})
    assert SearchMiss.objects.using(PRIMARY).filter(text="qqqqq").exists()


def test_staff_see_at_once_what_they_wrote_and_readers_before_long(reader: Client, editor: Client, pair: Pair) -> None:
    with nothing_replayed(pair):
        published(slug="written-now", topic=TopicFactory.create(slug="now"), at=timezone.now())
        assert answer(editor, "/now/written-now/") == (200, {PRIMARY})
        assert eventually(lambda: answer(reader, "/now/written-now/") == (200, {PRIMARY}))
        assert eventually(lambda: watch.seen.trouble == BEHIND)
        assert reader.get("/readyz").json()["warnings"] == ["the replica is behind"]
        assert told(reader, "barometer_replica_up") == 0
        assert told(reader, "barometer_replica_lag_seconds") > 1
    assert eventually(lambda: answer(reader, "/now/written-now/") == (200, {REPLICA}))
    assert told(reader, "barometer_replica_up") == 1


def test_after_a_change_that_was_told_nobody_reads_what_was_before(reader: Client, pair: Pair) -> None:
    with nothing_replayed(pair):
        published(slug="told-of", topic=TopicFactory.create(slug="told"), at=timezone.now())
        told_at = time.monotonic()
        watch.changed()
        assert answer(reader, "/told/told-of/") == (200, {PRIMARY})
        assert not has_replayed(told_at)
    assert eventually(lambda: has_replayed(told_at))
    assert answer(reader, "/told/told-of/") == (200, {REPLICA})


def test_no_page_of_before_a_change_gets_into_the_page_cache(pair: Pair) -> None:
    with front() as cached:
        assert b"heard-of" not in get(cached, "/budget/").body
        with nothing_replayed(pair):
            published(slug="heard-of", topic=Topic.objects.get(slug="budget"), at=timezone.now())
            hear(cached)
            made = get(cached, "/budget/")
            assert made.outcome == "fwd=miss"
            assert b"heard-of" in made.body


def test_an_idle_primary_is_no_lag(reader: Client, pair: Pair) -> None:
    last = execute(pair.replica, "SELECT now() - pg_last_xact_replay_timestamp()")
    seen = watch.seen.fresh_at
    assert eventually(lambda: has_replayed(seen + 2))
    assert execute(pair.replica, "SELECT now() - pg_last_xact_replay_timestamp()") > last
    assert answer(reader, "/") == (200, {REPLICA})


def test_a_schedule_comes_true_on_the_replica_with_nobody_else_there(reader: Client, pair: Pair) -> None:
    instant = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    scheduled(slug="to-come", topic=TopicFactory.create(slug="coming"), go_live_at=instant, at=timezone.now())
    decided = time.monotonic()
    assert eventually(lambda: has_replayed(decided))
    leave(pair.primary)
    assert eventually(lambda: watch.seen.is_alone)
    assert status_at(instant - timedelta(microseconds=1), reader) == (404, {REPLICA})
    assert status_at(instant, reader) == (200, {REPLICA})


def status_at(instant: datetime, reader: Client) -> tuple[int, set[str]]:
    with time_machine.travel(instant, tick=False):
        return answer(reader, "/coming/to-come/")


def test_readers_read_on_without_the_primary(reader: Client, pair: Pair) -> None:
    leave(pair.primary)
    assert eventually(lambda: watch.seen.is_alone)
    for path, status in PAGES.items():
        assert answer(reader, path)[0] == status
    assert answer(reader, NOTHING_FOUND) == (200, {REPLICA})


def test_readers_read_on_without_the_replica(reader: Client, pair: Pair) -> None:
    leave(pair.replica)
    assert answer(reader, "/budget/a-text/") == (200, {PRIMARY})
    assert not watch.may_be_read()
    assert eventually(lambda: reader.get("/readyz").json()["warnings"] == [SILENT])
    ensure_running(pair.replica)
    assert eventually(lambda: answer(reader, "/budget/a-text/") == (200, {REPLICA}))


def test_a_page_whose_replica_breaks_off_is_finished_by_the_primary(reader: Client, pair: Pair) -> None:
    with breaking_off(pair, after=2):
        assert answer(reader, "/budget/a-text/") == (200, {PRIMARY, REPLICA})
    assert eventually(lambda: answer(reader, "/budget/a-text/") == (200, {REPLICA}))


@contextmanager
def breaking_off(pair: Pair, *, after: int) -> Iterator[None]:
    """After so many statements."""
    left = after

    def break_off(ask: Callable[..., Any], sql: str, parameters: Any, many: bool, context: dict[str, Any]) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            pid = context["connection"].connection.info.backend_pid
            execute(pair.replica, f"SELECT pg_terminate_backend({pid}, 5000)")
        return ask(sql, parameters, many, context)

    with connections[REPLICA].execute_wrapper(break_off):
        yield


def test_no_request_fails_when_the_replica_is_killed_under_load(pair: Pair, tmp_path: Path) -> None:
    with serving(pair, tmp_path) as port:
        assert eventually(lambda: pages_from("replica", port) > 0)
        with load(port) as statuses:
            os.kill(postmaster(pair.replica), signal.SIGKILL)
            assert eventually(lambda: pages_from("primary", port) > 0)
            ensure_running(pair.replica)
            before = pages_from("replica", port)
            assert eventually(lambda: pages_from("replica", port) > before)
        assert set(statuses) == {200}


@contextmanager
def serving(pair: Pair, folder: Path) -> Iterator[int]:
    """Gunicorn by itself, as in production, but with static files as they are: its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
    named = {"DATABASE_URL": url(pair.primary), "REPLICA_URL": url(pair.replica), "DEBUG": "1", "LOG_FORMAT": "text"}
    command = [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment(folder, port, **named))
    try:
        assert eventually(lambda: asked(port, "/healthz") == 200)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def pages_from(database: str, port: int) -> float:
    """So many readers got, of whom this asks to be one."""
    asked(port, "/")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as response:
        lines = response.read().decode().splitlines()
    name = f'barometer_reader_pages_total{{database="{database}"}} '
    return sum(float(line.removeprefix(name)) for line in lines if line.startswith(name))


def test_a_server_that_is_no_replica_is_not_read(reader: Client, pair: Pair) -> None:
    with databases(pair.primary, pair.primary):
        assert answer(Client(), "/") == (200, {PRIMARY})
        assert eventually(lambda: watch.seen.trouble == STRANGE)
        assert answer(Client(), "/") == (200, {PRIMARY})


def test_an_address_that_is_none_is_said_with_its_name() -> None:
    with pytest.raises(ImproperlyConfigured, match="REPLICA_URL is not a PostgreSQL address"):
        replica("postgresql//")
