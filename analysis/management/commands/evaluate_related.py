import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from analysis.related.evaluation import Ranking, judged, lines, rank
from analysis.related.likeness import Weights


class Command(BaseCommand):
    help = "Judge the engine of similar articles by pairs that belong together, in a scratch database of its own."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--index", type=Path, required=True, metavar="FILE", help="all articles, one a line")
        parser.add_argument("--queries", type=Path, required=True, metavar="FILE", help="what belongs to which")
        parser.add_argument("--older", action="store_true", help="only articles published before the one asked about")
        parser.add_argument("--run-out", type=Path, metavar="FILE", help="write what was found, the best first")

    def handle(self, *args: Any, index: Path, queries: Path, older: bool, run_out: Path | None, **options: Any) -> None:
        try:
            asked = list(lines(queries))
            ranking = rank(lines(index), [each["id"] for each in asked], older=older, weights=Weights())
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}.") from None
        except (ValueError, KeyError, TypeError) as error:
            raise CommandError(f"That is no index or no file of queries: {error}.") from None
        self.stdout.write(str(judged(ranking, asked, older=older)))
        each = 1000 * ranking.asking / max(len(ranking.lists), 1)
        self.stdout.write(f"fit {ranking.fit:.1f} s  query {each:.1f} ms")
        if run_out:
            write(ranking, run_out)


def write(ranking: Ranking, path: Path) -> None:
    rows = ({"id": query, "ranked": found} for query, found in ranking.lists.items())
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
