"""What the calendar shows: intentions, promises, what has happened, and the ends of things."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from analysis.admin.calendar.days import Span
from analysis.models import Article, ArticleTopic, Byline, Publication, PublicationByline, Topic
from analysis.models.articles import ArticleQuerySet
from analysis.permissions import user_can_edit, user_can_edit_everything

# More than any week or month of people's work; an import can put thousands of texts on one day.
MOST = 500


class Kind(StrEnum):
    PLANNED = "planned"
    SCHEDULED = "scheduled"
    LIVE = "live"

    @property
    def label(self) -> Promise:
        return {self.PLANNED: _("Planned"), self.SCHEDULED: _("Scheduled"), self.LIVE: _("Went live")}[self]


class Entry(NamedTuple):
    """`at` is None for an intention, which has a day only; `standing` is where its text stands."""

    kind: Kind
    day: date
    at: datetime | None
    article_pk: int
    publication_pk: int | None
    topic: Topic | None
    title: str
    language: str
    authors: str
    standing: str
    is_update: bool
    can_move: bool

    @property
    def anchor(self) -> str:
        return f"publication-{self.publication_pk}" if self.publication_pk else f"article-{self.article_pk}"

    @property
    def move_address(self) -> str:
        """The page that asks for the new day or instant."""
        if self.publication_pk is None:
            return reverse("admin:analysis_article_plan", args=[self.article_pk])
        return reverse("admin:analysis_article_reschedule", args=[self.article_pk, self.publication_pk])


class Mark(NamedTuple):
    """The end of something, at an instant."""

    day: date
    at: datetime
    article_pk: int
    topic: Topic | None
    title: str
    language: str
    sentence: Promise


# --- Rows ----------------------------------------------------------------------------------------------------


def plans(first: date, last: date) -> ArticleQuerySet:
    """What is meant for these days and was never given to readers."""
    primary = ArticleTopic.objects.filter(article=OuterRef("pk"), is_primary=True)
    return (
        Article.objects.kept()
        .filter(~Exists(Publication.objects.filter(article=OuterRef("pk"))), planned_date__range=(first, last))
        .annotate(primary_topic_pk=Subquery(primary.values("topic")[:1]))
        .defer("body")
        .order_by("planned_date", "pk")
    )


def beginnings(start: datetime, end: datetime) -> QuerySet[Publication]:
    return without_texts(Publication.objects.filter(live_from__gte=start, live_from__lt=end)).order_by("-live_from")


def endings(start: datetime, end: datetime) -> QuerySet[Publication]:
    """Of what no update follows."""
    following = Publication.objects.filter(article=OuterRef("article"), live_from=OuterRef("live_until"))
    ending = Publication.objects.filter(~Exists(following), live_until__gte=start, live_until__lt=end)
    return without_texts(ending).order_by("-live_until")


def without_texts(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    return publications.defer("body", "body_text", "standfirst", "sources", "search_vector")


def with_authors(rows: Any, bylines: type[Byline] | type[PublicationByline]) -> Any:
    return rows.prefetch_related(Prefetch("bylines", bylines.objects.select_related("author")))


# --- Entries -------------------------------------------------------------------------------------------------


def entries(span: Span, *, user: User, at: datetime, topics: dict[int, Topic]) -> list[Entry]:
    begun = with_authors(beginnings(*span.instants), PublicationByline)[:MOST]
    intended = with_authors(plans(*span), Byline)[:MOST]
    edits_everything = user_can_edit_everything(user)
    found = [
        *(planned(article, topics, can_move=user_can_edit(user, article)) for article in intended),
        *(public(publication, topics, at=at, can_move=edits_everything) for publication in begun),
    ]
    return sorted(found, key=lambda entry: (entry.day, entry.at is None, entry.at or at))


def planned(article: Any, topics: dict[int, Topic], *, can_move: bool) -> Entry:
    return Entry(
        Kind.PLANNED,
        day=article.planned_date,
        at=None,
        article_pk=article.pk,
        publication_pk=None,
        topic=topics.get(article.primary_topic_pk),
        title=article.title,
        language=article.language,
        authors=names(article.bylines.all()),
        standing=article.get_status_display(),
        is_update=False,
        can_move=can_move,
    )


def public(publication: Publication, topics: dict[int, Topic], *, at: datetime, can_move: bool) -> Entry:
    kind = Kind.SCHEDULED if publication.live_from > at else Kind.LIVE
    local = timezone.localtime(publication.live_from)
    return Entry(
        kind,
        day=local.date(),
        at=local,
        article_pk=publication.article_id,
        publication_pk=publication.pk,
        topic=topics.get(publication.primary_topic_id),
        title=publication.title,
        language=publication.language,
        authors=names(publication.bylines.all()),
        standing="",
        is_update=publication.last_published_at == publication.live_from,
        can_move=can_move and kind == Kind.SCHEDULED,
    )


def names(bylines: Iterable[Byline | PublicationByline]) -> str:
    return ", ".join(dict.fromkeys(str(byline.author) for byline in bylines))


def marks(span: Span, *, at: datetime, topics: dict[int, Topic]) -> list[Mark]:
    found = [*ends(span, at=at, topics=topics), *embargo_ends(span, at=at, topics=topics)]
    return sorted(found, key=lambda mark: mark.at)


def ends(span: Span, *, at: datetime, topics: dict[int, Topic]) -> Iterator[Mark]:
    for publication in endings(*span.instants)[:MOST]:
        end = timezone.localtime(publication.live_until)
        sentence = _("leaves the site") if end > at else _("left the site")
        topic = topics.get(publication.primary_topic_id)
        place = (publication.article_id, topic, publication.title, publication.language)
        yield Mark(end.date(), end, *place, sentence)


def embargo_ends(span: Span, *, at: datetime, topics: dict[int, Topic]) -> Iterator[Mark]:
    start, end = span.instants
    primary = ArticleTopic.objects.filter(article=OuterRef("pk"), is_primary=True)
    held: Any = Article.objects.kept().filter(embargo_until__gte=start, embargo_until__lt=end)
    for article in held.annotate(primary_topic_pk=Subquery(primary.values("topic")[:1])).defer("body")[:MOST]:
        until = timezone.localtime(article.embargo_until)
        sentence = _("the embargo ends") if until > at else _("the embargo ended")
        place = (article.pk, topics.get(article.primary_topic_pk), article.title, article.language)
        yield Mark(until.date(), until, *place, sentence)
