import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from analysis.checklist import rebuilding as checklist
from analysis.indexing import rebuilding as words
from analysis.related.rebuilding import rebuild


class Command(BaseCommand):
    help = "Compute derived data again. Broken off, it goes on where it stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("part", choices=["related", "search", "checklist"])

    def handle(self, *args: Any, part: str, **options: Any) -> None:
        if part == "related":
            rebuild(at=timezone.now(), visibly=True, processes=os.cpu_count() or 1)
            self.stdout.write("Similar articles are found anew.")
        elif part == "checklist":
            texts = checklist.rebuild(visibly=True)
            self.stdout.write(f"{texts:,} texts were examined.")
        else:
            texts = words.rebuild(visibly=True)
            self.stdout.write(
                f"The words of {texts:,} texts were out of date. Words, spellings and index are made anew."
            )
