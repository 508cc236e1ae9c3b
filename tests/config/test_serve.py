"""The whole command, as somebody at a terminal meets it."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest

from config.embedded.cluster import Cluster
from config.embedded.lease import ROOT, wait_for

MASTHEAD = [f"{name}_{code}" for name in ("name", "strapline", "about") for code in ("en", "ru", "be")]
COMMAND = [sys.executable, "manage.py", "serve", "--empty"]
# The connections on which web processes hear of changes.
LINES = b"pg_stat_activity WHERE application_name = 'barometer pages'"


@pytest.fixture(scope="module")
def data_dir() -> Iterator[Path]:
    """Not pytest's folder, which is closed to the account of the database server."""
    path = Path(tempfile.mkdtemp(prefix="serve-"))
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def environment(data_dir: Path, port: int, **more: str) -> dict[str, str]:
    # An empty variable counts as unset, and wins over the .env of a developer.
    ours = {
        "DATA_DIR": str(data_dir),
        "PORT": str(port),
        "DATABASE_URL": "",
        "REPLICA_URL": "",
        "SITE_URL": "",
        "WEB_CONCURRENCY": "1",
        "LOG_FORMAT": "json",
    }
    return {**os.environ, **ours, **more}


@contextmanager
def serving(data_dir: Path, port: int, **more: str) -> Iterator["subprocess.Popen[str]"]:
    """From the line that says it is ready, until it is gone and all of its processes with it."""
    # A pipe that nobody reads would be full of request lines, and stop whoever writes the next.
    log = (data_dir / "stderr").open("w")
    server = subprocess.Popen(
        COMMAND, cwd=ROOT, env=environment(data_dir, port, **more), stdout=subprocess.PIPE, stderr=log, text=True
    )
    assert server.stdout
    try:
        said = iter(server.stdout.readline, "")
        assert any(line.startswith("Ctrl-C") for line in said), (data_dir / "stderr").read_text()
        yield server
    finally:
        log.close()
        server.kill()
        server.communicate()
        wait_for(lambda: not processes_of(data_dir), seconds=30)


def failing(data_dir: Path, port: int, **more: str) -> str:
    """What it says when it cannot serve."""
    done = subprocess.run(
        COMMAND, cwd=ROOT, env=environment(data_dir, port, **more), capture_output=True, text=True, timeout=60
    )
    assert done.returncode != 0
    return done.stderr.strip()


def processes_of(data_dir: Path) -> list[psutil.Process]:
    return [one for one in psutil.process_iter() if works_for(data_dir, one)]


def works_for(data_dir: Path, process: psutil.Process) -> bool:
    try:
        return bool(process.environ().get("DATA_DIR") == str(data_dir))
    except psutil.Error:
        return False


def status(port: int, path: str) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as response:
        return int(response.status)


def web(server: "subprocess.Popen[str]") -> psutil.Process:
    """Gunicorn's own process, the one that signals are for."""
    (found,) = (one for one in psutil.Process(server.pid).children() if "gunicorn" in one.cmdline())
    return found


@contextmanager
def load(port: int) -> Iterator[list[int]]:
    """Four readers, each request on a connection of its own: what they were answered, complete after the block."""
    done = threading.Event()
    statuses: list[int] = []

    def read() -> None:
        while not done.is_set() or len(statuses) < 400:
            statuses.extend([asked(port, path) for path in ("/", "/search/?q=x", "/healthz")])

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        try:
            yield statuses
        finally:
            done.set()
    for reader in readers:
        reader.result()


def asked(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Connection": "close"})
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return -1
    finally:
        connection.close()
    return answer.status


def reload(gunicorn: psutil.Process) -> None:
    """Until no process of before is left."""
    before = gunicorn.children()
    gunicorn.send_signal(signal.SIGHUP)
    _, alive = psutil.wait_procs(before, timeout=30)
    assert not alive


@contextmanager
def held_up(data_dir: Path, table: str) -> Iterator[psycopg.Connection]:
    """Whoever reads this table waits until the end of the block."""
    with connected(data_dir) as connection:
        connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE".encode())
        yield connection


def somebody_waits(connection: psycopg.Connection) -> bool:
    return connection.execute(b"SELECT 1 FROM pg_locks WHERE NOT granted").fetchone() is not None


def connected(data_dir: Path) -> psycopg.Connection:
    cluster = Cluster(data_dir)
    return psycopg.connect(host=str(cluster.socket_directory), user=cluster.role, dbname=cluster.database)


def is_listening(process: psutil.Process) -> bool:
    return any(socket.status == psutil.CONN_LISTEN for socket in process.net_connections("tcp"))


def ask(data_dir: Path, question: str) -> object:
    with connected(data_dir) as connection:
        cursor = connection.execute(question.encode())
        return cursor.fetchone() if cursor.description else None


def test_it_serves_and_ctrl_c_leaves_no_process_behind(data_dir: Path, port: int) -> None:
    with serving(data_dir, port) as server:
        assert status(port, "/healthz") == status(port, "/readyz") == 200
        ask(data_dir, "CREATE TABLE kept ()")
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=30) == 0
        assert processes_of(data_dir) == []
    with serving(data_dir, port):
        assert ask(data_dir, "SELECT to_regclass('kept')") == ("kept",)


