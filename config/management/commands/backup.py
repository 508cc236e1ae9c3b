from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from config.backups.making import make_backup
from config.backups.manifest import BackupError


class Command(BaseCommand):
    help = "Write the database and the media into one file, with checksums. The site may run meanwhile."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="where to, such as barometer-2026-11-30.tar")
        parser.add_argument("--replace", action="store_true", help="even if the file is there already")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        try:
            made = make_backup(file, at=timezone.now(), replace=replace)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"The database cannot be read: {error}") from error
        self.stdout.write(f"{file}: {len(made.tables)} tables, {len(made.files):,} files, {made.size / 1e6:,.1f} MB.")
