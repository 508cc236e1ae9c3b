"""Many rows at once: by COPY, into tables whose foreign keys and indexes are made afterwards."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from django.db import connection
from django.db.models import Model
from tqdm import tqdm

FOREIGN_KEYS: Final = """
    SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
        format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY (%s::regclass[])
"""
# Those that hold a constraint stay.
INDEXES: Final = """
    SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
    FROM pg_index WHERE indrelid = ANY (%s::regclass[])
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND conrelid = indrelid)
"""
# What the session that makes them may take.
ROOM: Final = "SET maintenance_work_mem = '1GB'; SET max_parallel_maintenance_workers = 2"


def copy_in(instances: Iterable[Model]) -> None:
    """As they are, by table in the order in which each first occurs; what has no key gets one."""
    by_model: dict[type[Model], list[Model]] = defaultdict(list)
    for instance in instances:
        by_model[type(instance)].append(instance)
    for model, some in by_model.items():
        _copy(model, some)


def _copy(model: type[Model], instances: Sequence[Model]) -> None:
    meta = model._meta
    fields = [field for field in meta.concrete_fields if not field.generated]
    if instances[0].pk is None:
        fields.remove(meta.pk)
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    statement = f"COPY {connection.ops.quote_name(meta.db_table)} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for instance in instances:
            copy.write_row([_value(field, instance) for field in fields])


def _value(field: Any, instance: Model) -> Any:
    return field.get_db_prep_save(field.pre_save(instance, add=True), connection)


@contextmanager
def bare(models: Sequence[type[Model]]) -> Iterator[None]:
    """Their tables have neither foreign keys nor indexes inside the block, but for what constraints need."""
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        made_anew: list[str] = []
        for question in (FOREIGN_KEYS, INDEXES):
            cursor.execute(question, [tables])
            for drop, make in cursor.fetchall():
                cursor.execute(drop)
                # Foreign keys last: to check one takes an index.
                made_anew.insert(0, make)
        yield
        cursor.execute(ROOM)
        for make in tqdm(made_anew, desc="indexes", unit="index", disable=None):
            cursor.execute(make)


def set_sequences(models: Sequence[type[Model]]) -> None:
    """Behind the keys that were given."""
    with connection.cursor() as cursor:
        for model in models:
            table, key = connection.ops.quote_name(model._meta.db_table), model._meta.pk.column
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', '{key}'), greatest(max({key}), 1)) FROM {table}"  # noqa: S608 - ours
            )
