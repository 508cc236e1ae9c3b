"""
The line on which the database tells this process what has changed: a connection of its own that listens.

Every half second it is asked whether it still hears. A process whose line is silent keeps nothing for longer than two
seconds, since it would not learn of a change. As often, the clock is asked whether it was put back.
"""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic, time
from typing import Any, Final

import psycopg

from analysis.frontend_cache.agenda import BEFORE, Agenda, read_agenda
from analysis.frontend_cache.errands import Errands
from analysis.frontend_cache.keeping import SITE
from analysis.frontend_cache.purges import Purges

CHANNEL: Final = "pages"
# Any number of our own.
ERRANDS_LOCK: Final = 0x70616765
HEARTBEAT_SECONDS: Final = 0.5
TOGETHER_SECONDS: Final = 0.02
# Since when nothing was heard, until nothing older than that is given out.
SILENCE_SECONDS: Final = 2.0
PAUSE_SECONDS: Final = 0.5
# By how much a clock may be put back before what is written down must be read again: less than what that begins before.
PUT_BACK_SECONDS: Final = BEFORE.total_seconds() / 5
# A machine that has gone without a word: the system gives the connection up after these milliseconds.
IMPATIENCE: Final = {"connect_timeout": 3, "tcp_user_timeout": 3000, "application_name": "barometer pages"}

log = logging.getLogger(__name__)


class Line:
    def __init__(
        self,
        purges: Purges,
        *,
        address: Callable[[], dict[str, Any]],
        on_change: Callable[[], None] = lambda: None,
        errands: Errands | None = None,
    ) -> None:
        """
        `address`: gives the parameters of a connection to the database that is written to. `on_change`: called before
        each purge, so that what is made after it is not read where the change has not come yet. `errands`: to a network
        in front of all processes, which one of them runs.
        """
        self.purges = purges
        self.errands = errands
        self.agenda: Agenda | None = None
        self.heard_at = float("-inf")
        self._address = address
        self._on_change = on_change
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._stopping = threading.Event()
        # How far the clock on the wall was before the steady one: the most since the agenda was read.
        self._ahead = float("-inf")

    def start(self) -> None:
        """Once in a process, and not before it was forked."""
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._listen_for_ever, name="pages", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Waits until it has hung up."""
        self._stopping.set()
        if self._thread:
            self._thread.join()

    def vouches_for(self, made_at: float) -> bool:
        """Whether what was right at `made_at` (of the steady clock) would be known to be wrong by now."""
        return monotonic() - max(made_at, self.heard_at) <= SILENCE_SECONDS

    def _listen_for_ever(self) -> None:
        while not self._stopping.is_set():
            try:
                self._listen()
            except Exception as error:  # whatever it is, the next try may do better
                log.warning("The page cache does not hear of changes: %s", type(error).__name__)
                self._stopping.wait(PAUSE_SECONDS)

    def _listen(self) -> None:
        with psycopg.connect(**{**self._address(), **IMPATIENCE}, autocommit=True) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            # Whatever was said before, nobody here has heard.
            self._take([SITE], connection)
            runs_errands = False
            while not self._stopping.is_set():
                if self.errands and not runs_errands and (runs_errands := is_the_one(connection)):
                    self.errands.send([SITE])
                if said := self._said(connection) or self._to_come_again():
                    self._take(said, connection)
                    if self.errands and runs_errands:
                        self.errands.send(said)
                asked_at = monotonic()
                connection.execute("SELECT 1")
                self.heard_at = asked_at

    def _said(self, connection: psycopg.Connection[Any]) -> list[str]:
        """Tags. Whoever changes one thing often changes the next one at once: both are one purge."""
        said = list(connection.notifies(timeout=HEARTBEAT_SECONDS, stop_after=1))
        if said:
            said += connection.notifies(timeout=TOGETHER_SECONDS)
        return [tag for told in said for tag in told.payload.split()]

    def _to_come_again(self) -> list[str]:
        """Everything, when the clock was put back: changes that had passed for this process are still to come."""
        ahead = time() - monotonic()
        self._ahead = max(ahead, self._ahead)
        return [SITE] if ahead < self._ahead - PUT_BACK_SECONDS else []

    def _take(self, tags: list[str], connection: psycopg.Connection[Any]) -> None:
        self._on_change()
        self._ahead = time() - monotonic()
        # The agenda first: what is made after the purge must know of what was written before it.
        self.agenda = read_agenda(connection, at=datetime.now(UTC))
        self.purges.purge(tags)


def is_the_one(connection: psycopg.Connection[Any]) -> bool:
    """Of all processes that listen; until it hangs up."""
    row = connection.execute("SELECT pg_try_advisory_lock(%s)", [ERRANDS_LOCK]).fetchone()
    return bool(row and row[0])
