"""The schema: which migrations it has seen, and another one made beside it that takes its place in one transaction.

All within one transaction is not possible: procrastinate's migrations add values to an enum and use them,
which PostgreSQL allows only after a commit.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from analysis.frontend_cache.keeping import SITE
from analysis.frontend_cache.line import CHANNEL
from config.backups.manifest import BackupError
from config.backups.tables import ask, execute, quoted

BESIDE = "barometer_restoring"
# Any number of our own.
RESTORE_LOCK = 0x72657374
# Whoever reads or writes a table now would make us wait, and everybody behind us.
PATIENCE = "SET LOCAL lock_timeout = '10s'"

# What stands in the schema, extensions excepted; indexes, triggers and sequences go with their tables.
INVENTORY = """
WITH here AS (SELECT current_schema()::text::regnamespace AS oid), found AS (
    SELECT 'TABLE' AS kind, pg_class.oid::regclass::text AS name, pg_class.oid
    FROM pg_class JOIN here ON here.oid = relnamespace WHERE relkind = 'r'
    UNION ALL
    SELECT 'ROUTINE', pg_proc.oid::regprocedure::text, pg_proc.oid FROM pg_proc JOIN here ON here.oid = pronamespace
    UNION ALL
    SELECT 'TYPE', pg_type.oid::regtype::text, pg_type.oid
    FROM pg_type JOIN here ON here.oid = typnamespace LEFT JOIN pg_class ON pg_class.oid = typrelid
    WHERE typtype = 'e' OR typtype = 'c' AND relkind = 'c'
)
SELECT kind, name FROM found WHERE NOT EXISTS (SELECT FROM pg_depend WHERE objid = found.oid AND deptype = 'e')
"""


def latest_migrations() -> dict[str, str]:
    """Of each app. They are numbered and in line, so the last name is the latest."""
    return dict(sorted(MigrationRecorder(connection).applied_migrations()))


def refuse_newer(migrations: dict[str, str]) -> None:
    known = MigrationExecutor(connection).loader.disk_migrations
    for app, name in migrations.items():
        if (app, name) not in known:
            raise BackupError(f"its schema is newer than this code, which has no {app}.{name}: upgrade first.")


@contextmanager
def one_beside() -> Iterator[None]:
    """An empty schema to work in, which takes the place of ours when the block has ended well."""
    home = str(ask("SELECT current_schema()")[0][0])
    with alone():
        try:
            execute(f"DROP SCHEMA IF EXISTS {BESIDE} CASCADE")  # of somebody who was killed
            execute(f"CREATE SCHEMA {BESIDE}")
            execute(f"SET search_path = {BESIDE}")
            yield
            with transaction.atomic():
                put_in_place_of(home)
        finally:
            execute("RESET search_path")
            execute(f"DROP SCHEMA IF EXISTS {BESIDE} CASCADE")


@contextmanager
def alone() -> Iterator[None]:
    if not ask(f"SELECT pg_try_advisory_lock({RESTORE_LOCK})")[0][0]:
        raise BackupError("nothing was restored: somebody else is restoring into this database.")
    try:
        yield
    finally:
        execute(f"SELECT pg_advisory_unlock({RESTORE_LOCK})")


def put_in_place_of(home: str) -> None:
    execute(PATIENCE)
    execute(f"SET LOCAL search_path = {quoted(home)}")
    for kind, name in ask(INVENTORY):
        execute(f"DROP {kind} IF EXISTS {name} CASCADE")
    # Both, so that a routine is found by its arguments wherever their types are by then.
    execute(f"SET LOCAL search_path = {BESIDE}, {quoted(home)}")
    for kind, name in ask(INVENTORY):
        execute(f"ALTER {kind} {name} SET SCHEMA {quoted(home)}")
    # Web processes keep pages of what was there before.
    execute(f"NOTIFY {CHANNEL}, '{SITE}'")


def make(migrations: dict[str, str]) -> None:
    """As it was when these were the latest."""
    MigrationExecutor(connection).migrate(list(migrations.items()))


def bring_up_to_date() -> None:
    # Content types have other numbers now.
    ContentType.objects.clear_cache()
    call_command("migrate", interactive=False, verbosity=0)
