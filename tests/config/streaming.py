"""A primary and a replica that it streams to, each an embedded PostgreSQL in a folder of its own."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections

from config.database import PRIMARY, REPLICA, from_url, replica
from config.embedded.cluster import Cluster, run
from config.embedded.lease import ensure_running, leave, wait_for
from config.embedded.server import processes_in
from config.replica.watching import watch


class Pair:
    """Both run as long as this process holds their leases."""

    def __init__(self, folder: Path) -> None:
        self.primary, self.replica = (Cluster(folder / name) for name in (PRIMARY, REPLICA))

    def start(self) -> None:
        ensure_running(self.primary)
        self.replica.data_dir.mkdir()
        self.replica.prepare()
        source = ("--host", self.primary.socket_directory, "--username=postgres")
        target = ("--pgdata", self.replica.data, "--write-recovery-conf", "--checkpoint=fast")
        run(self.replica.command("pg_basebackup", *source, *target))
        ensure_running(self.replica)

    def stop(self) -> None:
        for cluster in (self.replica, self.primary):
            leave(cluster)


def url(cluster: Cluster, *, role: str = Cluster.role) -> str:
    return f"postgresql:///{cluster.database}?host={cluster.socket_directory}&port={cluster.port}&user={role}"


def execute(cluster: Cluster, statement: str) -> Any:
    """By the server's own administrator; the first column of the first row, if any."""
    with psycopg.connect(url(cluster, role="postgres"), autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        row = cursor.fetchone() if cursor.description else None
        return row and row[0]


@contextmanager
def streaming() -> Iterator[Pair]:
    # Not pytest's folder, which is closed to the account of the servers.
    folder = Path(tempfile.mkdtemp(prefix="streaming-"))
    folder.chmod(0o711)
    pair = Pair(folder)
    try:
        pair.start()
        yield pair
    finally:
        pair.stop()
        wait_for(lambda: not any(processes_in(each.data) for each in (pair.primary, pair.replica)), seconds=20)
        shutil.rmtree(folder)


@contextmanager
def databases(primary: Cluster, copy: Cluster) -> Iterator[None]:
    """These are the site's, as they would be by DATABASE_URL and REPLICA_URL."""
    watch.stop()
    before, connection = dict(connections.settings), connections[PRIMARY]
    del connections[PRIMARY]
    entries = {PRIMARY: from_url(url(primary)), REPLICA: replica(url(copy))}
    connections.settings.update(connections.configure_settings(entries))
    try:
        yield
    finally:
        watch.stop()
        for alias in entries:
            connections[alias].close()
            del connections[alias]
        connections.settings.clear()
        connections.settings.update(before)
        connections[PRIMARY] = connection
