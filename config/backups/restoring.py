"""Restoring: verify, refuse, then the files, then the database, beside what is there until all of it is right."""

from pathlib import Path
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Model
from tqdm import tqdm

from accounts.models import User
from analysis.models import Article
from config.backups import schema, tables
from config.backups.manifest import BackupError, Manifest, member_of
from config.backups.media import is_there, media
from config.backups.reading import Backup, verified


class Restored(NamedTuple):
    manifest: Manifest
    left_out: list[str]


def restore_backup(path: Path, *, replace: bool = False) -> Restored:
    """All of it or nothing; files that nothing refers to may stay behind when it fails."""
    with verified(path) as backup:
        schema.refuse_newer(backup.manifest.migrations)
        missing, changed = files_to_write(backup.manifest)
        if not replace:
            refuse_to_lose(changed)
        restore_media(backup, missing)
        strangers = restore_database(backup)
        restore_media(backup, changed)
    return Restored(backup.manifest, left_out=strangers)


def files_to_write(manifest: Manifest) -> tuple[list[str], list[str]]:
    """Those that are not there, and those that are there with other content."""
    names = [name for name in manifest.files if not is_there(name, manifest.members[name])]
    changed = [name for name in names if media().size(name) is not None]
    return sorted(set(names) - set(changed)), changed


def refuse_to_lose(changed: list[str]) -> None:
    held = [str(model._meta.verbose_name_plural) for model in (Article, User) if holds_any(model)]
    if held:
        raise BackupError(f"nothing was restored: the database holds {held[0]}. To lose them, say --replace.")
    if changed:
        place = media().place(changed[0])
        raise BackupError(f"nothing was restored: {place} has other content. To lose it, say --replace.")


def holds_any(model: type[Model]) -> bool:
    known = connection.introspection.table_names()
    return model._meta.db_table in known and model._default_manager.exists()


def restore_media(backup: Backup, names: list[str]) -> None:
    for name in tqdm(names, unit="file", desc="media", disable=None):
        with backup.open(name) as source:
            media().write(name, source)


def restore_database(backup: Backup) -> list[str]:
    """The tables that were left out."""
    with schema.one_beside():
        schema.make(backup.manifest.migrations)
        strangers = left_out(backup.manifest)
        with transaction.atomic():
            fill(backup)
        schema.bring_up_to_date()
    # The planner knows nothing yet of what has come.
    tables.execute("ANALYZE")
    return strangers


def fill(backup: Backup) -> None:
    """All that the migrations have written makes way for what they had become."""
    made = tables.columns()
    tables.execute(tables.PLAIN)
    known = [table for table in backup.manifest.tables if table in made]
    with tables.emptied(list(made)):
        for table in tqdm(tables.parents_first(known), unit="table", desc="database", disable=None):
            with backup.open(member_of(table)) as rows:
                tables.fill(table, backup.manifest.tables[table], source=rows)
    for sequence, last in backup.manifest.sequences.items():
        tables.wind_on(sequence, last)


def left_out(manifest: Manifest) -> list[str]:
    """Tables that somebody has added by hand: nothing says how to make them."""
    return sorted(manifest.tables.keys() - tables.columns().keys())
