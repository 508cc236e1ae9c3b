"""
Verbs in time: what becomes public, and when.

An article's publications are a timeline of half-open times `[live_from, live_until)` that never overlap. The past is
never rewritten: a verb may end what is live at `at`, and may make, move or remove what begins after `at`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from analysis.models import Article, AuditEntry, Correction, CorrectionKind, Event, Publication, Revision, Topic
from analysis.models.articles import article_path
from analysis.permissions import FOR_EDITORS, user_can_publish
from analysis.publishing import review
from analysis.publishing.errors import PublishingError
from analysis.publishing.history import lock, record
from analysis.publishing.snapshots import claim_address, copy_relations, publication_of, tags_of
from analysis.signals import timeline_changed


class Notice(NamedTuple):
    """What readers are told about a change of a public text."""

    kind: CorrectionKind
    text: str


# --- Verbs -------------------------------------------------------------------------------------------------


def publish(
    *,
    article: Article,
    by: User | None,
    at: datetime,
    reason: str = "",
    override: str = "",
    notice: Notice | None = None,
) -> Publication:
    """
    Makes the working copy public now, in place of what is live.

    `override` says why blocks of the checklist do not count; `notice` is the correction that readers are told of.
    """
    with _timeline(article, at, "publish", by=by, why=reason or override):
        review.require_approval(article, by, at=at)
        review.require_checks(article, by, override)
        revision = record(article=article, by=by, event=Event.PUBLISH, at=at, reason=reason or override)
        return _begin(article, revision, live_from=at, by=by, at=at, notice=notice)


def schedule(
    *,
    article: Article,
    by: User | None,
    go_live_at: datetime,
    at: datetime,
    expire_at: datetime | None = None,
    reason: str = "",
    override: str = "",
    notice: Notice | None = None,
) -> Publication:
    """Makes the working copy public at a later instant; on a live article this schedules an update."""
    with _timeline(article, at, "schedule", by=by, why=reason or override):
        _require_future(go_live_at, at, field="go_live_at")
        if article.publications.filter(live_from=go_live_at).exists():
            raise PublishingError(_("Something is scheduled for this very second already."), field="go_live_at")
        review.require_approval(article, by, at=at)
        review.require_checks(article, by, override)
        revision = record(article=article, by=by, event=Event.SCHEDULE, at=at, reason=reason or override)
        publication = _begin(article, revision, live_from=go_live_at, by=by, at=at, notice=notice)
        if expire_at:
            _end(publication, expire_at, at=at)
        return publication


def reschedule(*, publication: Publication, go_live_at: datetime, at: datetime, by: User | None = None) -> Publication:
    """Moves a beginning that has not come yet, between the changes before and after it."""
    with _timeline(publication.article, at, "reschedule", by=by):
        _refresh(publication)
        _require_scheduled(publication, at)
        _require_future(go_live_at, at, field="go_live_at")
        _require_no_change_between(publication, go_live_at)
        _require_no_embargo(publication.article, go_live_at)
        _move_boundary(_replaced_by(publication), publication, go_live_at)
        return publication


def cancel(*, publication: Publication, at: datetime, by: User | None = None) -> None:
    """Takes back a beginning that has not come yet; what it would have replaced stays public, to its own end if any."""
    with _timeline(publication.article, at, "cancel", by=by):
        _refresh(publication)
        _require_scheduled(publication, at)
        before = _replaced_by(publication)
        publication.delete()
        if before:
            _set_end(before, publication.live_until, expires=publication.expires)


def expire(
    *, publication: Publication, expire_at: datetime | None, at: datetime, by: User | None = None
) -> Publication:
    """Sets, moves or (None) takes back the end of a publication that is live or to come."""
    with _timeline(publication.article, at, "expire", by=by):
        _refresh(publication)
        _end(publication, expire_at, at=at)
        return publication


def withdraw(*, article: Article, at: datetime, by: User | None = None, reason: str = "", retraction: str = "") -> None:
    """
    Takes the article off the site now, and everything scheduled for it with it.

    `retraction` is what readers are told about it; the page of corrections keeps it.
    """
    with _timeline(article, at, "withdraw", by=by, why=reason):
        current = article.publications.live(at).first()
        scheduled = article.publications.scheduled(at)
        if not current and not scheduled.exists():
            raise PublishingError(_("The article is neither public nor scheduled."))
        scheduled.delete()
        if current:
            _close(current, at)
        if current and current.pk and retraction:
            _tell(current, None, Notice(CorrectionKind.RETRACTION, retraction), by=by, at=at)
        record(article=article, by=by, event=Event.WITHDRAW, at=at, reason=reason)
        review.withdrawn(article, at=at)


def embargo(*, article: Article, until: datetime | None, at: datetime, by: User | None = None) -> None:
    """Sets or lifts the floor under every publication of the article that is still to come."""
    with _timeline(article, at, "embargo", by=by):
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


# --- The timeline ------------------------------------------------------------------------------------------


@contextmanager
def _timeline(article: Article, at: datetime, verb: str, *, by: User | None, why: str = "") -> Iterator[None]:
    """One verb at a time on one article: everything in it happens, or nothing."""
    with transaction.atomic():
        lock(article)
        _require_right(article, by)
        before = _state(article)
        yield
        _settle_dates(article)
        AuditEntry.objects.note(verb=verb, about=article, by=by, at=at, why=why, before=before, after=_state(article))
        timeline_changed.send(sender=Article, article_ids=[article.pk], at=at)


def _refresh(publication: Publication) -> None:
    """As it is stored, once nobody else can change it."""
    try:
        publication.refresh_from_db()
    except Publication.DoesNotExist as error:
        raise PublishingError(_("Somebody has cancelled it meanwhile.")) from error


def _state(article: Article) -> dict[str, Any]:
    """For the log: where the article stands, and when it is public."""
    times = article.publications.order_by("live_from").values_list("live_from", "live_until", "revision_id")
    return {
        "status": article.status,
        "embargo_until": article.embargo_until.isoformat() if article.embargo_until else None,
        "public": [[start.isoformat(), end.isoformat() if end else None, pk] for start, end, pk in times],
    }


def _begin(
    article: Article,
    revision: Revision,
    *,
    live_from: datetime,
    by: User | None,
    at: datetime,
    notice: Notice | None,
) -> Publication:
    """Inserts a beginning; the publication it falls into gives up the rest of its time."""
    _require_no_embargo(article, live_from)
    topic = _hold(_require_primary_topic(article))
    path = article_path(article.language, topic.slug, article.slug)
    claim_address(article, path)
    tags = tags_of(article)
    publication = publication_of(article, revision, topic, by, tags=tags)
    publication.live_from, publication.created_at = live_from, at
    covering = article.publications.live(live_from).first()
    if covering:
        publication.live_until, publication.expires = covering.live_until, covering.expires
        _close(covering, live_from)
    else:
        publication.live_until = _next_beginning(article, live_from)
    publication.save()
    copy_relations(article, publication, tags=tags)
    if notice:
        _tell(publication, covering if covering and covering.pk else None, notice, by=by, at=at)
    return publication


def _hold(topic: Topic) -> Topic:
    """
    As it is stored, and not renamed before this transaction ends: the new address would miss what it publishes.

    Publications do not wait for each other: a key that is shared conflicts with the lock of a rename alone.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT slug FROM analysis_topic WHERE id = %s FOR KEY SHARE", [topic.pk])
        (topic.slug,) = cursor.fetchone()
    return topic


