"""
Verbs of an edition: its texts become public together, at one instant, or none of them does.

Every verb holds the edition first and its texts in the order of their numbers, so that two people wait for each other.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import User
from analysis import checklist
from analysis.models import (
    Approval,
    Article,
    ArticleTopic,
    AuditEntry,
    Edition,
    Event,
    Gap,
    Issue,
    Publication,
    Status,
    Topic,
)
from analysis.models.articles import ArticleQuerySet, content_hash
from analysis.models.publications import PublicationQuerySet
from analysis.permissions import FOR_EDITORS, user_can_assemble, user_can_release
from analysis.publishing import review, timeline
from analysis.publishing.errors import PublishingError
from analysis.publishing.history import record
from analysis.text.body_rules import without_markup

# --- What belongs to an edition ------------------------------------------------------------------------------


def texts_of(issue: Issue) -> ArticleQuerySet:
    """In all languages: what is filed in the issue, or is filed in none and monitors its very days."""
    its_days = Q(issue__isnull=True, period_start=issue.coverage_start, period_end=issue.coverage_end)
    return Article.objects.kept().filter(Q(issue=issue) | its_days)


def ready(texts: ArticleQuerySet) -> ArticleQuerySet:
    """Approved, and never given to readers: what a release takes along."""
    given = Publication.objects.filter(article=OuterRef("pk"))
    return texts.filter(~Exists(given), status=Status.APPROVED)


def owed(edition: Edition, *, at: datetime) -> list[Topic]:
    """Trends with neither a text that is ready, scheduled or public nor a reason why there is none."""
    trends = Topic.objects.trends().exclude(pk__in=_trends_with_a_text(edition, at))
    return list(trends.exclude(gaps__edition=edition) if edition.pk else trends)


def released_together(edition: Edition, *, at: datetime) -> PublicationQuerySet:
    """What will begin with the edition, and was never public before."""
    together = Publication.objects.scheduled(at).in_language(edition.language)
    together = together.filter(issue=edition.issue_id, live_from=edition.released_at or at)
    earlier = Publication.objects.filter(article=OuterRef("article"), live_from__lt=OuterRef("live_from"))
    return together.filter(~Exists(earlier)).select_related("article").order_by("article")


# --- Verbs ---------------------------------------------------------------------------------------------------


def release(
    *,
    edition: Edition,
    go_live_at: datetime,
    by: User | None,
    at: datetime,
    override: str = "",
    without: Collection[Topic] = (),
) -> list[Publication]:
    """
    Makes everything that is ready public at one instant: now, where `go_live_at` is not later than `at`.

    `without` names the trends that are left out knowingly. An edition is released once: what becomes ready later
    joins by a second release, which leaves `released_at` alone, so that readers see it as added.
    """
    with _edition(edition, by):
        _require_the_instant(edition, go_live_at, at=at)
        texts = _hold_ready(edition)
        _require_texts(edition, texts, at=at)
        if edition.released_at is None:
            _require_every_trend(edition, without, at=at)
        before, instant = edition.released_at, max(go_live_at, at)
        given = [_give(text, edition, instant, by=by, at=at, override=override) for text in texts]
        if before is None:
            _set_instant(edition, instant)
        facts = {"articles": [text.pk for text in texts], "without": sorted(topic.slug for topic in without)}
        _note("release", edition, before, by=by, at=at, why=override, **facts)
        return given


def move_release(*, edition: Edition, go_live_at: datetime, by: User | None, at: datetime) -> None:
    """Gives a release that has not begun another instant, with all that was to begin with it."""
    with _edition(edition, by):
        before = _require_not_begun(edition, at)
        if go_live_at <= at:
            raise PublishingError(_("This instant has passed. Choose a later one."), field="go_live_at")
        for publication in _hold_together(edition, at=at):
            with _naming(publication.article):
                timeline.reschedule(publication=publication, go_live_at=go_live_at, at=at, by=by)
        _set_instant(edition, go_live_at)
        _note("move_release", edition, before, by=by, at=at)


def call_off(*, edition: Edition, by: User | None, at: datetime) -> None:
    """Takes back a release that has not begun: its texts are approved, and wait."""
    with _edition(edition, by):
        before = _require_not_begun(edition, at)
        for publication in _hold_together(edition, at=at):
            with _naming(publication.article):
                timeline.cancel(publication=publication, at=at, by=by)
        _set_instant(edition, None)
        _note("call_off", edition, before, by=by, at=at)


def leave_out(*, edition: Edition, topic: Topic, reason: str, by: User | None, at: datetime) -> Gap:
    """Fills a trend's place with the reason why there is nothing. The first one stands, not the last."""
    with _edition(edition, by, may=user_can_assemble):
        reason = without_markup(reason)
        if not reason:
            raise PublishingError(_("Say why there is nothing: readers see it."), field="reason")
        if standing := edition.gaps.filter(topic=topic).first():
            told = {"topic": topic, "reason": standing.reason}
            raise PublishingError(_("“%(topic)s” has a reason already: “%(reason)s”") % told)
        if not topic.is_trend or topic.pk in _trends_with_a_text(edition, at):
            raise PublishingError(_("“%(topic)s” has a text, or needs none.") % {"topic": topic})
        gap = Gap.objects.create(edition=edition, topic=topic, reason=reason)
        AuditEntry.objects.note(verb="leave_out", about=edition, by=by, at=at, after={topic.slug: gap.reason})
        return gap


def take_reason_back(*, gap: Gap, by: User | None, at: datetime) -> None:
    """The trend's place is open again."""
    with _edition(gap.edition, by, may=user_can_assemble):
        told = {gap.topic.slug: gap.reason}
        AuditEntry.objects.note(verb="take_reason_back", about=gap.edition, by=by, at=at, before=told)
        gap.delete()


