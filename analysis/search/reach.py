"""
How far back a question looks.

A word that half of all texts have is found so often that to count, sort and sum up all of that would take longer than
anybody waits, and longer with every year. So where PostgreSQL expects more than can be counted, the newest texts are
looked at, far enough back to be enough of them. Nothing is lost to who looks for something rare.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db import transaction

from analysis.models import Publication
from analysis.models.publications import EPOCH, THIRTY_DAYS, PublicationQuerySet
from analysis.search.asking import database

# So many are counted one by one; of more, about so many of the newest.
COUNTED: Final = 3_000
LOOKED_AT: Final = 2_000
# What PostgreSQL expects of phrases is too much: where the newest have hardly one, more of them are looked at, and
# where those have none, all.
ENOUGH: Final = (20, 1, 0)
_FURTHER: Final = 5

# To compare a text's words is about as dear as to read a page; elsewhere a comparison costs a hundredth of that.
_DEAR: Final = "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off; SET LOCAL cpu_operator_cost = 0.25"

# The vectors are carried along unread: what a row points to is fetched when it is weighed.
_COLUMNS: Final = ("id", "first_published_at", "filed_under", "search_vector")


class Reach(NamedTuple):
    """
    A statement that finds `_COLUMNS` of texts, with its parameters. `expected`: how many there may be in all;
    `is_cut`: whether older ones are left out.
    """

    found: str
    parameters: Sequence[Any]
    expected: int
    is_cut: bool = False


def within_reach(publications: PublicationQuerySet, *, until: datetime) -> Reach:
    return next(reaches(publications, until=until))


def reaches(
    publications: PublicationQuerySet, *, until: datetime, among: PublicationQuerySet | None = None
) -> Iterator[Reach]:
    """
    All of them, or, where they may be too many, first the newest before `until`, then some more, then all. `among`:
    where PostgreSQL cannot know how many there may be, what they are among.
    """
    found, parameters = _compiled(publications)
    expected = _expected(*(_compiled(among) if among is not None else (found, parameters)))
    newest = [instant for instant in _newest() if instant <= until] if expected > COUNTED else []
    for number in (LOOKED_AT, _FURTHER * LOOKED_AT):
        if newest and expected > number:
            since = newest[max(0, int(len(newest) * (1 - number / expected)) - 1)]
            within = publications.filter(appeared_in__overlap=list(range(_span(since), _span(until) + 1)))
            yield Reach(*_compiled(within), expected, is_cut=True)
    yield Reach(found, parameters, expected)


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


def _compiled(publications: PublicationQuerySet) -> tuple[str, Sequence[Any]]:
    found, parameters = publications.order_by().values(*_COLUMNS).query.sql_with_params()
    return found, parameters


def _expected(found: str, parameters: Sequence[Any]) -> int:
    with database().cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {found}", parameters)
        (plans,) = cursor.fetchone()
    return int(plans[0]["Plan"]["Plan Rows"])


def _newest() -> list[datetime]:
    """Instants with about as many texts between each and the next; none before PostgreSQL has looked."""
    with database().cursor() as cursor:
        cursor.execute(
            "SELECT histogram_bounds::text::timestamptz[] FROM pg_stats"
            " WHERE schemaname = current_schema() AND tablename = %s AND attname = 'first_published_at'",
            [Publication._meta.db_table],
        )
        row = cursor.fetchone()
    return list(row[0]) if row and row[0] else []


def _span(instant: datetime) -> int:
    return (instant - EPOCH) // timedelta(days=THIRTY_DAYS)
