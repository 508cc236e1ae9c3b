"""JSON Feed 1.1."""

import json
from typing import Any

from analysis.feeds.atom import instant
from analysis.feeds.documents import Entry, Feed, Person

VERSION = "https://jsonfeed.org/version/1.1"
MEDIA_TYPE = "application/feed+json"


def write(feed: Feed) -> bytes:
    said = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "description": feed.description,
        "language": feed.language,
        "authors": [author(feed.publisher)],
        "items": [item(entry, feed) for entry in feed.entries],
    }
    return json.dumps(known(said, but="items"), ensure_ascii=False).encode()


def item(entry: Entry, feed: Feed) -> dict[str, Any]:
    return known(
        {
            "id": entry.identifier,
            "url": entry.address,
            "title": entry.title,
            "content_html": entry.html,
            "summary": entry.summary,
            "image": entry.picture,
            "date_published": instant(entry.published_at),
            "date_modified": instant(entry.updated_at),
            "authors": [author(person) for person in entry.authors],
            "tags": [category.label for category in entry.categories],
            "language": feed.language,
        },
        but="content_html",
    )


def author(person: Person) -> dict[str, str]:
    return {"name": person.name, "url": person.address}


def known(said: dict[str, Any], *, but: str = "") -> dict[str, Any]:
    """Nothing is said without a value, but for what must always be there."""
    return {name: value for name, value in said.items() if value or name == but}