# --- How -----------------------------------------------------------------------------------------------------


@contextmanager
def _edition(edition: Edition, by: User | None, *, may: Callable[[User], bool] = user_can_release) -> Iterator[None]:
    """One verb at a time on one edition, as it is stored."""
    with transaction.atomic():
        edition.refresh_from_db(from_queryset=Edition.objects.select_for_update(of=("self",)))
        if by and not may(by):
            raise PublishingError(str(FOR_EDITORS))
        yield


@contextmanager
def _naming(article: Article) -> Iterator[None]:
    """Of many texts, which one it was."""
    try:
        yield
    except PublishingError as error:
        told = {"title": article.title, "reason": error}
        raise PublishingError(_("“%(title)s”: %(reason)s") % told, field=error.field) from error


def _hold_ready(edition: Edition) -> list[Article]:
    texts = texts_of(edition.issue).in_language(edition.language).order_by("pk")
    held = list(texts.held().values_list("pk", flat=True))
    return list(ready(Article.objects.filter(pk__in=held)).order_by("pk"))


def _hold_together(edition: Edition, *, at: datetime) -> PublicationQuerySet:
    """Asked for again once they are held: somebody may have moved or cancelled one of them by itself."""
    texts = Article.objects.filter(pk__in=released_together(edition, at=at).values("article")).order_by("pk")
    held = list(texts.held().values_list("pk", flat=True))
    return released_together(edition, at=at).filter(article__in=held)


def _give(
    text: Article, edition: Edition, instant: datetime, *, by: User | None, at: datetime, override: str
) -> Publication:
    with _naming(text):
        _join(text, edition.issue, by=by, at=at)
        # The reason stands in the history of the texts that need one, not of their neighbours.
        override = override if override and checklist.blocks(text) else ""
        if instant <= at:
            return timeline.publish(article=text, by=by, at=at, override=override)
        return timeline.schedule(article=text, by=by, go_live_at=instant, at=at, override=override)


def _join(text: Article, issue: Issue, *, by: User | None, at: datetime) -> None:
    """Files what only its days have led here. No word of it changes, so the approval goes along."""
    approval = text.approvals.filter(content_hash=content_hash(text.content())).first()
    if text.issue_id == issue.pk or not approval or approval.content_hash != text.approved_hash:
        return
    text.issue, text.version = issue, text.version + 1
    text.save(update_fields=["issue", "version", "updated_at"])
    revision = record(article=text, by=by, event=Event.SAVE, at=at)
    word = {name: getattr(approval, name) for name in ("approved_by", "approved_at", "reason")}
    Approval.objects.get_or_create(
        article=text, content_hash=revision.content_hash, defaults={"revision": revision, **word}
    )
    AuditEntry.objects.note(verb="join_issue", about=text, by=by, at=at, after={"issue": issue.slug})
    review.settle(article=text, at=at)


def _set_instant(edition: Edition, instant: datetime | None) -> None:
    edition.released_at = instant
    edition.save(update_fields=["released_at"])


def _note(
    verb: str,
    edition: Edition,
    before: datetime | None,
    *,
    by: User | None,
    at: datetime,
    why: str = "",
    **facts: Any,
) -> None:
    instants = [instant.isoformat() if instant else None for instant in (before, edition.released_at)]
    states: dict[str, Any] = {"before": {"released_at": instants[0]}, "after": {"released_at": instants[1], **facts}}
    AuditEntry.objects.note(verb=verb, about=edition, by=by, at=at, why=why, **states)


def _trends_with_a_text(edition: Edition, at: datetime) -> set[int]:
    texts = texts_of(edition.issue).in_language(edition.language)
    lasting = Publication.objects.filter(Q(live_until__isnull=True) | Q(live_until__gt=at))
    filled = texts.filter(Q(pk__in=ready(texts).values("pk")) | Q(pk__in=lasting.values("article")))
    return set(ArticleTopic.objects.filter(article__in=filled, is_primary=True).values_list("topic", flat=True))


# --- What is refused -----------------------------------------------------------------------------------------


def _require_the_instant(edition: Edition, go_live_at: datetime, *, at: datetime) -> None:
    """While a release is still to come there is one instant: what is added joins it."""
    coming = edition.released_at and edition.released_at > at
    if coming and go_live_at != edition.released_at:
        message = _("The edition has its instant already. Move the release, or call it off.")
        raise PublishingError(message, field="go_live_at")


def _require_texts(edition: Edition, texts: list[Article], *, at: datetime) -> None:
    if texts:
        return
    if edition.released_at:
        raise PublishingError(_("The edition has been released, and nothing has become ready since."))
    given = Publication.objects.filter(Q(live_until__isnull=True) | Q(live_until__gt=at), issue=edition.issue_id)
    if not given.in_language(edition.language).exists():
        raise PublishingError(_("Nothing is ready yet: approve a text first."))


def _require_every_trend(edition: Edition, without: Collection[Topic], *, at: datetime) -> None:
    missing = [str(topic) for topic in owed(edition, at=at) if topic not in without]
    if missing:
        message = _("Not ready: %(trends)s. Wait for it, say why there is nothing, or leave it out knowingly.")
        raise PublishingError(message % {"trends": ", ".join(missing)}, field="without")


def _require_not_begun(edition: Edition, at: datetime) -> datetime:
    if edition.released_at is None:
        raise PublishingError(_("No release is set. Somebody may have called it off."))
    if edition.released_at <= at:
        raise PublishingError(_("The release has begun: its texts are public, and are withdrawn one by one."))
    return edition.released_at
