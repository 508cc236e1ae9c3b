"""
Finished documents, kept by what they say: a page that anybody may ask for at any time is set once only.

The name of a file is its issue, its language and the digest of all that went into it. Of an issue in one language
only the newest stays: once it is asked for again, what was withdrawn, or a name that had to go, is not on the disk
either.
"""

import hashlib
import json
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Final

from django.conf import settings

from analysis.printing.documents import FONTS, TEMPLATE, Document

logger = logging.getLogger(__name__)

# Ten years of weeks in three languages; some three hundred kilobytes each.
MOST_FILES: Final = 1500
# So long a reader waits for those before them, each of whom takes less than a second.
PATIENCE_SECONDS: Final = 8

_one_at_a_time: Final = threading.Lock()


class Busy(Exception):
    """Others are waiting for their documents already."""


def folder() -> Path:
    return Path(settings.DATA_DIR) / "printed"


def digest_of(document: Document) -> str:
    """Of the words, the pictures (each name is one picture), the template, the fonts and the compiler."""
    parts = [version("typst"), TEMPLATE.read_text(), *sorted(font.name for font in FONTS.glob("*.ttf"))]
    said = [document.data, document.changed_at.isoformat(), parts]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


def printed(document: Document, *, name: str) -> bytes:
    """The finished PDF. `name`: of the issue in its language. Raises Busy."""
    file = folder() / f"{name}.{digest_of(document)}.pdf"
    return _kept(file) or _set_and_keep(document, file, name)


def proof(document: Document) -> bytes:
    """The same of what is not public yet, or not any more: never on the disk. Raises Busy."""
    with _turn():
        return _typeset(document)


def forget(name: str) -> None:
    """Nothing of the issue is public in its language any more."""
    for file in folder().glob(f"{name}.*"):
        file.unlink(missing_ok=True)


def _set_and_keep(document: Document, file: Path, name: str) -> bytes:
    with _turn():
        if (kept := _kept(file)) is not None:
            return kept
        pdf = _typeset(document)
        try:
            _keep(file, pdf, name)
        except OSError:  # A full disk need not take the document with it.
            logger.warning("Printed issues cannot be kept", exc_info=True)
        return pdf


@contextmanager
def _turn() -> Iterator[None]:
    if not _one_at_a_time.acquire(timeout=PATIENCE_SECONDS):
        raise Busy
    try:
        yield
    finally:
        _one_at_a_time.release()


def _typeset(document: Document) -> bytes:
    from analysis.printing.typesetting import typeset  # noqa: PLC0415 - most web processes never need its 7 MB

    return typeset(document)


def _kept(file: Path) -> bytes | None:
    """Nothing where it is not there, or cannot be read."""
    try:
        return file.read_bytes()
    except OSError:
        return None


def _keep(file: Path, pdf: bytes, name: str) -> None:
    """Whole or not at all; then without those that it replaces, and the oldest."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}")
    try:
        unfinished.write_bytes(pdf)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    replaced = set(file.parent.glob(f"{name}.*.pdf")) - {file}
    # Another process may be tidying up, too.
    with suppress(FileNotFoundError):
        by_age = sorted(file.parent.glob("*.pdf"), key=lambda other: -other.stat().st_mtime)
        for other in replaced.union(by_age[MOST_FILES:]):
            other.unlink()
