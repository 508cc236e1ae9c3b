"""
What will change, and when, as far as it is written down: beginnings and ends of publications, releases of editions.

So a page expires at the very instant at which it will be another, and nothing has to run for that.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Final, NamedTuple

from psycopg import Connection

# So many changes ahead are known one by one. Nothing is kept beyond the last of them.
MOST: Final = 20_000
# A page may be made for an instant a little before the agenda was read.
BEFORE: Final = timedelta(minutes=5)

COMING = "SELECT instant, ends, tag FROM coming_changes(%s) ORDER BY instant LIMIT %s"


class Coming(NamedTuple):
    instant: datetime
    ends: bool
    tag: str


class Agenda:
    def __init__(self, changes: Iterable[Coming], *, horizon: datetime | None = None) -> None:
        """`changes` in the order of their instants; `horizon`: up to which they are all there are."""
        self.horizon = horizon
        self._changes: dict[str, list[datetime]] = {}
        self._ends: dict[str, list[datetime]] = {}
        for instant, ends, tag in changes:
            self._changes.setdefault(tag, []).append(instant)
            if ends:
                self._ends.setdefault(tag, []).append(instant)

    def next_change(self, tags: Collection[str], *, after: datetime) -> datetime | None:
        return _next(self._changes, tags, after=after, horizon=self.horizon)

    def next_end(self, tags: Collection[str], *, after: datetime) -> datetime | None:
        """At which something that must not be seen any longer leaves a page."""
        return _next(self._ends, tags, after=after, horizon=self.horizon)


def _next(
    instants: dict[str, list[datetime]], tags: Collection[str], *, after: datetime, horizon: datetime | None
) -> datetime | None:
    coming = (instants[tag] for tag in tags if tag in instants)
    found = [known[place] for known in coming if (place := bisect_right(known, after)) < len(known)]
    return min([*found, *([horizon] if horizon else [])], default=None)


def read_agenda(connection: Connection[tuple[datetime, bool, str]], *, at: datetime) -> Agenda:
    rows = [Coming(*row) for row in connection.execute(COMING, [at - BEFORE, MOST])]
    return Agenda(rows, horizon=rows[-1].instant if len(rows) == MOST else None)


def next_midnight(at: datetime, *, zone: tzinfo) -> datetime:
    """When another day begins, where the publication is at home or by universal time: pages may count days."""
    return min(_midnight_after(at, zone), _midnight_after(at, UTC))


def _midnight_after(at: datetime, zone: tzinfo) -> datetime:
    tomorrow = at.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone)
