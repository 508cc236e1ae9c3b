"""The whole command, as somebody at a terminal meets it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest

from config.embedded.cluster import Cluster
from config.embedded.lease import ROOT, wait_for

COMMAND = [sys.executable, "manage.py", "serve", "--empty"]


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
        "SITE_URL": "",
        "WEB_CONCURRENCY": "1",
    }
    return {**os.environ, **ours, **more}


@contextmanager
def serving(data_dir: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    """From the line that says it is ready, until it is gone and all of its processes with it."""
    server = subprocess.Popen(
        COMMAND,
        cwd=ROOT,
        env=environment(data_dir, port),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stdout
    try:
        said = iter(server.stdout.readline, "")
        assert any(line.startswith("Ctrl-C") for line in said), server.communicate()
        yield server
    finally:
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


def ask(data_dir: Path, question: str) -> object:
    cluster = Cluster(data_dir)
    host = str(cluster.socket_directory)
    with psycopg.connect(host=host, user=cluster.role, dbname=cluster.database) as connection:
        cursor = connection.execute(question.encode())
        return cursor.fetchone() if cursor.description else None


def test_it_serves_and_ctrl_c_leaves_no_process_behind(data_dir: Path, port: int) -> None:
    with serving(data_dir, port) as server:
        assert status(port, "/healthz") == status(port, "/readyz") == 200
        ask(data_dir, "CREATE TABLE kept ()")
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=30) == 0
        assert processes_of(data_dir) == []


def test_the_next_start_finds_everything_kept_whatever_is_killed(data_dir: Path, port: int) -> None:
    with serving(data_dir, port) as server:
        assert ask(data_dir, "SELECT to_regclass('kept')") == ("kept",)
        children = psutil.Process(server.pid).children()
        for child in children:
            child.kill()
        psutil.wait_procs(children)
        wait_for(lambda: len(psutil.Process(server.pid).children()) == len(children), seconds=20)
        assert status(port, "/readyz") == 200
        server.kill()
        with serving(data_dir, port) as server:
            assert ask(data_dir, "SELECT to_regclass('kept')") == ("kept",)
            server.send_signal(signal.SIGTERM)
            assert server.wait(timeout=30) == 0


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
    said = failing(data_dir, port, TRUSTED_PROXIES="not-an-address")
    assert "not-an-address" in said
    assert said.endswith("The web server cannot start; the reason stands above.")
    assert processes_of(data_dir) == []
