"""Atom: RFC 4287."""

from collections.abc import Iterable
from datetime import UTC, datetime

from lxml import etree

from analysis.feeds.documents import Entry, Feed, Person
from analysis.feeds.elements import add, document, root

NAMESPACE = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"


def write(feed: Feed) -> bytes:
    top = root("feed", {None: NAMESPACE}, namespace=NAMESPACE)
    top.set("{http://www.w3.org/XML/1998/namespace}lang", feed.language)
    add(top, "id", feed.identifier)
    add(top, "title", feed.title)
    if feed.description:
        add(top, "subtitle", feed.description)
    add(top, "updated", instant(feed.updated_at))
    add(top, "link", rel="self", type=MEDIA_TYPE, href=feed.address)
    add(top, "link", rel="alternate", type="text/html", href=feed.page)
    add_people(top, "author", [feed.publisher])
    for entry in feed.entries:
        write_entry(top, entry)
    return document(top)


def write_entry(feed: etree._Element, entry: Entry) -> None:
    top = add(feed, "entry")
    add(top, "id", entry.identifier)
    add(top, "title", entry.title)
    add(top, "published", instant(entry.published_at))
    add(top, "updated", instant(entry.updated_at))
    add(top, "link", rel="alternate", type="text/html", href=entry.address)
    add_people(top, "author", entry.authors)
    add_people(top, "contributor", entry.contributors)
    for category in entry.categories:
        add(top, "category", term=category.term, scheme=category.scheme, label=category.label)
    if entry.summary:
        add(top, "summary", entry.summary)
    add(top, "content", entry.html, type="html")


def add_people(parent: etree._Element, role: str, people: Iterable[Person]) -> None:
    for person in people:
        top = add(parent, role)
        add(top, "name", person.name)
        add(top, "uri", person.address)


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
