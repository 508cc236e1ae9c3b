"""The site of one size in the DATA_DIR of this process: a few minutes for 200,000 texts."""

import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from tqdm import tqdm

from analysis.models import Author, Image, Issue, Tag, Topic
from config.serving import static_files
from tests.bench.content import Archive
from tests.bench.copying import bare, copy_in, set_sequences
from tests.bench.rows import LOADED, draw_pictures, learn_words, rows_of, set_the_scene

AT_ONCE: Final = 250
BUILT: Final = settings.DATA_DIR / "built"


def build(size: int) -> None:
    """What was built before is only brought up to date."""
    begun = time.monotonic()
    call_command("migrate", interactive=False, verbosity=0)
    collect_static_files()
    if BUILT.exists():
        return
    set_the_scene(Archive(size))
    draw_pictures()
    learn_words()
    with bare(LOADED):
        load_all(size)
    set_sequences([*LOADED, Author, Image, Issue, Tag, Topic])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    BUILT.write_text(f"{size:,} articles, built in {time.monotonic() - begun:.0f} s\n")


def collect_static_files() -> None:
    """As `serve` does, only after a change."""
    current = static_files.digest()
    if not static_files.DIGEST.exists() or static_files.DIGEST.read_text() != current:
        call_command("collectstatic", interactive=False, verbosity=0)
        static_files.DIGEST.write_text(current)


def load_all(size: int) -> None:
    starts = range(1, size + 1, AT_ONCE)
    # Not forked: a connection is no use to two.
    context = multiprocessing.get_context("spawn")
    with (
        ProcessPoolExecutor(os.cpu_count(), mp_context=context) as processes,
        tqdm(total=size, desc="texts", unit="text", disable=None) as progress,
    ):
        for loaded in processes.map(partial(load, size), starts):
            progress.update(loaded)


def load(size: int, start: int) -> int:
    archive, numbers = Archive(size), range(start, min(start + AT_ONCE, size + 1))
    with transaction.atomic(), connection.cursor() as cursor:
        # PostgreSQL knows nothing yet of tables that are being filled: a trigger would read them from end to end.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL synchronous_commit = off")
        copy_in(row for number in numbers for row in rows_of(archive, number))
    return len(numbers)
