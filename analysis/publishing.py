"""
The verbs of publishing. Each is one transaction that checks, writes and says so with a signal.

An article's publications are a timeline of half-open times `[live_from, live_until)` that never overlap. The past is
never rewritten: a verb may end what is live at `at`, and may make, move or remove what begins after `at`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from analysis.models import Address, Article, Publication, PublicationByline, Revision, Status, Tag, Topic
from analysis.models.articles import article_path, content_hash
from analysis.models.publications import UNDATED
from analysis.models.revisions import Event
from analysis.signals import timeline_changed
from analysis.text.excerpts import word_count
from analysis.text.markup import reading_text


class PublishingError(Exception):
    """A verb was refused; the message is for the person who asked, and `field` says where to show it."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


# --- Verbs -------------------------------------------------------------------------------------------------


def publish(*, article: Article, by: User | None, at: datetime, reason: str = "") -> Publication:
    """Makes the working copy public now, in place of what is live."""
    with _timeline(article, at):
        revision = record(article=article, by=by, event=Event.PUBLISH, at=at, reason=reason)
        return _begin(article, revision, live_from=at, by=by, at=at)


def schedule(
    *,
    article: Article,
    by: User | None,
    go_live_at: datetime,
    at: datetime,
    expire_at: datetime | None = None,
    reason: str = "",
) -> Publication:
    """Makes the working copy public at a later instant; on a live article this schedules an update."""
    with _timeline(article, at):
        _require_future(go_live_at, at, field="go_live_at")
        if article.publications.filter(live_from=go_live_at).exists():
            raise PublishingError(_("Something is scheduled for this very second already."), field="go_live_at")
        revision = record(article=article, by=by, event=Event.SCHEDULE, at=at, reason=reason)
        publication = _begin(article, revision, live_from=go_live_at, by=by, at=at)
        if expire_at:
            _end(publication, expire_at, at=at)
        return publication


def reschedule(*, publication: Publication, go_live_at: datetime, at: datetime) -> Publication:
    """Moves a beginning that has not come yet, between the changes before and after it."""
    with _timeline(publication.article, at):
        publication.refresh_from_db()
        _require_scheduled(publication, at)
        _require_future(go_live_at, at, field="go_live_at")
        _require_no_change_between(publication, go_live_at)
        _require_no_embargo(publication.article, go_live_at)
        before = _directly_before(publication)
        _move_boundary(before, publication, go_live_at)
        return publication


def cancel(*, publication: Publication, at: datetime) -> None:
    """Takes back a beginning that has not come yet; what it would have replaced stays public."""
    with _timeline(publication.article, at):
        publication.refresh_from_db()
        _require_scheduled(publication, at)
        before = _directly_before(publication)
        publication.delete()
        if before:
            _set_end(before, publication.live_until)


def expire(*, publication: Publication, expire_at: datetime | None, at: datetime) -> Publication:
    """Sets, moves or (None) takes back the end of a publication that is live or to come."""
    with _timeline(publication.article, at):
        publication.refresh_from_db()
        _end(publication, expire_at, at=at)
        return publication


def withdraw(*, article: Article, at: datetime) -> None:
    """Takes the article off the site now, and everything scheduled for it with it."""
    with _timeline(article, at):
        current = article.publications.live(at).first()
        scheduled = article.publications.scheduled(at)
        if not current and not scheduled.exists():
            raise PublishingError(_("The article is neither public nor scheduled."))
        scheduled.delete()
        if current:
            _close(current, at)
        _set_status(article, Status.WITHDRAWN)


def embargo(*, article: Article, until: datetime | None, at: datetime) -> None:
    """Sets or lifts the floor under every publication of the article that is still to come."""
    with _timeline(article, at):
        if until:
            too_early = article.publications.filter(Q(live_until__isnull=True) | Q(live_until__gt=at))
            if too_early.filter(live_from__lt=until).exists():
                raise PublishingError(
                    _("The article is public, or scheduled to be, before the embargo ends."),
                    field="embargo_until",
                )
        article.embargo_until = until
        article.save(update_fields=["embargo_until", "updated_at"])
        article.publications.scheduled(at).update(embargo_until=until)


