"""The command line: one process after the other for each size, then the tables."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from config.embedded.cluster import Cluster
from config.embedded.lease import is_watched, leave
from config.env import BASE_DIR
from tests.bench.loading import require_wrk
from tests.bench.table import report
from tests.nginx import NGINX

PAGES: Final = (
    *("home", "article", "topic", "trend", "deep", "author", "issue", "search-common", "search-rare", "feed"),
    *("desk-list", "desk-form", "warm"),
)
# These take a minute or two each, and say nothing about size.
IN_TIME: Final = ("schedules", "hit-rate", "edge")


def parser() -> argparse.ArgumentParser:
    known = argparse.ArgumentParser(prog="python3 -m tests.bench", description="What pages cost, beside the targets.")
    known.add_argument("--sizes", type=numbers, default="1000,20000,200000", help="how many articles: %(default)s")
    known.add_argument("--seconds", type=float, default=5, help="of each of three runs a case: %(default)s")
    known.add_argument("--only", type=cases, default=(*PAGES, *IN_TIME), help=f"some of {', '.join(PAGES + IN_TIME)}")
    known.add_argument("--data", type=Path, help="the folder for the sites; without it a temporary one")
    known.add_argument("--keep", action="store_true", help="leave the sites for the next run")
    return known


def numbers(text: str) -> list[int]:
    return sorted(int(part) for part in text.split(","))


def cases(text: str) -> list[str]:
    named = text.split(",")
    if unknown := set(named) - {*PAGES, *IN_TIME}:
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return named


def main() -> None:
    options = parser().parse_args()
    require_wrk()
    if NGINX is None and "edge" in options.only:
        sys.stderr.write("The edge is not measured: nginx is not here (Debian and Ubuntu: apt install nginx-light).\n")
        options.only = [name for name in options.only if name != "edge"]
    with folder(options.data, keep=options.keep) as place:
        findings: dict[int, Any] = {}
        for size in options.sizes:
            # Schedules are watched once: at the first size.
            only = [name for name in options.only if name not in IN_TIME or not findings]
            findings[size] = measured(place / str(size), size, only, options)
            if not options.keep:
                remove(place / str(size))
    sys.stdout.write(f"\n{report(findings)}\n")


@contextmanager
def folder(given: Path | None, *, keep: bool) -> Iterator[Path]:
    """Not one that is closed to the database's account."""
    place = (given or Path(tempfile.mkdtemp(prefix="bench-"))).resolve()
    place.mkdir(parents=True, exist_ok=True)
    place.chmod(place.stat().st_mode | 0o011)
    try:
        yield place
    finally:
        if keep:
            sys.stderr.write(f"The sites are in {place}: --data {place} --keep takes them up again.\n")
        elif given is None:
            for site in place.iterdir():
                remove(site)
            place.rmdir()


def measured(site: Path, size: int, only: list[str], options: argparse.Namespace) -> Any:
    if not (site / "built").exists():
        remove(site)
    arguments = [str(size), str(options.seconds), ",".join(only)]
    # An empty variable counts as unset, and wins over the .env of a developer.
    environment = {**os.environ, "DATA_DIR": str(site), "DATABASE_URL": "", "SITE_URL": "", "DEBUG": "0"}
    done = subprocess.run([sys.executable, "-m", "tests.bench.one_size", *arguments], cwd=BASE_DIR, env=environment)
    if done.returncode != 0:
        sys.exit(f"{size:,} articles could not be measured; the reason stands above.")
    return json.loads((site / "figures.json").read_text())


def remove(site: Path) -> None:
    """With its database, which stops by itself only seconds after its last user."""
    cluster = Cluster(site)
    if cluster.room.exists() and is_watched(cluster):
        leave(cluster)
    shutil.rmtree(site, ignore_errors=True)
