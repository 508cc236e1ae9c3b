"""What a feed says, whatever the format it is written in."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Person:
    name: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Category:
    """`term` is for machines and `label` for people; `scheme` is the page that lists its like."""

    term: str
    label: str
    scheme: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """`identifier` stays when title and address change. `html` stands by itself: every address in it is whole."""

    identifier: str
    address: str
    title: str
    published_at: datetime
    updated_at: datetime
    html: str
    summary: str = ""
    picture: str = ""
    authors: list[Person] = field(default_factory=list)
    contributors: list[Person] = field(default_factory=list)
    categories: list[Category] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Feed:
    """`address` is its own, `page` that of the page it follows. `as_of`: when it says what it says."""

    identifier: str
    address: str
    page: str
    title: str
    description: str
    language: str
    publisher: Person
    as_of: datetime
    entries: list[Entry]

    @property
    def updated_at(self) -> datetime:
        """Of an empty feed the day, so that it does not change with every look at it."""
        today = self.as_of.replace(hour=0, minute=0, second=0, microsecond=0)
        return max((entry.updated_at for entry in self.entries), default=today)
