"""Links: where they lead, and what they are called."""

import re
from collections.abc import Iterator
from typing import Final

from analysis.checklist.destinations import Destination
from analysis.checklist.found import QUOTED, Found
from analysis.checklist.texts import Link, Text
from analysis.models import Level

_LEVELS: Final = {Destination.NOWHERE: Level.BLOCK, Destination.UNSEEN: Level.WARN}
_ADDRESS_SHOWN: Final = 200
_BARE: Final = re.compile(r"(?:https?://|www\.)\S+|/\S+/\S*", re.IGNORECASE)


def broken_internal_link(text: Text) -> Iterator[Found]:
    for link in text.links:
        destination = text.destinations.get(link.address, Destination.PAGE)
        if destination in _LEVELS:
            details = _named(link) | {"destination": destination.value}
            yield Found(_LEVELS[destination], "body", details)


def empty_link_text(text: Text) -> Iterator[Found]:
    """A link says where it leads; an address says it to nobody."""
    for link in text.links:
        if not link.text or _BARE.fullmatch(link.text):
            yield Found(Level.WARN, "body", _named(link))


def _named(link: Link) -> dict[str, str]:
    return {"address": link.address[:_ADDRESS_SHOWN], "quote": link.text[:QUOTED]}
