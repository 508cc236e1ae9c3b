from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from analysis.related import neighbours
from analysis.search import index


class Command(BaseCommand):
    help = "Compute derived data again. Broken off, it goes on where it stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("part", choices=["related", "search"])

    def handle(self, *args: Any, part: str, **options: Any) -> None:
        if part == "related":
            neighbours.rebuild(at=timezone.now(), visibly=True)
            self.stdout.write("Similar articles are found anew.")
        else:
            index.reindex()
            self.stdout.write("The index of words is built anew. The words themselves PostgreSQL keeps by itself.")