def restore(*, revision: Revision, by: User | None, at: datetime, reason: str = "") -> Revision:
    """Makes the working copy what it was; this is itself a revision. What readers see does not change."""
    with transaction.atomic():
        article = revision.article
        _lock(article)
        record(article=article, by=by, event=Event.SAVE, at=at)
        article.apply(revision.content)
        article.version += 1
        article.save(update_fields=["version", "updated_at"])
        return record(article=article, by=by, event=Event.RESTORE, at=at, reason=reason)


def record(*, article: Article, by: User | None, event: Event, at: datetime, reason: str = "") -> Revision:
    """The revision of the working copy as it stands: a new one, or the last when nothing has changed since."""
    content = article.content()
    digest = content_hash(content)
    last = article.revisions.first()
    if last and last.content_hash == digest and event in (last.event, Event.SAVE):
        return last
    return Revision.objects.create(
        article=article,
        created_at=at,
        created_by=by,
        event=event,
        reason=reason,
        content=content,
        content_hash=digest,
    )


def rename_topic(*, topic: Topic, slug: str, at: datetime) -> None:
    """Changes a topic's address. Every public address of its articles is kept, and leads to the new one."""
    with transaction.atomic():
        topic.slug = slug
        topic.save()
        for publication in Publication.objects.filter(primary_topic=topic).select_related("article"):
            _claim(publication.article, publication.get_absolute_url())
            timeline_changed.send(sender=Article, article_id=publication.article_id, at=at)


# --- The timeline ------------------------------------------------------------------------------------------


@contextmanager
def _timeline(article: Article, at: datetime) -> Iterator[None]:
    """One verb at a time on one article: everything in it happens, or nothing."""
    with transaction.atomic():
        _lock(article)
        yield
        _settle_dates(article)
        timeline_changed.send(sender=Article, article_id=article.pk, at=at)


def _lock(article: Article) -> None:
    """Keeps others waiting, and takes the working copy as it is stored, not as somebody loaded it before."""
    article.refresh_from_db(from_queryset=Article.objects.select_for_update(of=("self",)))


def _begin(article: Article, revision: Revision, *, live_from: datetime, by: User | None, at: datetime) -> Publication:
    """Inserts a beginning; the publication it falls into gives up the rest of its time."""
    _require_no_embargo(article, live_from)
    topic = _require_primary_topic(article)
    path = article_path(article.language, topic.slug, article.slug)
    _claim(article, path)
    covering = article.publications.live(live_from).first()
    live_until = covering.live_until if covering else _next_beginning(article, live_from)
    if covering:
        _close(covering, live_from)
    publication = publication_of(article, revision, topic, by)
    publication.live_from, publication.live_until, publication.created_at = live_from, live_until, at
    publication.save()
    _copy_relations(article, publication)
    _set_status(article, Status.APPROVED)
    return publication


def _close(publication: Publication, end: datetime) -> None:
    """Ends a publication; one that would have lasted no time at all is removed (its revision stays)."""
    if publication.live_from == end:
        publication.delete()
    else:
        _set_end(publication, end)


def _end(publication: Publication, expire_at: datetime | None, *, at: datetime) -> None:
    if publication.live_until and publication.live_until <= at:
        raise PublishingError(_("This publication is over."))
    following = _next_beginning(publication.article, publication.live_from)
    if expire_at is None:
        return _set_end(publication, following)
    _require_future(expire_at, at, field="expire_at")
    if expire_at <= publication.live_from:
        raise PublishingError(_("It would end before it begins."), field="expire_at")
    if following and expire_at > following:
        raise PublishingError(_("An update is scheduled before that; move or cancel it first."), field="expire_at")
    return _set_end(publication, expire_at)


def _move_boundary(before: Publication | None, publication: Publication, instant: datetime) -> None:
    """Shortens first and lengthens second, so that the two never overlap, not even within the transaction."""

    def begin() -> None:
        publication.live_from = instant
        publication.save(update_fields=["live_from"])

    def end() -> None:
        if before:
            _set_end(before, instant)

    steps: tuple[Callable[[], None], ...] = (end, begin) if instant < publication.live_from else (begin, end)
    for step in steps:
        step()


