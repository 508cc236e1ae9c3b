"""The rows of every table, out of one instant of the database and into another one."""

from collections.abc import Iterator
from contextlib import contextmanager
from graphlib import TopologicalSorter
from typing import IO, Any

from django.db import connection, transaction
from psycopg import Copy

CHUNK = 1 << 20
# A server may be set to write instants in another way, which a second server reads differently.
PLAIN = "SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres'; SET LOCAL extra_float_digits = 1"
SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"

# From the catalogue, not from the models: before an upgrade the code may know tables less than the database does.
COLUMNS = """
SELECT relname::text, array_agg(attname::text ORDER BY attnum)
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
WHERE relnamespace = current_schema()::text::regnamespace AND relkind = 'r'
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
GROUP BY relname ORDER BY relname
"""
SEQUENCES = """
SELECT sequencename::text, last_value FROM pg_sequences
WHERE schemaname = current_schema() AND last_value IS NOT NULL ORDER BY sequencename
"""
# Django's own are checked when the transaction ends; those of procrastinate are checked at once.
REFERENCES_CHECKED_AT_ONCE = """
SELECT child.relname::text, parent.relname::text
FROM pg_constraint JOIN pg_class child ON child.oid = conrelid JOIN pg_class parent ON parent.oid = confrelid
WHERE contype = 'f' AND NOT condeferrable AND conrelid <> confrelid
    AND connamespace = current_schema()::text::regnamespace
"""


@contextmanager
def one_snapshot() -> Iterator[None]:
    """All that is read within is from one instant, whatever others write meanwhile."""
    with transaction.atomic():
        execute(SNAPSHOT)
        execute(PLAIN)
        yield


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def ask(question: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


def columns() -> dict[str, list[str]]:
    return dict(ask(COLUMNS))


def sequences() -> dict[str, int]:
    return dict(ask(SEQUENCES))


def parents_first(tables: list[str]) -> list[str]:
    before: dict[str, set[str]] = {table: set() for table in tables}
    for child, parent in ask(REFERENCES_CHECKED_AT_ONCE):
        if child in before and parent in before:
            before[child].add(parent)
    return list(TopologicalSorter(before).static_order())


def dump(table: str, names: list[str], *, into: IO[bytes]) -> None:
    with copying(f"{listed(table, names)} TO STDOUT") as copy:
        for rows in copy:
            into.write(rows)


def fill(table: str, names: list[str], *, source: IO[bytes]) -> None:
    with copying(f"{listed(table, names)} FROM STDIN") as copy:
        while rows := source.read(CHUNK):
            copy.write(rows)


@contextmanager
def copying(what: str) -> Iterator[Copy]:
    # Django does not know of COPY, nor turn its errors into its own.
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {what} (ENCODING 'UTF8')") as copy,
    ):
        yield copy


def listed(table: str, names: list[str]) -> str:
    return f"{quoted(table)} ({', '.join(map(quoted, names))})"


def quoted(name: str) -> str:
    # Django's leaves a name in quotes as it is, and names come out of a file.
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def emptied(tables: list[str]) -> Iterator[None]:
    """To be filled with rows that were right where they come from: the triggers judge new rows only."""
    execute(f"TRUNCATE {', '.join(map(quoted, tables))} RESTART IDENTITY")
    set_triggers(tables, "DISABLE")
    yield
    execute("SET CONSTRAINTS ALL IMMEDIATE")  # checks the references now
    set_triggers(tables, "ENABLE")


def set_triggers(tables: list[str], verb: str) -> None:
    for table in tables:
        execute(f"ALTER TABLE {quoted(table)} {verb} TRIGGER USER")


def wind_on(sequence: str, last: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(%s::regclass, %s)", [quoted(sequence), last])
