"""The newest texts in full for programs that follow the publication: of all, a topic, an author, a tag; corrections."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from analysis.feeds import atom, json_feed, rss
from analysis.feeds.documents import Entry, Feed, Person
from analysis.feeds.entries import NEWEST, entries_of, entry_of_correction, for_entries
from analysis.feeds.identifiers import identifier
from analysis.frontend_cache.keeping import kept
from analysis.models import Author, Masthead, Publication, Tag, Topic
from analysis.models.languages import HOME
from analysis.models.publications import PublicationQuerySet
from analysis.models.statements import written_once
from analysis.templatetags.addresses import absolute
from analysis.views.corrections import public_corrections
from analysis.views.pages import reader_page


class Format(NamedTuple):
    write: Callable[[Feed], bytes]
    media_type: str


FORMATS = {
    "atom": Format(atom.write, atom.MEDIA_TYPE),
    "rss": Format(rss.write, rss.MEDIA_TYPE),
    "json": Format(json_feed.write, json_feed.MEDIA_TYPE),
}


class Subject(NamedTuple):
    """What a feed is about: the name of its kind, its key, and what its page says of it."""

    kind: str
    key: int
    page: str
    title: str = ""
    description: str = ""


@reader_page
def site(request: HttpRequest, at: datetime, format: str) -> HttpResponse:
    subject = Subject("site", 0, HOME[get_language()])
    entries = entries_of(newest(language=get_language(), at=at))
    return kept(answer(request, format, subject, entries, at=at), f"list:{get_language()}")


@written_once
def newest(*, language: str, at: datetime) -> PublicationQuerySet:
    return for_entries(Publication.objects.live(at).in_language(language).newest_first())


@reader_page
def topic(request: HttpRequest, at: datetime, slug: str, format: str) -> HttpResponse:
    publications = readable(at)
    has_page = Q(is_trend=True) | Exists(publications.about(OuterRef("pk")))
    topic = get_object_or_404(Topic.objects.filter(has_page), slug=slug)
    subject = Subject("topic", topic.pk, topic.get_absolute_url(), str(topic.name), str(topic.description))
    entries = entries_of(for_entries(publications.about(topic).newest_filed_first()))
    return kept(answer(request, format, subject, entries, at=at), f"topic:{topic.pk}")


@reader_page
def author(request: HttpRequest, at: datetime, slug: str, format: str) -> HttpResponse:
    publications = readable(at)
    has_page = Exists(publications.by(OuterRef("pk")))
    author = get_object_or_404(Author.objects.filter(has_page), slug=slug)
    subject = Subject("author", author.pk, author.get_absolute_url(), str(author.name), str(author.biography))
    entries = entries_of(for_entries(publications.by(author).newest_filed_first()))
    return kept(answer(request, format, subject, entries, at=at), f"author:{author.pk}")


@reader_page
def tag(request: HttpRequest, at: datetime, slug: str, format: str) -> HttpResponse:
    publications = readable(at)
    tag = get_object_or_404(Tag.objects.filter(Exists(publications.tagged(OuterRef("pk")))), slug=slug)
    described = _("Articles with the tag “%(name)s”") % {"name": tag.name}
    subject = Subject("tag", tag.pk, tag.get_absolute_url(), tag.name, described)
    entries = entries_of(for_entries(publications.tagged(tag).newest_filed_first()))
    return kept(answer(request, format, subject, entries, at=at), f"tag:{tag.pk}")


@reader_page
def corrections(request: HttpRequest, at: datetime, format: str) -> HttpResponse:
    described = _("What was corrected, clarified, updated and retracted.")
    subject = Subject("corrections", 0, reverse("analysis:corrections"), _("Corrections"), described)
    newest = public_corrections(language=get_language(), at=at).newest_first()[:NEWEST]
    entries = [entry_of_correction(correction) for correction in newest]
    return kept(answer(request, format, subject, entries, at=at), "corrections", f"list:{get_language()}")


def readable(at: datetime) -> PublicationQuerySet:
    return Publication.objects.live(at).in_language(get_language())


def answer(request: HttpRequest, format: str, subject: Subject, entries: list[Entry], *, at: datetime) -> HttpResponse:
    language, masthead = get_language(), Masthead.objects.current()
    name = str(masthead.name)
    feed = Feed(
        identifier=identifier("feed", subject.kind, subject.key, language),
        address=absolute(request.path_info),
        page=absolute(subject.page),
        title=f"{subject.title} · {name}" if subject.title else name,
        description=subject.description or str(masthead.strapline),
        language=language,
        publisher=Person(name=name, address=absolute(HOME[language])),
        as_of=at,
        entries=entries,
    )
    chosen = FORMATS[format]
    return HttpResponse(chosen.write(feed), content_type=f"{chosen.media_type}; charset=utf-8")
