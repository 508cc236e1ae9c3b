"""What a kind of page costs: processor time of the web's and the database's processes over a run of wrk."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.db import connection

from tests.bench.accounting import database, seconds_used
from tests.bench.loading import Load, load
from tests.bench.serving import Server

ROUNDS: Final = 3
TURNS: Final = 9
WARMING: Final = 2.0
WARM_AFTER: Final = 30
# The kernel counts in hundredths of a second: of fewer answers a round would say little.
LEAST: Final = 60
Asked = tuple[Server, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Milliseconds of processor time a request, requests a second, milliseconds until half and 99 % were answered."""

    web: float
    database: float
    rate: float
    p50: float
    p99: float

    @property
    def total(self) -> float:
        return self.web + self.database


def measured(server: Server, paths: Sequence[str], *, seconds: float, headers: Sequence[str] = ()) -> Figure:
    """Of some rounds the one in the middle."""
    ask = partial(load, server.address, paths, headers=headers)
    enough = max(seconds, LEAST / rate_when_warm(ask))
    rounds = [_round(server, ask, enough) for _each in range(ROUNDS)]
    middle = statistics.median_low(figure.total for figure in rounds)
    return next(figure for figure in rounds if figure.total == middle)


def rate_when_warm(ask: "partial[Load]") -> float:
    """Answers a second. Templates are read and connections made by whoever comes first, in each process and thread."""
    answered, last = 0, None
    while last is None or answered < WARM_AFTER or not last.requests:
        last = ask(seconds=WARMING)
        answered += last.requests
    return last.requests / last.seconds


def _round(server: Server, ask: "partial[Load]", seconds: float) -> Figure:
    web, postgres = server.process, database()
    before = seconds_used(web), seconds_used(postgres)
    done = ask(seconds=seconds)
    after = seconds_used(web), seconds_used(postgres)
    used = [1000 * (now - was) / done.requests for now, was in zip(after, before, strict=True)]
    return Figure(web=used[0], database=used[1], rate=done.requests / done.seconds, p50=done.p50, p99=done.p99)


def beside(ours: Asked, other: Asked, *, seconds: float, headers: Sequence[str]) -> dict[str, float]:
    """
    Milliseconds of the web's processor time a request, of two servers that differ by little, and how many `times` the
    other's ours takes: of both in one turn, and of all turns the middle one, since a machine that is quicker at times
    is quicker for both. Who comes first in a turn comes second in the next.
    """
    used: dict[str, list[float]] = {"ours": [], "other": []}
    for turn in range(TURNS):
        for name, (server, paths) in sorted({"ours": ours, "other": other}.items(), reverse=turn % 2 == 0):
            before = seconds_used(server.process)
            done = load(server.address, paths, seconds=seconds, headers=headers)
            used[name].append(1000 * (seconds_used(server.process) - before) / done.requests)
    times = [mine / theirs for mine, theirs in zip(*used.values(), strict=True)]
    return {**{name: statistics.median(figures) for name, figures in used.items()}, "times": statistics.median(times)}


def settle() -> None:
    """The database is there for as long as we are; what others left it to do is done before anything is measured."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    connection.close()
