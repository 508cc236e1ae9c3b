"""
Telling a network in front of the site what has changed: one process of all does it, with a thread of its own.

Which one it is, a lock in the database decides, on the line on which it hears of changes. Whoever takes over does not
know what was told before, and has everything made anew.
"""

import logging
import threading
import time
from collections.abc import Callable, Collection, Sequence
from typing import Final

from analysis.frontend_cache.keeping import SITE

PAUSE_SECONDS: Final = 0.2
LONGEST_PAUSE: Final = 60.0

log = logging.getLogger(__name__)


class Errands:
    def __init__(self, purge: Callable[[Sequence[str]], None], *, at_once: int) -> None:
        """`purge` may fail, and is then called again; `at_once`: so many tags a call."""
        self._purge, self._at_once = purge, at_once
        self._waiting: set[str] = set()
        self._called = threading.Condition()
        self._thread: threading.Thread | None = None

    def send(self, tags: Collection[str]) -> None:
        with self._called:
            self._waiting |= set(tags)
            self._called.notify()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="errands", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        pause = PAUSE_SECONDS
        while True:
            with self._called:
                self._called.wait_for(lambda: self._waiting)
                tags, self._waiting = sorted(self._waiting), set()
            try:
                self._carry(tags)
                pause = PAUSE_SECONDS
            except Exception as error:  # until it is told, readers there get what was so before
                log.warning("The network in front was not told of a change: %s", error)
                time.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
                self.send(tags)

    def _carry(self, tags: Sequence[str]) -> None:
        if SITE in tags:
            return self._purge([SITE])
        for start in range(0, len(tags), self._at_once):
            self._purge(tags[start : start + self._at_once])
        return None
