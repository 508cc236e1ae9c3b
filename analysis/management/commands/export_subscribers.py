from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from analysis.newsletters.lists import list_lines


class Command(BaseCommand):
    help = "Write the addresses of all who get the weekly issue by mail into a new CSV file that only you can read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            file.touch(mode=0o600, exist_ok=False)
            with file.open("w", encoding="utf-8", newline="") as opened:
                opened.writelines(list_lines())
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from None
