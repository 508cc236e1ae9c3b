"""Collecting the static files takes seconds: it is done beside other work, and only after a change."""

import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.core.management.base import CommandError

from config import env

COLLECT = (sys.executable, str(env.BASE_DIR / "manage.py"), "collectstatic", "--no-input", "--verbosity=0")
DIGEST = env.DATA_DIR / "static.digest"


@contextmanager
def collecting(say: Callable[[str], None]) -> Iterator[None]:
    """They are collected when the block ends."""
    current = digest()
    if DIGEST.exists() and DIGEST.read_text() == current:
        yield
        return
    collector = subprocess.Popen(COLLECT, stdin=subprocess.DEVNULL)
    try:
        yield
        say("Collecting the static files …")
    except BaseException:
        collector.kill()
        raise
    finally:
        status = collector.wait()
    if status != 0:
        raise CommandError("The static files cannot be collected; the reason stands above.")
    DIGEST.write_text(current)


def digest() -> str:
    """Of names, sizes and times of all sources: their contents need not be read."""
    sources = sorted(str(source) for source in described_sources())
    return hashlib.sha256("\n".join(sources).encode()).hexdigest()


def described_sources() -> Iterator[tuple[str, int, int]]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            yield name, found.st_size, found.st_mtime_ns
