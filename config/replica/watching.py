"""
Whether the replica may be read.

A thread of its own asks both servers once a second, so that no request waits for the answer. Its measure is how far the
primary has got in its log: a replica that has replayed as far has all that there was when the primary was asked. So an
idle primary is no lag, as it would be by `pg_last_xact_replay_timestamp()`, which tells when something last happened.
"""

import logging
import math
import time
from threading import Event, Lock, Thread
from typing import Any, Final, LiteralString, NamedTuple

import psycopg
from django.conf import settings
from django.db import OperationalError, connections

from config.database import PATIENCE, PRIMARY, REPLICA

log = logging.getLogger(__name__)

EVERY_SECONDS: Final = 1.0
# Between two looks at a replica that has not come as far yet.
_GLANCE_SECONDS: Final = 0.02
# Logs of different databases cannot be compared.
_WHERE_PRIMARY_IS: Final = """
    SELECT (pg_current_wal_lsn() - '0/0')::bigint, system_identifier FROM pg_control_system()
"""
_WHERE_REPLICA_IS: Final = """
    SELECT (pg_last_wal_replay_lsn() - '0/0')::bigint, system_identifier FROM pg_control_system()
    WHERE pg_is_in_recovery()
"""

SILENT: Final = "the replica does not answer"
STRANGE: Final = "REPLICA_URL names no replica of this database"
BEHIND: Final = "the replica is behind"


class Place(NamedTuple):
    """How far a server has got in the log, and of which database that log is."""

    log: int
    system: int


class Goal(NamedTuple):
    """Where the primary was at `asked_at`, an instant of `time.monotonic()`."""

    place: Place
    asked_at: float


class Sight(NamedTuple):
    """
    What was last seen of the replica: it has all that the primary had at `fresh_at`, an instant of `time.monotonic()`.
    `lag`: seconds it took to get there, or has taken so far. `is_alone`: the primary does not answer.
    """

    trouble: str = ""
    fresh_at: float = -math.inf
    lag: float = 0.0
    is_alone: bool = False


class Silence(Exception):
    """A server does not answer."""


class Line:
    """A connection to one of the servers, made when it is needed; requests have theirs."""

    def __init__(self, alias: str, question: LiteralString) -> None:
        self.alias = alias
        self.question = question
        self.connection: psycopg.Connection[Any] | None = None

    def place(self) -> Place | None:
        """Where the server is; None when it is not what it should be."""
        try:
            row = self.opened().execute(self.question).fetchone()
        except (psycopg.Error, OperationalError) as error:
            self.close()
            raise Silence from error
        return Place(*row) if row else None

    def opened(self) -> psycopg.Connection[Any]:
        if self.connection is None:
            parameters = connections[self.alias].get_connection_params() | PATIENCE
            self.connection = psycopg.connect(**parameters, autocommit=True)
        return self.connection

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


class Watch:
    def __init__(self) -> None:
        self.seen = Sight()
        self._changed_at = -math.inf
        self._goal: Goal | None = None
        self._primary, self._replica = Line(PRIMARY, _WHERE_PRIMARY_IS), Line(REPLICA, _WHERE_REPLICA_IS)
        self._thread: Thread | None = None
        self._stopped = Event()
        self._one_at_a_time = Lock()

    def start(self) -> None:
        """Once in a process; after it has been forked, since threads are not."""
        with self._one_at_a_time:
            if self._thread is None:
                self._stopped.clear()
                self._thread = Thread(target=self._look_on, name="replica", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        with self._one_at_a_time:
            self._stopped.set()
            if self._thread is not None:
                self._thread.join()
                self._thread = None
            self.seen, self._goal = Sight(), None

    def may_be_read(self) -> bool:
        """Costs nothing. A replica whose primary is gone has the best there is, however old that may be."""
        seen = self.seen
        if seen.trouble or seen.is_alone:
            return not seen.trouble
        oldest = time.monotonic() - settings.REPLICA_LAG_SECONDS - EVERY_SECONDS
        return seen.fresh_at > max(oldest, self._changed_at)

    def changed(self) -> None:
        """
        Something that readers must see has been committed: from now on this process reads from the primary, until the
        replica is known to have it, too. For whoever is told of changes, and has pages of before to throw away.
        """
        self._changed_at = time.monotonic()

    def distrust(self) -> None:
        """A request has got no answer: others need not try before the next look."""
        self._tell(self.seen._replace(trouble=SILENT))

    def look(self) -> None:
        """Ends when the replica has got where the primary was, or has taken as long as it may lag."""
        asked_at = time.monotonic()
        try:
            primary = self._primary.place()
        except Silence:
            primary = None
        try:
            self._tell(self._compared(Goal(primary, asked_at) if primary else None))
        except Silence:
            self._tell(self.seen._replace(trouble=SILENT))

    def _compared(self, latest: Goal | None) -> Sight:
        place = self._replica.place()
        if place is None or (latest and place.system != latest.place.system):
            return self.seen._replace(trouble=STRANGE)
        if latest is None:
            return self.seen._replace(trouble="", is_alone=True)
        # The goal stays until it is reached; but the log of a primary that has been replaced may be shorter.
        goal = self._goal if self._goal and self._goal.place <= latest.place else latest
        has_arrived = self._arrives_at(goal.place)
        self._goal = None if has_arrived else goal
        lag = time.monotonic() - goal.asked_at
        return Sight(
            trouble=BEHIND if lag > settings.REPLICA_LAG_SECONDS else "",
            fresh_at=goal.asked_at if has_arrived else self.seen.fresh_at,
            lag=lag,
        )

    def _arrives_at(self, goal: Place) -> bool:
        given_up_at = time.monotonic() + settings.REPLICA_LAG_SECONDS
        while place := self._replica.place():
            if place >= goal:
                return True
            if self._stopped.wait(_GLANCE_SECONDS) or time.monotonic() > given_up_at:
                break
        return False

    def _look_on(self) -> None:
        while not self._stopped.is_set():
            began_at = time.monotonic()
            self.look()
            self._stopped.wait(max(0.0, began_at + EVERY_SECONDS - time.monotonic()))
        self._primary.close()
        self._replica.close()

    def _tell(self, seen: Sight) -> None:
        if seen.trouble != self.seen.trouble:
            log.warning("%s", f"{seen.trouble}; the primary is read" if seen.trouble else "the replica is read again")
        self.seen = seen


watch: Final = Watch()
