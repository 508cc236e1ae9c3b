"""The one database: the server that DATABASE_URL names, or the embedded one in DATA_DIR."""

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from config.embedded.cluster import Cluster

# What has been asked so many times over one connection is planned for good (analysis.models.statements).
OFTEN = 5


def database(url: str, *, data_dir: Path) -> dict[str, Any]:
    """An entry for DATABASES. Nothing is started before the first connection is made."""
    return from_url(url) if url else embedded(data_dir)


def from_url(url: str) -> dict[str, Any]:
    try:
        given: dict[str, Any] = {**conninfo_to_dict(url), "prepare_threshold": OFTEN}
    except ProgrammingError as error:
        raise ImproperlyConfigured(f"DATABASE_URL is not a PostgreSQL address: {error}") from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given.pop("dbname", ""),
        "USER": given.pop("user", ""),
        "PASSWORD": given.pop("password", ""),
        "HOST": given.pop("host", ""),
        "PORT": given.pop("port", ""),
        "CONN_HEALTH_CHECKS": True,
        **(pooled(given) if runs_in_gunicorn() else {"CONN_MAX_AGE": None, "OPTIONS": given}),
    }


def pooled(options: dict[str, Any]) -> dict[str, Any]:
    # A request that meets a restarting server waits these seconds for a connection before it fails.
    pool = {"min_size": 1, "max_size": 8, "timeout": 10}
    return {"CONN_MAX_AGE": 0, "OPTIONS": {**options, "pool": pool}}


def runs_in_gunicorn() -> bool:
    return os.environ.get("SERVER_SOFTWARE", "").startswith("gunicorn/")


def embedded(data_dir: Path) -> dict[str, Any]:
    cluster = Cluster(data_dir)
    return {
        "ENGINE": "config.embedded",
        "NAME": cluster.database,
        "USER": cluster.role,
        "HOST": str(cluster.socket_directory),
        "PORT": str(cluster.port),
        "DATA_DIR": data_dir,
        # Connections are kept, but tried before each request: the server may have been restarted.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # PostgreSQL takes its disk for one that turns, and would rather read a table from end to end than look around.
        "OPTIONS": {"prepare_threshold": OFTEN, "options": "-c random_page_cost=1.1"},
    }
