"""From draft to approved. An approval belongs to a content: one changed character, and it has to be asked for again."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from analysis import checklist
from analysis.models import Approval, Article, AuditEntry, Event, Revision, Status
from analysis.models.articles import content_hash
from analysis.permissions import (
    FOR_ANOTHER,
    FOR_EDITORS,
    FOR_ITS_AUTHORS,
    user_can_approve,
    user_can_edit,
    user_can_pass_review,
    user_can_review,
)
from analysis.publishing.errors import PublishingError
from analysis.publishing.history import lock, record
from analysis.signals import review_changed

# From which states each step may be taken.
_MAY_SUBMIT = {Status.DRAFT, Status.RETURNED, Status.WITHDRAWN}
_MAY_RETURN = {Status.IN_REVIEW, Status.APPROVED}


def submit(*, article: Article, by: User | None, at: datetime, reason: str = "") -> Revision:
    """Asks for approval. What was approved before and has not changed since is approved at once."""
    with transaction.atomic():
        _take(article, by, user_can_edit, FOR_ITS_AUTHORS)
        _require_state(article, _MAY_SUBMIT, _("It is in review, or approved, already."))
        article.submitted_by = by
        return _step(article, Status.IN_REVIEW, by=by, event=Event.SUBMIT, at=at, reason=reason)


def take_back(*, article: Article, by: User | None, at: datetime) -> None:
    """The author goes on writing before anybody has decided."""
    with transaction.atomic():
        _take(article, by, user_can_edit, FOR_ITS_AUTHORS)
        _require_state(article, {Status.IN_REVIEW}, _("It is not in review."))
        before = article.status
        _set(article, Status.DRAFT, at=at)
        _log(article, "take_back", by=by, at=at, before=before)


def return_to_author(*, article: Article, by: User | None, at: datetime, reason: str) -> Revision:
    """Asks for changes, and says which. An approval there was is taken back; what is scheduled stays scheduled."""
    with transaction.atomic():
        _take(article, by, user_can_review, FOR_EDITORS)
        _require_state(article, _MAY_RETURN, _("It is not in review."))
        if not reason.strip():
            raise PublishingError(_("Say what should change: the author sees it."), field="reason")
        article.approvals.filter(content_hash=content_hash(article.content())).delete()
        return _step(article, Status.RETURNED, by=by, event=Event.RETURN, at=at, reason=reason.strip())


def approve(*, article: Article, by: User | None, at: datetime, override: str = "") -> Approval:
    """
    Somebody's word that this content may become public. `override` is why the checklist's blocks do not count.

    Who wrote, translated or submitted the text does not approve it, unless the masthead says that authors may.
    """
    with transaction.atomic():
        _take(article, by, user_can_review, FOR_EDITORS)
        _require_state(article, {Status.IN_REVIEW}, _("It has to be submitted for review first."))
        _require(user_can_approve, article, by, FOR_ANOTHER)
        return _decide(article, by=by, at=at, override=override)


def pass_review(*, article: Article, by: User, at: datetime, override: str = "") -> None:
    """
    Approves what is about to be published, whether or not somebody has submitted it, unless it is approved already.

    Who submitted it stays who did, and does not approve it in this way either.
    """
    with transaction.atomic():
        _take(article, by, user_can_review, FOR_EDITORS)
        _require(user_can_pass_review, article, by, FOR_ANOTHER)
        # By-lines and tags may have changed by other doors than a save: a register's, a shell's.
        _apply_approvals(article, content_hash(article.content()), at=at)
        if article.status != Status.APPROVED:
            _decide(article, by=by, at=at, override=override)


def require_checks(article: Article, by: User | None, override: str) -> None:
    """Blocks of the checklist and open notes that block stop everybody but a machine."""
    if by is None:
        return
    blocking_notes = article.notes.blocking().count()
    if blocking_notes:
        raise PublishingError(_("A note blocks publication. Resolve it first: it stands beside the text."))
    blocks = [] if override.strip() else checklist.blocks(article)
    if blocks:
        sentences = " ".join(map(str, map(checklist.sentence, blocks)))
        raise PublishingError(
            _("The checklist says: %(findings)s Mend it, or say why it does not count here.") % {"findings": sentences},
            field="override",
        )


def require_approval(article: Article, by: User | None, *, at: datetime) -> None:
    """Before anything becomes public. Machines approve what they publish."""
    if article.status == Status.APPROVED and article.approved_hash == content_hash(article.content()):
        return
    if by is not None:
        raise PublishingError(_("This text has not been approved as it stands. Submit it for review first."))
    _approve(article, by=None, at=at, reason="")


def settle(*, article: Article, at: datetime, digest: str = "") -> None:
    """
    After a change of the working copy: an approval holds for its content only, and comes back with it.

    `digest` is the content's, for who has just asked.
    """
    if article.status in (Status.APPROVED, Status.IN_REVIEW):
        _apply_approvals(article, digest or content_hash(article.content()), at=at)


def in_another_language(article: Article, *, at: datetime) -> None:
    """Whoever approved these words approved them in their language, which is no part of the content."""
    article.approvals.all().delete()
    _lose_approval(article, at=at)


def withdrawn(article: Article, *, at: datetime) -> None:
    """What was withdrawn needs another look before it comes back."""
    article.approvals.all().delete()
    _set(article, Status.WITHDRAWN, at=at)


# --- How -----------------------------------------------------------------------------------------------------


def _take(article: Article, by: User | None, may: Callable[[User, Article], bool], refusal: Promise) -> None:
    lock(article)
    if article.trashed_at:
        raise PublishingError(_("This text is in the trash. Take it out first."))
    _require(may, article, by, refusal)


def _require(may: Callable[[User, Article], bool], article: Article, by: User | None, refusal: Promise) -> None:
    if by and not may(by, article):
        raise PublishingError(str(refusal))


def _require_state(article: Article, states: set[Status], message: str) -> None:
    if article.status not in states:
        raise PublishingError(message)


def _step(article: Article, status: Status, *, by: User | None, event: Event, at: datetime, reason: str) -> Revision:
    before = article.status
    _set(article, status, at=at, reason=reason)
    revision = record(article=article, by=by, event=event, at=at, reason=reason)
    _log(article, event, by=by, at=at, before=before, why=reason)
    settle(article=article, at=at)
    review_changed.send(sender=Article, article_id=article.pk, event=event, by_id=by.pk if by else None, at=at)
    return revision


def _apply_approvals(article: Article, digest: str, *, at: datetime) -> None:
    """To the content as it stands, whose `digest` this is."""
    if digest == article.approved_hash:
        return
    if article.approvals.filter(content_hash=digest).exists():
        _set(article, Status.APPROVED, at=at, approved_hash=digest)
    else:
        _lose_approval(article, at=at)


def _lose_approval(article: Article, *, at: datetime) -> None:
    if article.status == Status.APPROVED:
        _set(article, Status.IN_REVIEW, at=at)
        _log(article, "approval_lost", by=None, at=at, before=Status.APPROVED)


def _decide(article: Article, *, by: User | None, at: datetime, override: str) -> Approval:
    require_checks(article, by, override)
    return _approve(article, by=by, at=at, reason=override)


def _approve(article: Article, *, by: User | None, at: datetime, reason: str) -> Approval:
    before = article.status
    revision = record(article=article, by=by, event=Event.APPROVE, at=at, reason=reason)
    approval, _is_new = Approval.objects.get_or_create(
        article=article,
        content_hash=revision.content_hash,
        defaults={"revision": revision, "approved_by": by, "approved_at": at, "reason": reason},
    )
    _set(article, Status.APPROVED, at=at, approved_hash=revision.content_hash)
    _log(article, Event.APPROVE, by=by, at=at, before=before, why=reason)
    return approval


def _set(article: Article, status: Status, *, at: datetime, reason: str = "", approved_hash: str = "") -> None:
    article.status, article.status_reason, article.status_changed_at = status, reason, at
    article.approved_hash = approved_hash
    fields = ["status", "status_reason", "status_changed_at", "approved_hash", "submitted_by", "updated_at"]
    article.save(update_fields=fields)


def _log(article: Article, verb: str, *, by: User | None, at: datetime, before: str, why: str = "") -> None:
    AuditEntry.objects.note(
        verb=verb, about=article, by=by, at=at, why=why, before={"status": before}, after={"status": article.status}
    )
