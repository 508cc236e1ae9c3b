from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from analysis.models import Language
from analysis.newsletters.lists import ListError, add, read_list


class Command(BaseCommand):
    help = (
        "Take over readers who have confirmed elsewhere that they want the weekly issue: a CSV file with the column "
        "“email”, and “language” and “confirmed_at” where they are known. Nobody is written to."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument(
            "--language", choices=Language.values, default=settings.LANGUAGE_CODE, help="of lines that name none"
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing, and say what would happen")

    def handle(self, *args: Any, file: Path, language: str, dry_run: bool, **options: Any) -> None:
        try:
            with file.open(encoding="utf-8-sig", newline="") as opened:
                entries = read_list(opened, language=language, at=timezone.now())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
        except UnicodeDecodeError:
            raise CommandError(f"{file} is not in UTF-8: save it anew as “CSV UTF-8”.") from None
        except ListError as error:
            raise CommandError(f"{file}, {error} Nothing was taken over.") from None
        with transaction.atomic():
            new = add(entries)
            transaction.set_rollback(dry_run)
        would_be = "On this dry run nothing was written. There would be " if dry_run else ""
        self.stdout.write(f"{would_be}{new:,} new, {len(entries) - new:,} known.")
