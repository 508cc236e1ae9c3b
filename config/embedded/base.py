"""The database engine: Django's own for PostgreSQL, which sees to it that there is a server to connect to."""

import os
import select
from collections.abc import Callable, Iterable
from typing import Any

import psycopg
from django.db import OperationalError
from django.db.backends.postgresql import base
from django.db.backends.postgresql.client import DatabaseClient as PostgresClient

from config.embedded.account import ClusterError
from config.embedded.cluster import Cluster, binaries
from config.embedded.lease import ensure_running, wait_until_ready


def is_quiet(connection: psycopg.Connection[Any]) -> bool:
    """Whether the line is open and nothing has come over it."""
    if connection.closed:
        return False
    line = select.poll()
    line.register(connection.fileno(), select.POLLIN)
    return not line.poll(0)


class DatabaseClient(PostgresClient):
    """`manage.py dbshell` with the psql that comes with the server."""

    def runshell(self, parameters: Iterable[str]) -> None:
        self.connection.ensure_connection()
        os.environ["PATH"] = f"{binaries()}{os.pathsep}{os.environ['PATH']}"
        super().runshell(list(parameters))


class DatabaseWrapper(base.DatabaseWrapper):
    client_class = DatabaseClient

    def get_connection_params(self) -> dict[str, Any]:
        self.see_to_server(ensure_running)
        return super().get_connection_params()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        try:
            return super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            # Killed a moment ago, it is being started or recovering.
            self.see_to_server(ensure_running, wait_until_ready)
            return super().get_new_connection(conn_params)

    def is_usable(self) -> bool:
        """
        Before the first question of each request. A server on this machine that is gone has closed the line, which can
        be seen without asking; whoever says something out of turn is asked.
        """
        return (self.connection is not None and is_quiet(self.connection)) or super().is_usable()

    def see_to_server(self, *steps: Callable[[Cluster], None]) -> None:
        cluster = Cluster(self.settings_dict["DATA_DIR"])
        try:
            for step in steps:
                step(cluster)
        except (ClusterError, OSError) as error:
            raise OperationalError(str(error)) from error
