"""What is live, what is scheduled, and what comes next of one article, as of an instant."""

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
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

# Of articles from `with_conditions()`. What was never given to readers is not live or scheduled; nor is what is over.
CONDITIONS = {
    State.LIVE: Q(is_live=True, is_scheduled=False),
    State.UPDATE: Q(is_live=True, is_scheduled=True),
    State.SCHEDULED: Q(is_live=False, is_scheduled=True),
    State.WITHDRAWN: Q(is_live=False, is_scheduled=False, status=Status.WITHDRAWN),
    State.ENDED: Q(is_over=True, status=Status.APPROVED),
    State.APPROVED: Q(is_given=False, status=Status.APPROVED),
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
    """
    Adds what `standing()` reads.

    Of each row that is shown, by itself: for EXISTS, PostgreSQL would first read all publications.
    """
    publications = Publication.objects.filter(article=OuterRef("pk"))
    upcoming = publications.scheduled(at).order_by("live_from")
    begun = publications.filter(live_from__lte=at).order_by("-live_from")
    is_on = Case(When(live_until__lte=at, then=Value(value=False)), default=Value(value=True))
    return articles.annotate(
        shown=Subquery(begun.annotate(is_on=is_on).values("is_on")[:1]),
        next_change_at=Subquery(upcoming.values("live_from")[:1]),
    )


def with_conditions(articles: ArticleQuerySet, at: datetime) -> ArticleQuerySet:
    """Adds what CONDITIONS asks for."""
    publications = Publication.objects.filter(article=OuterRef("pk"))
    to_stay = Publication.objects.filter(Q(live_until__isnull=True) | Q(live_until__gt=at), article=OuterRef("article"))
    return articles.alias(
        is_live=Exists(publications.live(at)),
        is_scheduled=Exists(publications.scheduled(at)),
        is_over=Exists(publications.ended(at).filter(~Exists(to_stay))),
        is_given=Exists(publications),
    )


def standing(article: Any) -> Standing:
    """Of an article from `with_standing()`: `shown` is None of what has never been live."""
    state = state_of(article.status, shown=article.shown, is_scheduled=article.next_change_at is not None)
    return Standing(state, article.next_change_at)


def state_of(status: str, *, shown: bool | None, is_scheduled: bool) -> State:
    if shown:
        return State.UPDATE if is_scheduled else State.LIVE
    if is_scheduled:
        return State.SCHEDULED
    if status == Status.APPROVED and shown is not None:
        return State.ENDED
    return State(status)
