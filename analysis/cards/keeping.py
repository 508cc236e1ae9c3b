"""Cards that were drawn, on the disk by what they show: a card is drawn once, however many ask for it at once."""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings

from analysis.cards.drawing import drawn
from analysis.text.share_cards import ShareCard

logger = logging.getLogger(__name__)

# About 50 MB. Beyond it the oldest make room: caches in front of us have them, and they can be drawn again.
MOST: Final = 2000


def png(card: ShareCard) -> bytes:
    try:
        return _kept(card)
    except OSError:  # A full disk need not take the card with it.
        logger.warning("Share cards cannot be kept", exc_info=True)
        return drawn(card)


def _kept(card: ShareCard) -> bytes:
    folder = Path(settings.DATA_DIR) / "cards"
    path = folder / f"{card.digest}.png"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with _alone_in(folder):
            if not path.exists():
                _make_room(folder)
                _write(path, drawn(card))
    return path.read_bytes()


def _make_room(folder: Path) -> None:
    cards = sorted(folder.glob("*.png"), key=lambda path: path.stat().st_mtime)
    for path in cards[: max(0, len(cards) + 1 - MOST)]:
        path.unlink()


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(content)
    unfinished.replace(path)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Among all processes of this machine; the kernel drops the lock with whoever holds it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
