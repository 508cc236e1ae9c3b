from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from psycopg.errors import LockNotAvailable

from config.backups.manifest import BackupError, Manifest
from config.backups.restoring import restore_backup

IN_USE = "nothing was restored: the database is in use. Stop the site and its worker first."


class Command(BaseCommand):
    help = "Bring back what `backup` wrote, after every checksum was verified: all of it or nothing."
    requires_system_checks: list[str] = []  # there may be no database yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a file that `backup` wrote")
        parser.add_argument("--replace", action="store_true", help="lose what the database holds now")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        try:
            restored = restore_backup(file, replace=replace)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except ConnectionError as error:
            raise CommandError(f"{file}: {error}") from error
        except OSError as error:
            raise CommandError(f"{error.filename or file}: {error.strerror or error}.") from error
        except DatabaseError as error:
            reason = IN_USE if isinstance(error.__cause__, LockNotAvailable) else f"the database refuses it: {error}"
            raise CommandError(f"{file}: {reason}") from error
        self.report(file, *restored)

    def report(self, file: Path, manifest: Manifest, left_out: list[str]) -> None:
        self.stdout.write(
            f"{file}, made {manifest.made_at:%Y-%m-%d %H:%M} UTC, is restored: "
            f"{len(manifest.tables) - len(left_out)} tables, {len(manifest.files):,} files."
        )
        if left_out:
            self.stdout.write(f"Left out, because no migration makes them: {', '.join(left_out)}.")
