"""What every verb does first, and what it leaves behind."""

from datetime import datetime
from typing import Any

from accounts.models import User
from analysis.models import Article, Event, Revision
from analysis.models.articles import content_hash


def lock(article: Article) -> None:
    """Keeps others waiting, and takes the working copy as it is stored, not as somebody loaded it before."""
    article.refresh_from_db(from_queryset=Article.objects.held())


def record(
    *,
    article: Article,
    by: User | None,
    event: Event,
    at: datetime,
    reason: str = "",
    content: dict[str, Any] | None = None,
) -> Revision:
    """
    The revision of the working copy as it stands: a new one, or the last when nothing has changed since.

    `content` is what stands there, for who has just asked.
    """
    content = content or article.content()
    digest = content_hash(content)
    last = article.revisions.of_the_text().first()
    if last and last.content_hash == digest and event in (last.event, Event.SAVE):
        return last
    return Revision.objects.create(
        article=article,
        created_at=at,
        created_by=by,
        event=event,
        reason=reason,
        version=article.version,
        content=content,
        content_hash=digest,
    )