def test_the_next_start_finds_everything_kept_whatever_is_killed(data_dir: Path, port: int) -> None:
    with serving(data_dir, port) as server:
        ask(data_dir, "CREATE TABLE kept_too ()")
        children = psutil.Process(server.pid).children()
        for child in children:
            child.kill()
        psutil.wait_procs(children)
        wait_for(lambda: len(psutil.Process(server.pid).children()) == len(children), seconds=20)
        assert status(port, "/readyz") == 200
        server.kill()
        with serving(data_dir, port) as server:
            assert ask(data_dir, "SELECT to_regclass('kept_too')") == ("kept_too",)
            server.send_signal(signal.SIGTERM)
            assert server.wait(timeout=30) == 0


def test_a_reload_under_load_fails_no_request_and_forgets_no_count(data_dir: Path, port: int) -> None:
    with serving(data_dir, port) as server:
        with load(port) as statuses:
            for _ in range(2):
                reload(web(server))
                assert status(port, "/healthz") == 200  # by the new ones
        assert set(statuses) == {200}
        assert counted(port, "/search/") == len(statuses) // 3
    # Beside what the worker says once, when it starts.
    said = (data_dir / "stderr").read_text().splitlines()
    lines = [json.loads(line) for line in said if line.startswith("{")]
    assert sum(line.get("route") == "/search/" for line in lines) == len(statuses) // 3


def counted(port: int, route: str) -> int:
    """What any one of the processes says of all."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as response:
        lines = response.read().decode().splitlines()
    beginning = f'barometer_request_seconds_count{{route="{route}",'
    return sum(int(float(line.rpartition(" ")[2])) for line in lines if line.startswith(beginning))


def test_who_is_being_answered_when_it_stops_gets_the_answer(data_dir: Path, port: int) -> None:
    with serving(data_dir, port) as server, ThreadPoolExecutor(1) as pool:
        gunicorn = web(server)
        with held_up(data_dir, "analysis_publication") as connection:
            reader = pool.submit(asked, port, "/")
            wait_for(lambda: somebody_waits(connection), seconds=20)
            server.send_signal(signal.SIGINT)
            wait_for(lambda: not is_listening(gunicorn), seconds=20)
            assert not reader.done()
        assert reader.result() == 200
        assert server.wait(timeout=30) == 0


def test_every_process_hears_of_a_change_within_a_second(data_dir: Path, port: int) -> None:
    with serving(data_dir, port, WEB_CONCURRENCY="3"):
        name_it(data_dir, "The Weekly")
        for number in range(5):
            wait_for(lambda: are_kept(port), seconds=10)
            name_it(data_dir, f"The Weekly, {number}")
            assert set(names_shown(port, after=1.0)) == {f"The Weekly, {number}"}


def test_who_does_not_hear_shows_nothing_older_than_two_seconds(data_dir: Path, port: int) -> None:
    with serving(data_dir, port, WEB_CONCURRENCY="2"):
        name_it(data_dir, "Before")
        wait_for(lambda: are_kept(port) and listening(data_dir) == 2, seconds=10)
        with connected(data_dir) as connection:
            ended = connection.execute(b"SELECT pg_terminate_backend(pid) FROM " + LINES)
            assert ended.rowcount == 2
            connection.execute(b"UPDATE analysis_masthead SET name_en = 'After'")
        assert set(names_shown(port, after=2.0)) == {"After"}
        wait_for(lambda: are_kept(port), seconds=10)


def listening(data_dir: Path) -> int:
    """How many processes hear of changes: each does from the first page on that it may keep."""
    with connected(data_dir) as connection:
        return connection.execute(b"SELECT FROM " + LINES).rowcount


def name_it(data_dir: Path, name: str) -> None:
    with connected(data_dir) as connection:
        if not connection.execute(b"UPDATE analysis_masthead SET name_en = %s", [name]).rowcount:
            others = dict.fromkeys(MASTHEAD, "")
            row = json.dumps({"id": 1, "author_may_approve": False, **others, "name_en": name})
            insert = b"INSERT INTO analysis_masthead SELECT * FROM json_populate_record(NULL::analysis_masthead, %s)"
            connection.execute(insert, [row])


def names_shown(port: int, *, after: float) -> Iterator[str]:
    """On forty pages, each on a connection of its own, once so many seconds are over in which others are asked."""
    until = time.monotonic() + after
    while time.monotonic() < until:
        asked(port, "/")
    for _page in range(40):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as response:
            yield response.read().decode().partition("<title>")[2].partition("</title>")[0].strip()


def are_kept(port: int) -> bool:
    """By every process, in all likelihood: each gets its share of so many."""
    for _page in range(30):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as response:
            if "hit" not in response.headers["Cache-Status"]:
                return False
    return True


def test_a_port_that_is_taken_is_said_in_one_line(data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken = listener.getsockname()[1]
        said = failing(data_dir, taken)
    assert said == f"CommandError: Port {taken} is taken; choose another: PORT={taken + 1} python3 manage.py serve"


def test_a_folder_that_cannot_be_written_is_said_in_one_line(tmp_path: Path, port: int) -> None:
    # Root may write everywhere; but nobody makes a folder inside a file.
    (tmp_path / "file").touch()
    said = failing(tmp_path / "file" / "var", port)
    assert len(said.splitlines()) == 1
    assert str(tmp_path / "file") in said


def test_a_web_server_that_cannot_start_ends_everything(data_dir: Path, port: int) -> None:
    said = failing(data_dir, port, CDN_URL="not-an-address")
    assert "CDN_URL must have the form" in said
    assert said.endswith("The web server cannot start; the reason stands above.")
    assert processes_of(data_dir) == []
