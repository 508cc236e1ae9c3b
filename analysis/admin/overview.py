"""The desk's first page: what waits for me, what comes next, what just went out."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from analysis.admin.states import CONDITIONS, State, with_standing
from analysis.models import Article, Publication
from analysis.models.articles import ArticleQuerySet
from analysis.permissions import user_can_edit_everything, user_can_write

LENGTH = 10


def overview(user: User, *, at: datetime) -> dict[str, Any]:
    return {
        "drafts": drafts(user, at=at)[:LENGTH],
        "drafts_are_everybodys": user_can_edit_everything(user),
        "coming": coming(at=at)[:LENGTH],
        "recent": recent(at=at)[:LENGTH],
        "can_write": user_can_write(user),
    }


def drafts(user: User, *, at: datetime) -> ArticleQuerySet:
    """An analyst's own; an editor answers for everybody's."""
    found = with_standing(Article.objects.all(), at).filter(CONDITIONS[State.DRAFT])
    if not user_can_edit_everything(user):
        found = found.filter(authors__user=user).distinct()
    return found.defer("body").order_by("-updated_at").prefetch_related("authors")


def coming(*, at: datetime) -> QuerySet[Publication]:
    return Publication.objects.scheduled(at).with_card().order_by("live_from")


def recent(*, at: datetime) -> QuerySet[Publication]:
    return Publication.objects.live(at).with_card().order_by("-live_from")
