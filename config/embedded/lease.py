"""The users' side: hold a lease, and see to it that there is a server."""

import fcntl
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from config.embedded.account import ClusterError
from config.embedded.cluster import Cluster, last_words
from config.embedded.locks import is_current, is_free, locked

# The checkout: where `python -m config.embedded.watcher` is found.
ROOT = Path(__file__).resolve().parent.parent.parent
# Recovery after a crash reads the log since the last checkpoint.
START_SECONDS = 60
STOP_SECONDS = 30
# Not what it tells those who ask while it starts or ends: "the database system is starting up".
REASON = re.compile(r"\b(?:FATAL|PANIC): +(?! |the database system is )")

_leases: dict[Path, int] = {}
_one_thread = threading.Lock()


def ensure_running(cluster: Cluster) -> None:
    """Hold a lease until this process and its forks end, and start the server unless somebody watches it."""
    with _one_thread:
        if is_held(cluster) and is_watched(cluster):
            return
        make(cluster.data_dir)
        with locked(cluster.data_dir):
            cluster.prepare()
            hold_lease(cluster)
            if cluster.data.exists():
                cluster.check_version()
            else:
                cluster.create()
            if not is_watched(cluster):
                start_watcher(cluster)
        wait_until_ready(cluster)


def make(directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ClusterError(f"{directory} cannot be made: {error.strerror}") from error


def start_watcher(cluster: Cluster) -> None:
    watcher = [sys.executable, "-m", "config.embedded.watcher", str(cluster.data_dir)]
    subprocess.run(watcher, cwd=ROOT, stdin=subprocess.DEVNULL, check=True)


def is_held(cluster: Cluster) -> bool:
    lease = _leases.get(cluster.lease)
    return lease is not None and is_current(lease, cluster.lease)


def hold_lease(cluster: Cluster) -> None:
    if is_held(cluster):
        return
    drop_lease(cluster)
    lease = os.open(cluster.lease, os.O_RDWR | os.O_CREAT, 0o600)
    os.set_inheritable(lease, True)  # noqa: FBT003
    # Waits here while a watcher that has seen no lease stops the server.
    fcntl.flock(lease, fcntl.LOCK_SH)
    _leases[cluster.lease] = lease


def drop_lease(cluster: Cluster) -> None:
    lease = _leases.pop(cluster.lease, None)
    if lease is not None:
        os.close(lease)


def is_watched(cluster: Cluster) -> bool:
    return not is_free(cluster.watcher_lock, shared=True)


def is_used(cluster: Cluster) -> bool:
    # A watcher that is stopping the server holds the lease alone: that is no use.
    return not is_free(cluster.lease) and is_free(cluster.lease, shared=True)


def leave(cluster: Cluster) -> None:
    """Give up our lease; when it was the last, the server stops now instead of seconds later."""
    drop_lease(cluster)
    if cluster.room.exists() and is_watched(cluster):
        os.kill(int(cluster.watcher_lock.read_text()), signal.SIGTERM)
        wait_for(lambda: is_used(cluster) or not is_watched(cluster), seconds=STOP_SECONDS)


def wait_until_ready(cluster: Cluster) -> None:
    """Until the server takes connections: it may be starting, or recovering from a killed backend."""
    wait_for(lambda: takes_connections(cluster) or not is_watched(cluster), seconds=START_SECONDS)
    if not takes_connections(cluster):
        reason = complaint(log_of(cluster))
        raise ClusterError(f"The database does not start: {reason} (more in {cluster.log})")


def takes_connections(cluster: Cluster) -> bool:
    host, name = str(cluster.socket_directory), cluster.database
    try:
        psycopg.connect(host=host, port=cluster.port, user=cluster.role, dbname=name).close()
    except psycopg.OperationalError:
        return False
    return True


def complaint(log: str) -> str:
    """Why PostgreSQL has ended. It says last that it has, but who asked meanwhile may be answered after that."""
    said = log.rpartition("starting PostgreSQL")[2].splitlines()
    reasons = [line for line in said if REASON.search(line)]
    has_ended = any(line.endswith("is shut down") for line in said)
    return reasons[0] if reasons and has_ended else last_words(log)


def log_of(cluster: Cluster) -> str:
    return cluster.log.read_text(errors="replace") if cluster.log.exists() else ""


def wait_for(condition: Callable[[], bool], *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
