"""
How far back a question looks.

A word that half of all texts have is found so often that to count, sort and sum up all of that would take longer than
anybody waits, and longer with every year. So where PostgreSQL expects more than can be counted, the newest texts are
looked at, far enough back to be enough of them. Nothing is lost to who looks for something rare.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.db import transaction

from analysis.models import Publication
from analysis.models.publications import EPOCH, THIRTY_DAYS
from analysis.models.statements import ask, database
from analysis.search.matching import Matching, parameters_of

# So many are counted one by one; of more, about so many of the newest.
COUNTED: Final = 3_000
LOOKED_AT: Final = 2_000
# What PostgreSQL expects of phrases is too much: where the newest have hardly one, more of them are looked at, and
# where those have none, all.
ENOUGH: Final = (20, 1, 0)
_FURTHER: Final = 5

# To compare a text's words is about as dear as to read a page; elsewhere a comparison costs a hundredth of that. To
# start more processes takes longer than what they would do.
_DEAR: Final = (
    "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off; SET LOCAL cpu_operator_cost = 0.25;"
    " SET LOCAL max_parallel_workers_per_gather = 0"
)


class Reach(NamedTuple):
    """Texts to look at. `expected`: how many there may be in all; `is_cut`: whether older ones are left out."""

    matching: Matching
    expected: int
    is_cut: bool = False


def reaches(texts: Mapping[str, Matching], *, until: datetime, among: Matching | None = None) -> dict[str, list[Reach]]:
    """
    Of each all of them, or, where they may be too many, first the newest before `until`, then some more, then all.
    `among`: where PostgreSQL cannot know how many there may be, what they are among.
    """
    expected = _expected(dict.fromkeys(texts, among) if among else texts)
    newest = [instant for instant in _newest() if instant <= until] if max(expected.values()) > COUNTED else []
    return {name: list(_reaches(each, expected[name], newest, until)) for name, each in texts.items()}


def _reaches(matching: Matching, expected: int, newest: Sequence[datetime], until: datetime) -> Iterator[Reach]:
    for number in (LOOKED_AT, _FURTHER * LOOKED_AT) if newest and expected > COUNTED else ():
        if expected > number:
            since = newest[max(0, int(len(newest) * (1 - number / expected)) - 1)]
            yield Reach(replace(matching, months=[*range(_month(since), _month(until) + 1)]), expected, is_cut=True)
    yield Reach(matching, expected)


@contextmanager
def by_words() -> Iterator[None]:
    """
    While PostgreSQL looks texts up by their words: it does not know what it costs to unpack those of a text, and
    would rather read all texts there are, or all of a language.
    """
    asked = database()
    with transaction.atomic(asked.alias), asked.cursor() as cursor:
        cursor.execute(_DEAR)
        yield


def _expected(texts: Mapping[str, Matching]) -> dict[str, int]:
    """How many of each there may be, as PostgreSQL tells in answer to one question."""
    statement = " UNION ALL ".join(each.statement(name) for name, each in texts.items())
    with database().cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", parameters_of(texts))
        ((plans,),) = cursor.fetchall()
    whole = plans[0]["Plan"]
    each = whole["Plans"] if len(texts) > 1 else [whole]
    return {name: int(plan["Plan Rows"]) for name, plan in zip(texts, each, strict=True)}


def _newest() -> list[datetime]:
    """Instants with about as many texts between each and the next; none before PostgreSQL has looked."""
    rows = ask(
        "SELECT histogram_bounds::text::timestamptz[] FROM pg_stats"
        " WHERE schemaname = current_schema() AND tablename = %(table)s AND attname = 'first_published_at'",
        {"table": Publication._meta.db_table},
        database(),
    )
    return list(rows[0][0]) if rows and rows[0][0] else []


def _month(instant: datetime) -> int:
    return (instant - EPOCH) // timedelta(days=THIRTY_DAYS)
