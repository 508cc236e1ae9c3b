"""Addresses that lead elsewhere: what was public once is found for ever, in one hop."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.translation import get_language

from analysis.models import Author, Publication, Tag, Topic
from analysis.models.publications import PublicationQuerySet
from analysis.models.statements import written_once
from analysis.views.cursor import place_in
from analysis.views.help import gone


class Kind:
    """Of what has pages by its own slug; and how texts that are filed under one of them are found."""

    def __init__(self, model: type[Model], filed: Callable[[PublicationQuerySet, Any], PublicationQuerySet]) -> None:
        self.model = model
        self.filed = filed
        self.slugs = written_once(self._slugs)

    def _slugs(self, *, slug: str, language: str, at: datetime) -> "QuerySet[Any, str]":
        """Of those that have this slug, and of those readers can see that once had it."""
        published = Publication.objects.live(at).in_language(language)
        readable: Q | Exists = Exists(self.filed(published, OuterRef("pk")))
        if self.model is Topic:
            readable |= Q(is_trend=True)
        # Apart from each other: together, all publications would be read to know which have what once had the slug.
        present, former = (
            self.model._default_manager.order_by().filter(*conditions).values_list("slug", flat=True)
            for conditions in ([Q(slug=slug)], [Q(former_slugs__slug=slug), readable])
        )
        return present.union(former)


# By the beginning of the names of their addresses: of pages, feeds and files.
KINDS = {
    "topic": Kind(Topic, PublicationQuerySet.about),
    "author": Kind(Author, PublicationQuerySet.by),
    "tag": Kind(Tag, PublicationQuerySet.tagged),
}


def forwarded(request: HttpRequest, at: datetime) -> HttpResponse:
    """The answer for an address at which no page is: 301 to whatever once had it, 410, or Http404."""
    path = request.path_info
    match = match_of(path)
    address = address_of_article(path, at) or address_below_article(match, at) or address_of_renamed(match, request, at)
    if address and address != path:
        return HttpResponsePermanentRedirect(address)
    ended = ended_at(path=path, at=at)
    if ended:
        return gone(request, ended[0], at=at)
    raise Http404


def match_of(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


def address_of_article(path: str, at: datetime) -> str:
    live = live_at(path=path, at=at)
    return live[0].get_absolute_url() if live else ""


@written_once
def live_at(*, path: str, at: datetime) -> PublicationQuerySet:
    return Publication.objects.live(at).at_address(path).with_title()


@written_once
def ended_at(*, path: str, at: datetime) -> PublicationQuerySet:
    """The one that ended last."""
    return Publication.objects.ended(at).at_address(path).with_title().order_by("-live_until")[:1]


def address_below_article(match: ResolverMatch | None, at: datetime) -> str:
    """Of a citation, a version, …: below the article's present address."""
    if not match or not {"topic", "slug"} <= match.kwargs.keys() or match.url_name == "article":
        return ""
    old = reverse("analysis:article", args=[match.kwargs["topic"], match.kwargs["slug"]])
    new = address_of_article(old, at)
    return new + reverse(match.view_name, kwargs=match.kwargs).removeprefix(old) if new else ""


def address_of_renamed(match: ResolverMatch | None, request: HttpRequest, at: datetime) -> str:
    """Of a topic's, an author's or a tag's page or feed; in the middle of a list it leads to the middle."""
    kind, _below, file = (match.url_name or "").partition("-") if match and "slug" in match.kwargs else ("", "", "")
    if not match or kind not in KINDS:
        return ""
    slug = present_slug(kind, match.kwargs["slug"], language=get_language(), at=at)
    place = "" if file else place_in(request.GET)
    return reverse(match.view_name, kwargs=match.kwargs | {"slug": slug}) + place if slug else ""


def present_slug(kind: str, former: str, *, language: str, at: datetime) -> str:
    """A name that somebody has now leads to nobody else."""
    present = set(KINDS[kind].slugs(slug=former, language=language, at=at))
    return present.pop() if present and former not in present else ""
