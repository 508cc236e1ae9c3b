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

from django.db import connection, transaction

from analysis.models import Publication
from analysis.models.publications import EPOCH, THIRTY_DAYS, PublicationQuerySet

# So many are counted one by one; of more, about so many of the newest.
COUNTED: Final = 3_000
LOOKED_AT: Final = 2_000
# What PostgreSQL expects is about right, in the newest months more or less so.
_ENOUGH: Final = 200


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


def within_reach(publications: PublicationQuerySet, *, at: datetime) -> Reach:
    found, parameters = _compiled(publications)
    expected = _expected(found, parameters)
    if expected <= COUNTED or (since := _newest(LOOKED_AT / expected)) is None:
        return Reach(found, parameters, expected)
    newest = publications.filter(appeared_in__overlap=list(range(_span(since), _span(at) + 1)))
    if newest[:_ENOUGH].count() < _ENOUGH:
        return Reach(found, parameters, expected)
    return Reach(*_compiled(newest), expected, is_cut=True)


@contextmanager
def by_words() -> Iterator[None]:
    """
    While PostgreSQL looks texts up by their words: it does not know what it costs to unpack those of a text, and
    would rather read all texts there are.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        yield


def _compiled(publications: PublicationQuerySet) -> tuple[str, Sequence[Any]]:
    found, parameters = publications.order_by().values(*_COLUMNS).query.sql_with_params()
    return found, parameters


def _expected(found: str, parameters: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {found}", parameters)
        (plans,) = cursor.fetchone()
    return int(plans[0]["Plan"]["Plan Rows"])


def _newest(part: float) -> datetime | None:
    """Since when this part of all texts has appeared; nothing before PostgreSQL has looked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT histogram_bounds::text::timestamptz[] FROM pg_stats"
            " WHERE schemaname = current_schema() AND tablename = %s AND attname = 'first_published_at'",
            [Publication._meta.db_table],
        )
        row = cursor.fetchone()
    bounds: list[datetime] = row[0] if row and row[0] else []
    return bounds[max(0, int(len(bounds) * (1 - part)) - 1)] if bounds else None


def _span(instant: datetime) -> int:
    return (instant - EPOCH) // timedelta(days=THIRTY_DAYS)
