"""RSS 2.0, with the modules that give it whole texts, several authors and an address of its own."""

from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from lxml import etree

from analysis.feeds import atom
from analysis.feeds.documents import Entry, Feed
from analysis.feeds.elements import add, document, root

CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
MEDIA_TYPE = "application/rss+xml"


def write(feed: Feed) -> bytes:
    top = root("rss", {"atom": atom.NAMESPACE, "content": CONTENT, "dc": DUBLIN_CORE})
    top.set("version", "2.0")
    channel = add(top, "channel")
    add(channel, "title", feed.title)
    add(channel, "link", feed.page)
    add(channel, "description", feed.description or feed.title)
    add(channel, "language", feed.language)
    add(channel, "lastBuildDate", instant(feed.updated_at))
    add(channel, "link", namespace=atom.NAMESPACE, rel="self", type=MEDIA_TYPE, href=feed.address)
    for entry in feed.entries:
        write_item(channel, entry)
    return document(top)


def write_item(channel: etree._Element, entry: Entry) -> None:
    item = add(channel, "item")
    add(item, "title", entry.title)
    add(item, "link", entry.address)
    add(item, "guid", entry.identifier, isPermaLink="false")
    add(item, "pubDate", instant(entry.published_at))
    add(item, "updated", atom.instant(entry.updated_at), namespace=atom.NAMESPACE)
    for person in entry.authors:
        add(item, "creator", person.name, namespace=DUBLIN_CORE)
    for person in entry.contributors:
        add(item, "contributor", person.name, namespace=DUBLIN_CORE)
    for category in entry.categories:
        add(item, "category", category.label, domain=category.scheme)
    if entry.summary:
        # Unlike a title, it is read as HTML.
        add(item, "description", escape(entry.summary, quote=False))
    add(item, "encoded", entry.html, namespace=CONTENT)


def instant(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC))