def _set_end(publication: Publication, end: datetime | None) -> None:
    publication.live_until = end
    publication.save(update_fields=["live_until"])


def _directly_before(publication: Publication) -> Publication | None:
    return publication.article.publications.filter(live_until=publication.live_from).first()


def _next_beginning(article: Article, after: datetime) -> datetime | None:
    following = article.publications.scheduled(after).order_by("live_from").first()
    return following.live_from if following else None


def _settle_dates(article: Article) -> None:
    """Carries the first instant an article appeared to all its publications: lists are sorted by it."""
    publications = list(article.publications.order_by("live_from").only("live_from", "last_published_at"))
    if not publications:
        return
    first = article.originally_published_at or publications[0].live_from
    # An imported text may have been updated before it came here.
    first_updated = publications[0].last_published_at if article.originally_published_at else None
    for number, publication in enumerate(publications):
        updated = publication.live_from if number else first_updated
        Publication.objects.filter(pk=publication.pk).update(first_published_at=first, last_published_at=updated)


def _set_status(article: Article, status: Status) -> None:
    article.status = status
    article.save(update_fields=["status", "updated_at"])


# --- What a publication carries ----------------------------------------------------------------------------


def publication_of(article: Article, revision: Revision, topic: Topic, by: User | None) -> Publication:
    """Unsaved, and still without its times."""
    text = reading_text(article.body)
    copied = (
        "language translation_key slug title standfirst body dateline seo_title search_description lead_image_id "
        "issue_id period_start period_end assessment assessment_reason embargo_until"
    )
    return Publication(
        article=article,
        revision=revision,
        primary_topic=topic,
        created_by=by,
        first_published_at=UNDATED,
        body_text=text,
        word_count=word_count(text),
        sources=revision.content["sources"],
        **{name: getattr(article, name) for name in copied.split()},
    )


def _copy_relations(article: Article, publication: Publication) -> None:
    publication.topics.set(article.topics.all())
    publication.tags.set(Tag.objects.filter(tagged_articles__content_object=article))
    PublicationByline.objects.bulk_create(
        PublicationByline(
            publication=publication, author_id=byline.author_id, role=byline.role, position=byline.position
        )
        for byline in article.bylines.all()
    )


def _claim(article: Article, path: str) -> None:
    """An address is claimed once and kept for ever."""
    address, _created = Address.objects.get_or_create(path=path, defaults={"article": article})
    if address.article_id != article.pk:
        raise PublishingError(_("Another article has, or once had, this address. Choose another."), field="slug")


# --- What is refused ---------------------------------------------------------------------------------------


def _require_future(instant: datetime, at: datetime, *, field: str) -> None:
    if instant <= at:
        raise PublishingError(_("This instant has passed. Choose a later one, or publish now."), field=field)


def _require_scheduled(publication: Publication, at: datetime) -> None:
    if publication.live_from <= at:
        raise PublishingError(_("This publication has begun. It can be updated or withdrawn, not moved."))


def _require_no_change_between(publication: Publication, instant: datetime) -> None:
    low, high = sorted((publication.live_from, instant))
    others = publication.article.publications.exclude(pk=publication.pk)
    crossed = others.filter(
        Q(live_from__gte=low, live_from__lte=high)
        | Q(live_until__gte=low, live_until__lte=high) & ~Q(live_until=publication.live_from)
    )
    own_end = publication.live_until and publication.live_until <= instant
    if crossed.exists() or own_end:
        raise PublishingError(
            _("Another change of this article lies between the two instants. Move that one first."),
            field="go_live_at",
        )


def _require_no_embargo(article: Article, live_from: datetime) -> None:
    if article.embargo_until and live_from < article.embargo_until:
        raise PublishingError(_("The embargo has not ended then."), field="go_live_at")


def _require_primary_topic(article: Article) -> Topic:
    topic = article.primary_topic
    if not topic:
        raise PublishingError(_("The article needs a primary topic: it is part of its address."), field="topics")
    if not article.slug:
        raise PublishingError(_("The article needs an address."), field="slug")
    return topic