def _tell(
    publication: Publication, replaced: Publication | None, notice: Notice, *, by: User | None, at: datetime
) -> None:
    Correction.objects.create(
        publication=publication, replaced=replaced, kind=notice.kind, text=notice.text, created_by=by, created_at=at
    )


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
    return _set_end(publication, expire_at, expires=True)


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


def _set_end(publication: Publication, end: datetime | None, *, expires: bool = False) -> None:
    publication.live_until, publication.expires = end, expires
    publication.save(update_fields=["live_until", "expires"])


def _replaced_by(publication: Publication) -> Publication | None:
    """What would go on without it. What was to end at this instant anyhow would not."""
    before = publication.ends_before_it()
    return None if before and before.expires else before


def _next_beginning(article: Article, after: datetime) -> datetime | None:
    following = article.publications.scheduled(after).order_by("live_from").first()
    return following.live_from if following else None


def _settle_dates(article: Article) -> None:
    """Carries the first instant an article appeared to all its publications: lists are sorted by it."""
    publications = list(article.publications.order_by("live_from").only("article", "live_from", "last_published_at"))
    if not publications:
        return
    first = article.originally_published_at or publications[0].live_from
    # An imported text may have been updated before it came here.
    first_updated = publications[0].last_published_at if article.originally_published_at else None
    for number, publication in enumerate(publications):
        updated = publication.live_from if number else first_updated
        Publication.objects.filter(pk=publication.pk).update(first_published_at=first, last_published_at=updated)


# --- What is refused ---------------------------------------------------------------------------------------


def _require_right(article: Article, by: User | None) -> None:
    if article.trashed_at:
        raise PublishingError(_("This text is in the trash. Take it out first."))
    if by and not user_can_publish(by, article):
        raise PublishingError(str(FOR_EDITORS))


def _require_future(instant: datetime, at: datetime, *, field: str) -> None:
    if instant <= at:
        raise PublishingError(_("This instant has passed. Choose a later one, or publish now."), field=field)


def _require_scheduled(publication: Publication, at: datetime) -> None:
    if publication.live_from <= at:
        raise PublishingError(_("This publication has begun. It can be updated or withdrawn, not moved."))


def _require_no_change_between(publication: Publication, instant: datetime) -> None:
    low, high = sorted((publication.live_from, instant))
    others = publication.article.publications.exclude(pk=publication.pk)
    # An end that was set for this very instant comes before the beginning.
    own_boundary = Q(live_until=low) if low < instant else Q(live_until=high, expires=False)
    crossed = others.filter(
        Q(live_from__gte=low, live_from__lte=high) | Q(live_until__gte=low, live_until__lte=high) & ~own_boundary
    )
    own_end = publication.live_until and publication.live_until <= instant
    if crossed.exists() or own_end:
        raise PublishingError(
            _("Another change of this article lies between the two instants. Move that one first."),
            field="go_live_at",
        )


def _require_no_embargo(article: Article, live_from: datetime) -> None:
    if article.embargo_until and live_from < article.embargo_until:
        end = timezone.localtime(article.embargo_until)
        said = {
            "day": date_format(end, "DATE_FORMAT"),
            "time": f"{end:%H:%M:%S}",
            "zone": timezone.get_current_timezone_name(),
        }
        message = _(
            "An embargo holds it until %(day)s, %(time)s (%(zone)s). Choose a later instant, or lift the embargo first."
        )
        raise PublishingError(message % said, field="go_live_at")


def _require_primary_topic(article: Article) -> Topic:
    topic = article.primary_topic
    if not topic:
        raise PublishingError(_("The article needs a primary topic: it is part of its address."), field="topics")
    if not article.slug:
        raise PublishingError(_("The article needs an address."), field="slug")
    return topic
