"""
Pages of a list, newest first.

A page is asked for by what stands at its edge (`?before=…`, `?after=…`) and not by its number: the thousandth
costs what the first does, and none of them shifts when something new appears.
"""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.http import QueryDict

from analysis.models.publications import PAGE_SIZE
from analysis.models.statements import Statement

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FORM = re.compile(r"(-?[0-9]{1,18})\.([0-9]{1,18})")


class Edge(NamedTuple):
    instant: datetime
    pk: int

    def __str__(self) -> str:
        """Microseconds since 1970, a full stop, the key."""
        return f"{(self.instant - EPOCH) // timedelta(microseconds=1)}.{self.pk}"


@dataclass(frozen=True, kw_only=True)
class Page:
    """
    `query` is the page's own, `newer` and `older` those of its neighbours; empty where there is none. `is_linked`:
    something stands at the edge that was asked for, so that some page may lead here.
    """

    rows: list[Any]
    query: str = ""
    is_linked: bool = True
    newer: str = ""
    older: str = ""

    @property
    def kept_query(self) -> str:
        """By which caches may know it: anybody can make up edges, and nobody shall fill caches with them."""
        return self.query if self.is_linked else "never"


class Paged:
    """
    A list that is read page by page: `rows` (of the given parameters, by name) are what is in it, ordered by `instant`
    and their key.
    """

    def __init__(self, rows: Callable[..., QuerySet[Any]], *, instant: str, size: int) -> None:
        self.rows, self.instant, self.size = rows, instant, size
        names = inspect.signature(rows).parameters
        self.newest = Statement(self._newest, names)
        self.older = Statement(self._older, [*names, *Edge._fields])
        self.newer = Statement(self._newer, [*names, *Edge._fields])

    def page(self, query: QueryDict, **given: Any) -> Page:
        """The page a query asks for; the first one where nothing is behind the edge it names, or it names none."""
        if after := parsed(query.get("after", "")):
            newer = self._page_after(after, given)
            if newer:
                return newer
        if before := parsed(query.get("before", "")):
            older = self._page_before(before, given)
            if older:
                return older
        rows = self.newest.answer(given)
        return self._page(rows, older=len(rows) > self.size, newer=False, query="", linked=True)

    def _page_before(self, edge: Edge, given: dict[str, Any]) -> Page | None:
        is_linked, rows = self._from_edge(self.older.answer({**given, **edge._asdict()}), edge)
        if not rows:
            return None
        return self._page(rows, older=len(rows) > self.size, newer=True, query=_query("before", edge), linked=is_linked)

    def _page_after(self, edge: Edge, given: dict[str, Any]) -> Page | None:
        is_linked, rows = self._from_edge(self.newer.answer({**given, **edge._asdict()}), edge)
        if not rows:
            return None
        newest_first, query = rows[self.size - 1 :: -1], _query("after", edge)
        return self._page(newest_first, older=True, newer=len(rows) > self.size, query=query, linked=is_linked)

    def _page(self, rows: list[Any], *, older: bool, newer: bool, query: str, linked: bool) -> Page:
        rows = rows[: self.size]
        return Page(
            rows=rows,
            query=query,
            is_linked=linked,
            newer=_query("after", self._edge(rows[0])) if newer and rows else "",
            older=_query("before", self._edge(rows[-1])) if older and rows else "",
        )

    def _from_edge(self, rows: list[Any], edge: Edge) -> tuple[bool, list[Any]]:
        """Whether something stands at the edge itself, and what comes behind it."""
        is_there = bool(rows) and self._edge(rows[0]) == edge
        return is_there, rows[1:] if is_there else rows

    def _edge(self, row: Any) -> Edge:
        return Edge(getattr(row, self.instant), row.pk)

    def _newest(self, **given: Any) -> QuerySet[Any]:
        return self.rows(**given).order_by(f"-{self.instant}", "-id")[: self.size + 2]

    def _older(self, instant: datetime, pk: int, **given: Any) -> QuerySet[Any]:
        older = self.rows(**given).filter(self._is_up_to(instant, pk))
        return older.order_by(f"-{self.instant}", "-id")[: self.size + 2]

    def _newer(self, instant: datetime, pk: int, **given: Any) -> QuerySet[Any]:
        newer = Q((f"{self.instant}__gte", instant)) & (~self._is_up_to(instant, pk) | Q(pk=pk))
        return self.rows(**given).filter(newer).order_by(self.instant, "id")[: self.size + 2]

    def _is_up_to(self, instant: datetime, pk: int) -> Q:
        # The first condition says nothing new, but leads the database straight to the edge in its index.
        return Q((f"{self.instant}__lte", instant)) & (Q((f"{self.instant}__lt", instant)) | Q(pk__lte=pk))


def paged(*, by: str = "first_published_at", size: int = PAGE_SIZE) -> Callable[[Callable[..., QuerySet[Any]]], Paged]:
    """Of a function that makes a query, in which `by` is the instant that the list is ordered by."""
    return lambda rows: Paged(rows, instant=by, size=size)


def parsed(text: str) -> Edge | None:
    match = FORM.fullmatch(text)
    if not match:
        return None
    try:
        return Edge(EPOCH + timedelta(microseconds=int(match[1])), int(match[2]))
    except OverflowError:
        return None


def place_in(query: QueryDict) -> str:
    """The part of a list that a query asks for, in its one form (`?before=…`); nothing of whatever else it says."""
    edges = {name: edge for name in ("after", "before") if (edge := parsed(query.get(name, "")))}
    return next((_query(name, edge) for name, edge in edges.items()), "")


def _query(name: str, edge: Edge) -> str:
    return f"?{name}={edge}"
