"""The desk's first page: what is mine to do, what comes next, what is late or missing."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from analysis.admin.calendar.agenda import late
from analysis.admin.calendar.holes import holes
from analysis.admin.states import with_conditions, with_standing
from analysis.models import Article, Byline, EditorialNote, Issue, Publication, Status
from analysis.models.articles import ArticleQuerySet
from analysis.permissions import approvable_by, user_can_edit_everything, user_can_write
from analysis.text.periods import week_of

LENGTH = 10
LATE_SHOWN = 5
WEEK = timedelta(days=7)
NOT_PUBLIC = Q(is_live=False, is_scheduled=False)


def overview(user: User, *, at: datetime) -> dict[str, Any]:
    issue = coming_issue(at)
    week = (issue.coverage_start, issue.coverage_end) if issue else week_of(timezone.localdate(at))
    return {
        "drafts": drafts(user, at=at)[:LENGTH],
        "drafts_are_everybodys": user_can_edit_everything(user),
        "returned": returned(user, at=at)[:LENGTH],
        "waiting": waiting(user, at=at)[:LENGTH],
        "mentions": mentions(user)[:LENGTH],
        "this_week": this_week(user, at=at)[:LENGTH],
        "coming": coming(at=at)[:LENGTH],
        "recent": recent(at=at)[:LENGTH],
        "late": late(at, limit=LATE_SHOWN),
        "issue": issue,
        "week": week,
        "holes": holes(week=week, at=at),
        "can_write": user_can_write(user),
    }


def mine(user: User, *, at: datetime) -> ArticleQuerySet:
    """What bears this person's by-line, or what they sent in."""
    signed = Byline.objects.filter(author__user=user).values("article")
    sent_in = Article.objects.filter(submitted_by=user).order_by().values("pk")
    # Each by an index of its own: for the one or the other, PostgreSQL would read all articles.
    return _listed(at).filter(pk__in=signed.order_by().union(sent_in))


def drafts(user: User, *, at: datetime) -> ArticleQuerySet:
    """An analyst's own; an editor answers for everybody's."""
    found = _listed(at) if user_can_edit_everything(user) else mine(user, at=at)
    return found.filter(Q(status=Status.DRAFT) & NOT_PUBLIC)


def returned(user: User, *, at: datetime) -> ArticleQuerySet:
    return mine(user, at=at).filter(status=Status.RETURNED)


def waiting(user: User, *, at: datetime) -> ArticleQuerySet:
    """What this person may approve, the longest waiting first."""
    return approvable_by(user, _listed(at).filter(status=Status.IN_REVIEW)).order_by("status_changed_at")


def mentions(user: User) -> QuerySet[EditorialNote]:
    """Open notes that name this person."""
    named = EditorialNote.objects.filter(mentioned=user, resolved_at__isnull=True, article__trashed_at__isnull=True)
    open_threads = Q(reply_to__isnull=True) | Q(reply_to__resolved_at__isnull=True)
    return named.filter(open_threads).select_related("article", "author").order_by("-created_at")


def this_week(user: User, *, at: datetime) -> ArticleQuerySet:
    """Planned for the next seven days, or for days that have passed, and not scheduled yet."""
    found = _listed(at) if user_can_edit_everything(user) else mine(user, at=at)
    until = timezone.localdate(at) + WEEK
    return found.owed(until=until).filter(NOT_PUBLIC).order_by("planned_date")


def coming(*, at: datetime) -> QuerySet[Publication]:
    return Publication.objects.scheduled(at).with_card().order_by("live_from")


def recent(*, at: datetime) -> QuerySet[Publication]:
    return Publication.objects.live(at).with_card().order_by("-live_from")


def coming_issue(at: datetime) -> Issue | None:
    """The first that is not over."""
    return Issue.objects.filter(coverage_end__gte=timezone.localdate(at)).order_by("coverage_start").first()


def _listed(at: datetime) -> ArticleQuerySet:
    found = with_conditions(with_standing(Article.objects.kept(), at), at).exclude(status=Status.WITHDRAWN)
    return found.defer("body").order_by("-updated_at").prefetch_related("authors")
