"""Lists that grow for ever, counted no further than somebody might read on."""

from typing import Any, Final

from django.core.paginator import Page
from django.db import connection
from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.functional import cached_property

from analysis.admin.generics import DeskPaginator
from analysis.text.numbers import whole_number

# Pages counted beyond the one that is asked for.
_AHEAD: Final = 9
# Of a page's number: no list of ours is longer.
_DIGITS: Final = 6


class ReadOn(DeskPaginator[Any]):
    """
    Knows of some pages after the one that is asked for, and whether more follow.

    A count of everything reads everything: of 200,000 articles it costs more than the page.
    """

    asked_for = 1

    @property
    def reach(self) -> int:
        return (self.asked_for + _AHEAD) * self.per_page

    @cached_property
    def _found(self) -> int:
        rows = self.object_list
        return rows.order_by().values("pk")[: self.reach + 1].count() if isinstance(rows, QuerySet) else len(rows)

    @cached_property
    def count(self) -> int:
        return min(self._found, self.reach)

    @property
    def goes_on(self) -> bool:
        """There are more than are counted."""
        return self._found > self.count

    @property
    def least(self) -> str:
        return number_format(self.count, force_grouping=True)

    @cached_property
    def about(self) -> str:
        """How many rows the whole table has, in round figures; nothing where PostgreSQL has not looked at it yet."""
        rows = estimated(self.object_list) if isinstance(self.object_list, QuerySet) else 0
        return number_format(rounded(rows), force_grouping=True) if rows > self.count else ""


def read_on(rows: Any, per_page: int, asked: str | None, **options: Any) -> ReadOn:
    pages = ReadOn(rows, per_page, **options)
    pages.asked_for = whole_number((asked or "")[:_DIGITS]) or 1
    return pages


def page_of(rows: Any, per_page: int, asked: str | None) -> "Page[Any]":
    """The page that an address asks for, or the nearest there is."""
    return read_on(rows, per_page, asked).get_page(asked)


def estimated(rows: QuerySet[Any]) -> int:
    """How many their table has, as PostgreSQL counted when it last looked: -1 if it never did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [rows.model._meta.db_table])
        (number,) = cursor.fetchone() or (-1,)
    return int(number)


def rounded(number: int) -> int:
    """To two figures: 204,518 is about 200,000."""
    unit: int = 10 ** max(len(str(number)) - 2, 0)
    return round(number / unit) * unit
