"""What staff are written to about. A letter carries a title and a reason or a note, never the text of an article."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts import mail
from accounts.models import User
from analysis.models import Article, EditorialNote, Event
from analysis.notices.recipients import STEPS
from analysis.permissions import user_can_read


def tell_of_review(*, article_id: int, user_id: int, event: str, by_id: int | None, since: str) -> None:
    """Says nothing when the text has gone on since, or the person may no longer read or decide."""
    step, began_at = STEPS[Event(event)], datetime.fromisoformat(since)
    article = Article.objects.kept().filter(pk=article_id, status=step.status, status_changed_at=began_at).first()
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if not article or not user or not step.concerned(article, [user]):
        return
    who = User.objects.filter(pk=by_id or 0).first()
    key = f"{step.letter}.{article_id}.{began_at.astimezone(UTC):%Y%m%d%H%M%S%f}.{user_id}"
    deliver(step.letter, user, key=key, article=article, who=who, url=address(article))


def tell_of_mention(*, note_id: int, user_id: int) -> None:
    notes = EditorialNote.objects.filter(mentioned=user_id, article__trashed_at__isnull=True)
    note = notes.select_related("article", "author").filter(pk=note_id).first()
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if not note or not user or not user_can_read(user, note.article):
        return
    url = f"{address(note.article)}#note-{note.reply_to_id or note.pk}"
    deliver("mentioned", user, key=f"mentioned.{note_id}.{user_id}", article=note.article, note=note, url=url)


def address(article: Article) -> str:
    return absolute(reverse("admin:analysis_article_change", args=[article.pk]))


def absolute(path: str) -> str:
    # Never the Host header: see accounts.mail.
    return f"{settings.SITE_URL}{path}"


def deliver(name: str, user: User, *, key: str, **context: Any) -> None:
    """In the person's zone, too."""
    with timezone.override(ZoneInfo(user.time_zone)):
        mail.deliver(name, user, key=key, zone=user.time_zone, **context)
