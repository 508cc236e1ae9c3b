"""What nobody wants any more, kept for a while. What was ever public is withdrawn, not thrown away."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from analysis.models import Article, AuditEntry, Status
from analysis.publishing.errors import PublishingError
from analysis.publishing.history import lock

KEPT_FOR: Final = timedelta(days=90)


def throw_away(*, article: Article, by: User | None, at: datetime, reason: str = "") -> None:
    with transaction.atomic():
        lock(article)
        if article.publications.exists():
            raise PublishingError(_("It is, was or will be public. Withdraw it instead."))
        if article.trashed_at:
            return
        if article.status == Status.APPROVED:
            article.status, article.approved_hash = Status.IN_REVIEW, ""
        article.trashed_at, article.trashed_by = at, by
        article.save(update_fields=["status", "approved_hash", "trashed_at", "trashed_by"])
        AuditEntry.objects.note(verb="throw_away", about=article, by=by, at=at, why=reason)


def take_out_of_trash(*, article: Article, by: User | None, at: datetime) -> None:
    with transaction.atomic():
        lock(article)
        if not article.trashed_at:
            return
        article.trashed_at = article.trashed_by = None
        article.save(update_fields=["trashed_at", "trashed_by", "updated_at"])
        AuditEntry.objects.note(verb="take_out_of_trash", about=article, by=by, at=at)


def discard_for_good(*, articles: list[int] | None = None, by: User | None, at: datetime) -> int:
    """Empties the trash: of these articles, or of all that have been there for `KEPT_FOR`. Says how many went."""
    found = Article.objects.trashed()
    found = found.filter(pk__in=articles) if articles is not None else found.filter(trashed_at__lte=at - KEPT_FOR)
    with transaction.atomic():
        gone = list(found.select_for_update(of=("self",)))
        for article in gone:
            AuditEntry.objects.note(
                verb="discard_for_good", about=article, by=by, at=at, before={"language": article.language}
            )
            article.delete()
    return len(gone)
