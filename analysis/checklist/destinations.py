"""Where addresses of this site lead: in three queries for any number of them."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.urls import Resolver404, resolve

from analysis.models import Address, ArticleTopic, Author, Issue, Publication, Tag, Topic
from analysis.models.articles import article_path
from analysis.text.paths import canonical_path

_REGISTERS: Final[dict[str, Any]] = {"topic": Topic, "author": Author, "issue": Issue, "tag": Tag}
# Patterns that take any address: whether it is one, articles know.
_ARTICLES: Final = {"article", "moved"}
_FILES: Final = ("/media/", "/static/")
_PREFIXES: Final = tuple(f"/{code}/" for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)

Place = tuple[str, str]


class Destination(StrEnum):
    PAGE = "page"
    # A text that is not public, or will not stay so.
    UNSEEN = "unseen"
    NOWHERE = "nowhere"


def path_of(address: str) -> str | None:
    """The path of an address of this site, as the site itself would write it; None for all others."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    is_ours = parts.netloc.lower() == urlsplit(settings.SITE_URL).netloc if parts.netloc else not parts.scheme
    if not is_ours or not (parts.path or parts.netloc):
        return None
    # No path has a zero byte, and the database would not look for one.
    path = unquote(parts.path).replace("\x00", "\ufffd")
    return path if path.startswith(_FILES) else canonical_path(path)


def destinations(paths: Iterable[str], *, own: int | None) -> dict[str, Destination]:
    """`own` is the article that links: whether it is public yet is no matter to itself."""
    places = {path: _place(path) for path in paths}
    found = _registered(places)
    for lookup in (_addresses, _drafts):
        rest = {path: place for path, place in places.items() if path not in found}
        found |= lookup(rest, own) if rest else {}
    return dict.fromkeys(places, Destination.NOWHERE) | found


def _place(path: str) -> Place:
    """The name of the address's pattern, and the slug in it. Languages share their patterns."""
    if path.startswith(_FILES):
        return "file", ""
    prefix = next((prefix for prefix in _PREFIXES if path.startswith(prefix)), "/")
    try:
        match = resolve("/" + path.removeprefix(prefix), "analysis.urls")
    except Resolver404:
        return "moved", ""
    return match.url_name or "", str(match.kwargs.get("slug", ""))


def _registered(places: dict[str, Place]) -> dict[str, Destination]:
    """Topics, authors, issues and tags that exist, and whatever page always does."""
    wanted: dict[str, set[str]] = {}
    for name, slug in places.values():
        if name in _REGISTERS:
            wanted.setdefault(name, set()).add(slug)
    known = _known(wanted)
    return {
        path: Destination.PAGE
        for path, place in places.items()
        if place[0] not in _ARTICLES and (place[0] not in _REGISTERS or place in known)
    }


def _known(wanted: dict[str, set[str]]) -> set[Place]:
    queries: list[QuerySet[Any, Any]] = [
        _REGISTERS[name].objects.filter(slug__in=slugs).order_by().values_list(Value(name), "slug")
        for name, slugs in wanted.items()
    ]
    return set(queries[0].union(*queries[1:])) if queries else set()


def _addresses(places: dict[str, Place], own: int | None) -> dict[str, Destination]:
    # Without a clock: what a text links to should be there for good, and what is scheduled will be.
    to_stay = Publication.objects.filter(article=OuterRef("article"), live_until__isnull=True)
    rows = Address.objects.filter(path__in=places).values_list("path", "article_id", Exists(to_stay))
    return {path: Destination.PAGE if stays or pk == own else Destination.UNSEEN for path, pk, stays in rows}


def _drafts(places: dict[str, Place], own: int | None) -> dict[str, Destination]:
    """Texts that would have one of these addresses, were they public."""
    slugs = [slug for name, slug in places.values() if name == "article"]
    filed = ArticleTopic.objects.filter(is_primary=True, article__slug__in=slugs, article__trashed_at__isnull=True)
    rows = filed.values_list("article__language", "topic__slug", "article__slug", "article_id")
    paths = {article_path(language, topic, slug): pk for language, topic, slug, pk in rows} if slugs else {}
    return {path: Destination.PAGE if pk == own else Destination.UNSEEN for path, pk in paths.items() if path in places}
