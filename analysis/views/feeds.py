"""The newest texts in full for programs that follow the publication: of all, a topic, an author, a tag; corrections."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from analysis.feeds import atom, json_feed, rss
from analysis.feeds.documents import Entry, Feed, Person
from analysis.feeds.entries import NEWEST, entries_of, entry_of_correction, for_entries
from analysis.feeds.identifiers import identifier
from analysis.frontend_cache.keeping import kept
from analysis.models import Masthead, Publication, Topic
from analysis.models.languages import HOME
from analysis.models.publications import PublicationQuerySet
from analysis.models.statements import written_once
from analysis.templatetags.addresses import absolute
from analysis.views.authors import authors_named
from analysis.views.corrections import public_corrections
from analysis.views.existence import the_public_one
from analysis.views.pages import reader_page
from analysis.views.tags import tags_named
from analysis.views.topics import public_topics


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
    language = get_language()
    topic: Any = the_public_one(topics_named(slug=slug, at=at))
    subject = Subject("topic", topic.pk, topic.get_absolute_url(), str(topic.name), str(topic.description))
    entries = entries_of(newest_about(topic=topic.pk, language=language, at=at))
    return kept(answer(request, format, subject, entries, at=at), f"topic:{topic.pk}")


@written_once
def topics_named(*, slug: str, at: datetime) -> QuerySet[Topic]:
    return public_topics(at).filter(slug=slug)


@written_once
def newest_about(*, topic: int, language: str, at: datetime) -> PublicationQuerySet:
    return for_entries(Publication.objects.live(at).about(topic, language=language).newest_filed_first())


@reader_page
def author(request: HttpRequest, at: datetime, slug: str, format: str) -> HttpResponse:
    author: Any = the_public_one(authors_named(slug=slug, at=at))
    subject = Subject("author", author.pk, author.get_absolute_url(), str(author.name), str(author.biography))
    entries = entries_of(newest_by(author=author.pk, language=get_language(), at=at))
    return kept(answer(request, format, subject, entries, at=at), f"author:{author.pk}")


@written_once
def newest_by(*, author: int, language: str, at: datetime) -> PublicationQuerySet:
    return for_entries(Publication.objects.live(at).by(author, language=language).newest_filed_first())


@reader_page
def tag(request: HttpRequest, at: datetime, slug: str, format: str) -> HttpResponse:
    tag = the_public_one(tags_named(slug=slug, at=at))
    described = _("Articles with the tag “%(name)s”") % {"name": tag.name}
    subject = Subject("tag", tag.pk, tag.get_absolute_url(), tag.name, described)
    entries = entries_of(newest_tagged(tag=tag.pk, language=get_language(), at=at))
    return kept(answer(request, format, subject, entries, at=at), f"tag:{tag.pk}")


@written_once
def newest_tagged(*, tag: int, language: str, at: datetime) -> PublicationQuerySet:
    return for_entries(Publication.objects.live(at).tagged(tag, language=language).newest_filed_first())


@reader_page
def corrections(request: HttpRequest, at: datetime, format: str) -> HttpResponse:
    described = _("What was corrected, clarified, updated and retracted.")
    subject = Subject("corrections", 0, reverse("analysis:corrections"), _("Corrections"), described)
    newest = public_corrections(language=get_language(), at=at).newest_first()[:NEWEST]
    entries = [entry_of_correction(correction) for correction in newest]
    return kept(answer(request, format, subject, entries, at=at), "corrections", f"list:{get_language()}")


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
