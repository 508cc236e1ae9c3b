"""Entries arranged: trend by day in a week, day by day in a month."""

from collections import defaultdict
from collections.abc import Callable, Hashable
from datetime import date, datetime
from typing import NamedTuple, TypeVar

from accounts.models import User
from analysis.admin.calendar.days import Span
from analysis.admin.calendar.entries import Entry, Mark, entries, marks
from analysis.admin.calendar.holes import Hole
from analysis.models import Topic
from analysis.text.periods import iso_week_slug

T = TypeVar("T")
Key = Callable[[Entry | Mark], Hashable]


class Cell(NamedTuple):
    day: date
    entries: list[Entry]
    marks: list[Mark]


class Row(NamedTuple):
    """A trend, or (None) everything that belongs to none."""

    trend: Topic | None
    cells: list[Cell]
    holes: list[Hole]


class Week(NamedTuple):
    name: str
    cells: list[Cell]


class Found(NamedTuple):
    entries: list[Entry]
    marks: list[Mark]


def found_in(span: Span, *, user: User, at: datetime) -> Found:
    topics = Topic.objects.in_bulk()
    return Found(entries(span, user=user, at=at, topics=topics), marks(span, at=at, topics=topics))


def rows(span: Span, found: Found, holes: list[Hole]) -> list[Row]:
    cells = arranged(found, lambda item: (trend_of(item), item.day))
    missing = grouped(holes, lambda hole: hole.topic)
    trends: list[Topic | None] = [*Topic.objects.trends(), None]
    return [Row(trend, [cells(day, (trend, day)) for day in span.days], missing[trend]) for trend in trends]


def weeks(span: Span, found: Found) -> list[Week]:
    cells = arranged(found, lambda item: item.day)
    return [Week(iso_week_slug(week.first), [cells(day, day) for day in week.days]) for week in span.weeks]


def trend_of(item: Entry | Mark) -> Topic | None:
    return item.topic if item.topic and item.topic.is_trend else None


def arranged(found: Found, key: Key) -> Callable[[date, Hashable], Cell]:
    """Finds what belongs in a cell by its key."""
    by_entry, by_mark = grouped(found.entries, key), grouped(found.marks, key)
    return lambda day, place: Cell(day, by_entry[place], by_mark[place])


def grouped(items: list[T], key: Callable[[T], Hashable]) -> defaultdict[Hashable, list[T]]:
    groups: defaultdict[Hashable, list[T]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups
