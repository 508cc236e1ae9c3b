import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from analysis.checklist import rebuilding
from analysis.related.rebuilding import rebuild
from analysis.search import index


class Command(BaseCommand):
    help = "Compute derived data again. Broken off, it goes on where it stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("part", choices=["related", "search", "checklist"])

    def handle(self, *args: Any, part: str, **options: Any) -> None:
        if part == "related":
            rebuild(at=timezone.now(), visibly=True, processes=os.cpu_count() or 1)
            self.stdout.write("Similar articles are found anew.")
        elif part == "checklist":
            texts = rebuilding.rebuild(visibly=True)
            self.stdout.write(f"{texts:,} texts were examined.")
        else:
            index.reindex()
            self.stdout.write("The index of words is built anew. The words themselves PostgreSQL keeps by itself.")
