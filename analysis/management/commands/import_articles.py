from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from analysis.importers.importing import import_file
from analysis.importers.report import Report


class Command(BaseCommand):
    help = "Import articles from a file in the uniform format (see analysis/importers/README.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.jsonl")
        parser.add_argument("--images", type=Path, metavar="DIR", help="the folder its pictures are in")
        parser.add_argument("--dry-run", action="store_true", help="write nothing, and say what would happen")

    def handle(self, *args: Any, file: Path, images: Path | None, dry_run: bool, **options: Any) -> None:
        if images and not images.is_dir():
            raise CommandError(f"There is no folder {images}.")
        try:
            report = import_file(file, images=images, dry_run=dry_run, at=timezone.now())
        except ConnectionError as error:
            raise CommandError(f"{error} Run it again: what is there already is not imported twice.") from None
        except OSError as error:
            raise CommandError(_reason(error, file)) from None
        self.say(report, dry_run=dry_run)
        if report.found_nothing:
            raise CommandError(f"There is no article in {file} that can be imported.")

    def say(self, report: Report, *, dry_run: bool) -> None:
        for line, text in sorted(report.notes):
            self.stdout.write(f"line {line}: {text}")
        for line, reason in sorted(report.refused):
            self.stderr.write(f"line {line} refused: {reason}")
        if report.without_pictures:
            self.stdout.write(f"{len(report.without_pictures):,} articles come without their pictures: give --images.")
        would_be = "On this dry run nothing was written. There would be " if dry_run else ""
        self.stdout.write(
            f"{would_be}{report.created:,} new, {report.updated:,} changed, {report.unchanged:,} unchanged, "
            f"{len(report.refused):,} refused."
        )


def _reason(error: OSError, file: Path) -> str:
    """The file itself may be what is missing, or a disk may be full that pictures are stored on."""
    if str(error.filename) == str(file):
        return f"{file} cannot be read: {error.strerror}."
    where = f" ({error.filename})" if error.filename else ""
    return f"{error.strerror or error}{where}. Run it again: what is there already is not imported twice."
