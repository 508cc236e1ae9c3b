"""What a view says of its answer: caches may keep it until something of what it shows changes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from django.http import HttpResponse

R = TypeVar("R", bound=HttpResponse)

# Of every page: whatever surrounds it, or is shown nearly everywhere.
SITE: Final = "site"


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """
    `query`: what of the address' query the answer depends on, in its one form; `at`: the instant it is right for;
    `route`: the URL pattern that led to the view.
    """

    tags: frozenset[str]
    query: str = ""
    at: datetime | None = None
    route: str = ""


def kept(response: R, *tags: str, query: str = "") -> R:
    """The answer, marked. Tags are those the database tells of (migration 0001): `article:7`, `topic:3`, `list:en`."""
    response.kept = Kept(tags=frozenset((SITE, *tags)), query=query)  # type: ignore[attr-defined]
    return response


def kept_of(response: object) -> Kept | None:
    found = getattr(response, "kept", None)
    return found if isinstance(found, Kept) else None
