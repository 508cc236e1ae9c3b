"""What is live, what is scheduled, and what comes next of one article, as of an instant."""

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from analysis.models import Publication, Status
from analysis.models.articles import ArticleQuerySet


class State(StrEnum):
    """In the order in which a list offers them."""

    LIVE = "live"
    UPDATE = "update"
    SCHEDULED = "scheduled"
    APPROVED = "approved"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"

    @property
    def label(self) -> Promise:
        return LABELS[self]


LABELS = {
    State.LIVE: _("Live"),
    State.UPDATE: _("Live, update scheduled"),
    State.SCHEDULED: _("Scheduled"),
    State.APPROVED: _("Approved"),
    State.IN_REVIEW: _("In review"),
    State.RETURNED: _("Returned"),
    State.DRAFT: _("Draft"),
    State.WITHDRAWN: _("Withdrawn"),
    State.ENDED: _("Ended"),
}

CONDITIONS = {
    State.LIVE: Q(is_live=True, is_scheduled=False),
    State.UPDATE: Q(is_live=True, is_scheduled=True),
    State.SCHEDULED: Q(is_live=False, is_scheduled=True),
    State.WITHDRAWN: Q(is_live=False, is_scheduled=False, status=Status.WITHDRAWN),
    State.ENDED: Q(is_live=False, is_scheduled=False, was_live=True, status=Status.APPROVED),
    State.APPROVED: Q(is_live=False, is_scheduled=False, was_live=False, status=Status.APPROVED),
    State.IN_REVIEW: Q(is_live=False, is_scheduled=False, status=Status.IN_REVIEW),
    State.RETURNED: Q(is_live=False, is_scheduled=False, status=Status.RETURNED),
    State.DRAFT: Q(is_live=False, is_scheduled=False, status=Status.DRAFT),
}


class Standing(NamedTuple):
    """A state with its instant: since when it lasts, or when it changes."""

    state: State
    at: datetime | None

    @property
    def label(self) -> Promise:
        return self.state.label


def with_standing(articles: ArticleQuerySet, at: datetime) -> ArticleQuerySet:
    """Adds what `standing()` reads, and what CONDITIONS asks for."""
    publications = Publication.objects.filter(article=OuterRef("pk"))
    upcoming = publications.scheduled(at).order_by("live_from")
    return articles.annotate(
        is_live=Exists(publications.live(at)),
        is_scheduled=Exists(upcoming),
        was_live=Exists(publications.filter(live_from__lte=at)),
        next_change_at=Subquery(upcoming.values("live_from")[:1]),
    )


def standing(article: Any) -> Standing:
    """Of an article from `with_standing()`."""
    if article.is_live:
        state = State.UPDATE if article.is_scheduled else State.LIVE
    elif article.is_scheduled:
        state = State.SCHEDULED
    elif article.status == Status.APPROVED and article.was_live:
        state = State.ENDED
    else:
        state = State(article.status)
    return Standing(state, article.next_change_at)
