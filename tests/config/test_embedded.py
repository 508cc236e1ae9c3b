import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pytest

from config.embedded.account import ClusterError
from config.embedded.cluster import Cluster
from config.embedded.lease import (
    ROOT,
    complaint,
    drop_lease,
    ensure_running,
    is_used,
    is_watched,
    takes_connections,
    wait_for,
)
from config.embedded.server import processes_in

# A process that uses the database until its standard input ends; each line that it reads is one connection.
TENANT = """
import sys
from pathlib import Path
import psycopg
from config.embedded.cluster import Cluster
from config.embedded.lease import ensure_running, wait_until_ready
cluster = Cluster(Path(sys.argv[1]))
for line in sys.stdin:
    ensure_running(cluster)
    wait_until_ready(cluster)
    host = str(cluster.socket_directory)
    with psycopg.connect(host=host, user=cluster.role, dbname=cluster.database) as connection:
        started_at = connection.execute("SELECT pg_postmaster_start_time()").fetchone()[0]
    print(started_at, flush=True)
"""


class Tenant:
    def __init__(self, cluster: Cluster) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", TENANT, str(cluster.data_dir)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self) -> None:
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def answer(self) -> str:
        """When the server that it met was started."""
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def visit(self) -> str:
        self.ask()
        return self.answer()

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@contextmanager
def tenants(cluster: Cluster, *, count: int = 1) -> Iterator[list[Tenant]]:
    crowd = [Tenant(cluster) for _ in range(count)]
    try:
        yield crowd
    finally:
        for tenant in crowd:
            tenant.kill()


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Under the system's own folder for temporary things: pytest's is closed to the account of the server."""
    data_dir = Path(tempfile.mkdtemp(prefix="embedded-"))
    cluster = Cluster(data_dir)
    yield cluster
    server_ends_without(cluster)
    shutil.rmtree(data_dir)


def ask(cluster: Cluster, question: LiteralString) -> tuple[Any, ...] | None:
    host = str(cluster.socket_directory)
    with psycopg.connect(host=host, user=cluster.role, dbname=cluster.database) as connection:
        return connection.execute(question).fetchone()


def postmaster(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().splitlines()[0])


def watcher(cluster: Cluster) -> int:
    return int(cluster.watcher_lock.read_text())


def eventually(condition: Callable[[], bool]) -> bool:
    wait_for(condition, seconds=20)
    return condition()


def server_ends_without(cluster: Cluster) -> bool:
    """Whether it does, its folder taken away."""
    elsewhere = cluster.room.rename(Path(tempfile.mkdtemp(dir=cluster.data_dir)) / "removed")
    return eventually(lambda: not processes_in(elsewhere / "cluster"))


def is_stopped(cluster: Cluster) -> bool:
    return not is_watched(cluster) and not processes_in(cluster.data)


def test_cold_starts_at_once_share_one_server(cluster: Cluster) -> None:
    with tenants(cluster, count=4) as crowd:
        for tenant in crowd:
            tenant.ask()
        assert len({tenant.answer() for tenant in crowd}) == 1


def test_the_server_stops_seconds_after_its_last_user_was_killed(cluster: Cluster) -> None:
    with tenants(cluster, count=2) as (first, last):
        first.visit()
        last.visit()
        first.kill()
        assert is_used(cluster)
        last.kill()
        assert not is_used(cluster)
    assert eventually(lambda: is_stopped(cluster))


def test_a_killed_server_is_started_again(cluster: Cluster) -> None:
    with tenants(cluster) as [tenant]:
        before = tenant.visit()
        os.kill(postmaster(cluster), signal.SIGKILL)
        assert eventually(lambda: takes_connections(cluster))
        assert tenant.visit() > before


def test_with_a_killed_watcher_the_server_goes_and_the_next_connection_starts_both(cluster: Cluster) -> None:
    with tenants(cluster) as [tenant]:
        before = tenant.visit()
        os.kill(watcher(cluster), signal.SIGKILL)
        assert eventually(lambda: is_stopped(cluster))
        assert tenant.visit() > before


def test_everything_killed_at_once_starts_again(cluster: Cluster) -> None:
    with tenants(cluster) as [tenant]:
        tenant.visit()
        for pid in (watcher(cluster), postmaster(cluster)):
            os.kill(pid, signal.SIGKILL)
    with tenants(cluster) as [tenant]:
        assert tenant.visit()


def test_a_pid_that_was_given_to_a_stranger_since_is_no_hindrance(cluster: Cluster) -> None:
    with tenants(cluster) as [tenant]:
        tenant.visit()
        pid_file = (cluster.data / "postmaster.pid").read_text()
        lock_file = cluster.socket_directory / f".s.PGSQL.{cluster.port}.lock"
        stranger = str(tenant.process.pid) if os.geteuid() else str(os.getpid())
        for pid in (watcher(cluster), postmaster(cluster)):
            os.kill(pid, signal.SIGKILL)
        assert eventually(lambda: is_stopped(cluster))
        (cluster.data / "postmaster.pid").write_text(pid_file.replace(pid_file.splitlines()[0], stranger, 1))
        lock_file.write_text(f"{stranger}\n{cluster.data}\n")
        assert tenant.visit()


def test_its_role_cannot_read_the_files_of_the_machine(cluster: Cluster) -> None:
    with tenants(cluster) as [tenant]:
        tenant.visit()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(cluster, "SELECT pg_read_file('/etc/passwd')")


def test_it_knows_cyrillic_letters(cluster: Cluster) -> None:
    with tenants(cluster) as [tenant]:
        tenant.visit()
        assert ask(cluster, "SELECT upper('ўсё'), 'Ўсё' ILIKE 'ўСЁ'") == ("ЎСЁ", True)


def test_it_ends_when_its_folder_is_removed(cluster: Cluster) -> None:
    with tenants(cluster) as [tenant]:
        tenant.visit()
        assert server_ends_without(cluster)


def test_a_making_that_was_cut_short_is_begun_again(cluster: Cluster) -> None:
    cluster.prepare()
    (cluster.room / "cluster.draft" / "base").mkdir(parents=True)
    with tenants(cluster) as [tenant]:
        assert tenant.visit()


def test_a_deep_folder_has_its_socket_elsewhere(tmp_path: Path) -> None:
    deep = Cluster(tmp_path / ("d" * 100))
    assert len(str(deep.socket_directory)) < 50
    assert deep.socket_directory == Cluster(tmp_path / ("d" * 100)).socket_directory
    assert deep.socket_directory != Cluster(tmp_path / ("e" * 100)).socket_directory


def test_it_does_not_enter_a_folder_that_others_can_enter(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path)
    cluster.room.mkdir(mode=0o755)
    with pytest.raises(ClusterError, match="only its owner"):
        cluster.prepare()


def test_it_refuses_a_cluster_of_another_version(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path)
    cluster.data.mkdir(parents=True)
    (cluster.data / "PG_VERSION").write_text("16\n")
    with pytest.raises(ClusterError, match="from PostgreSQL 16"):
        cluster.check_version()


def test_it_says_why_it_has_ended_whoever_asked_meanwhile() -> None:
    told = ["LOG:  starting PostgreSQL 18", "FATAL:  the database system is starting up", "PANIC:  no checkpoint"]
    last = ["LOG:  database system is shut down", "FATAL:  the database system is starting up"]
    assert complaint("\n".join([*told, *last])) == "PANIC:  no checkpoint"
    assert complaint("\n".join([*told, *last[::-1]])) == "PANIC:  no checkpoint"


def test_it_says_why_it_does_not_start(cluster: Cluster) -> None:
    """And not only that it has ended."""
    with tenants(cluster) as [tenant]:
        tenant.visit()
    assert eventually(lambda: is_stopped(cluster))
    log = cluster.data / "pg_wal"
    shutil.move(log, cluster.room / "elsewhere")
    log.mkdir()
    shutil.copystat(cluster.room / "elsewhere", log)
    os.chown(log, *cluster.account)
    try:
        with pytest.raises(ClusterError, match=r"PANIC: +could not locate a valid checkpoint record"):
            ensure_running(cluster)
    finally:
        drop_lease(cluster)
        shutil.rmtree(log)
        shutil.move(cluster.room / "elsewhere", log)
