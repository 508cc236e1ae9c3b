"""The one database: the server that DATABASE_URL names, or the embedded one in DATA_DIR; and its replica, if any."""

import os
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from config.embedded.cluster import Cluster

FORM: Final = "postgresql://USER:PASSWORD@HOST:PORT/NAME, with %2F for a / in the password"
PRIMARY: Final = "default"
REPLICA: Final = "replica"
# With a server that we can do without: seconds until it is connected, of which libpq takes two at least, and
# milliseconds until it has received what we say.
PATIENCE: Final = {"connect_timeout": 2, "tcp_user_timeout": 900}
# What has been asked so many times over one connection is planned for good (analysis.models.statements).
OFTEN = 5

SETTINGS: Final = (
    # PostgreSQL takes its disk for one that turns, and would rather read a table from end to end than look around.
    "random_page_cost=1.1",
    # It would plan some questions anew each time they are asked, which takes longer than to answer them.
    "plan_cache_mode=force_generic_plan",
)


def databases(url: str, *, replica_url: str, data_dir: Path) -> dict[str, dict[str, Any]]:
    """DATABASES. Nothing is started before the first connection is made."""
    found = {PRIMARY: from_url(url) if url else embedded(data_dir)}
    return {**found, REPLICA: replica(replica_url)} if replica_url else found


def from_url(url: str) -> dict[str, Any]:
    entry, options = named(url, by="DATABASE_URL")
    return {**entry, **(pooled(options) if runs_in_gunicorn() else {"CONN_MAX_AGE": None, "OPTIONS": options})}


def replica(url: str) -> dict[str, Any]:
    """A connection a thread: a pool would wait for a server that is gone, and the primary has the answer, too."""
    entry, options = named(url, by="REPLICA_URL")
    return {**entry, "CONN_MAX_AGE": None, "OPTIONS": {**PATIENCE, **options}}


def named(url: str, *, by: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """An entry for DATABASES, and what else the URL says to libpq."""
    try:
        given: dict[str, Any] = {**conninfo_to_dict(url), "prepare_threshold": OFTEN}
    except ProgrammingError:  # its words show the address, and the password is in it
        raise ImproperlyConfigured(f"{by} is not a PostgreSQL address: write {FORM}.") from None
    entry = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given.pop("dbname", ""),
        "USER": given.pop("user", ""),
        "PASSWORD": given.pop("password", ""),
        "HOST": given.pop("host", ""),
        "PORT": given.pop("port", ""),
        "CONN_HEALTH_CHECKS": True,
    }
    return entry, given


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
        "OPTIONS": {"prepare_threshold": OFTEN, "options": " ".join(f"-c {setting}" for setting in SETTINGS)},
    }
