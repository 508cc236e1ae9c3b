"""
Pages of a list, newest first.

A page is asked for by the article at its edge (`?before=…`, `?after=…`) and not by its number: the thousandth
costs what the first does, and none of them shifts when something new appears.
"""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Q
from django.http import QueryDict

from analysis.models import Publication
from analysis.models.publications import PublicationQuerySet
from analysis.models.statements import Statement

PAGE_SIZE = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FORM = re.compile(r"(-?[0-9]{1,18})\.([0-9]{1,18})")


class Edge(NamedTuple):
    first_published_at: datetime
    pk: int

    def __str__(self) -> str:
        """Microseconds since 1970, a full stop, the key."""
        return f"{(self.first_published_at - EPOCH) // timedelta(microseconds=1)}.{self.pk}"


@dataclass(frozen=True, kw_only=True)
class Page:
    """
    `query` is the page's own, `newer` and `older` those of its neighbours; empty where there is none. `is_linked`:
    an article stands at the edge that was asked for, so that some page may lead here.
    """

    publications: list[Publication]
    query: str = ""
    is_linked: bool = True
    newer: str = ""
    older: str = ""

    @property
    def kept_query(self) -> str:
        """By which caches may know it: anybody can make up edges, and nobody shall fill caches with them."""
        return self.query if self.is_linked else "never"


class Paged:
    """A list that is read page by page: `publications` (of the given parameters, by name) are what is in it."""

    def __init__(self, publications: Callable[..., PublicationQuerySet]) -> None:
        self.publications = publications
        names = inspect.signature(publications).parameters
        self.newest = Statement(self._newest, names)
        self.older = Statement(self._older, [*names, *Edge._fields])
        self.newer = Statement(self._newer, [*names, *Edge._fields])

    def page(self, query: QueryDict, **given: Any) -> Page:
        """The page a query asks for; the first one where it asks for nothing that can be."""
        if after := parsed(query.get("after", "")):
            newer = self._page_after(after, given)
            if newer:
                return newer
        before = parsed(query.get("before", ""))
        found = self.older.answer({**given, **before._asdict()}) if before else self.newest.answer(given)
        is_linked, rows = from_edge(found, before)
        return _page(
            rows, older=len(rows) > PAGE_SIZE, newer=bool(before), query=_query("before", before), linked=is_linked
        )

    def _page_after(self, edge: Edge, given: dict[str, Any]) -> Page | None:
        is_linked, rows = from_edge(self.newer.answer({**given, **edge._asdict()}), edge)
        if not rows:
            return None
        newest_first, query = rows[PAGE_SIZE - 1 :: -1], _query("after", edge)
        return _page(newest_first, older=True, newer=len(rows) > PAGE_SIZE, query=query, linked=is_linked)

    def _newest(self, **given: Any) -> PublicationQuerySet:
        return self.publications(**given).newest_first()[: PAGE_SIZE + 2]

    def _older(self, first_published_at: datetime, pk: int, **given: Any) -> PublicationQuerySet:
        older = self.publications(**given).filter(is_up_to(Edge(first_published_at, pk)))
        return older.newest_first()[: PAGE_SIZE + 2]

    def _newer(self, first_published_at: datetime, pk: int, **given: Any) -> PublicationQuerySet:
        newer = Q(first_published_at__gte=first_published_at) & (~is_up_to(Edge(first_published_at, pk)) | Q(pk=pk))
        return self.publications(**given).filter(newer).order_by("first_published_at", "id")[: PAGE_SIZE + 2]


def from_edge(rows: list[Publication], edge: Edge | None) -> tuple[bool, list[Publication]]:
    """Whether an article stands at the edge itself, and what comes behind it."""
    if edge is None:
        return True, rows
    is_there = bool(rows) and _edge(rows[0]) == edge
    return is_there, rows[1:] if is_there else rows


def is_up_to(edge: Edge) -> Q:
    # The first condition says nothing new, but leads the database straight to the edge in its index.
    return Q(first_published_at__lte=edge.first_published_at) & (
        Q(first_published_at__lt=edge.first_published_at) | Q(pk__lte=edge.pk)
    )


def parsed(text: str) -> Edge | None:
    match = FORM.fullmatch(text)
    if not match:
        return None
    try:
        return Edge(EPOCH + timedelta(microseconds=int(match[1])), int(match[2]))
    except OverflowError:
        return None


def _page(rows: list[Publication], *, older: bool, newer: bool, query: str, linked: bool) -> Page:
    rows = rows[:PAGE_SIZE]
    return Page(
        publications=rows,
        query=query,
        is_linked=linked,
        newer=_query("after", _edge(rows[0])) if newer and rows else "",
        older=_query("before", _edge(rows[-1])) if older and rows else "",
    )


def _edge(publication: Publication) -> Edge:
    return Edge(publication.first_published_at, publication.pk)


def _query(name: str, edge: Edge | None) -> str:
    return f"?{name}={edge}" if edge else ""
