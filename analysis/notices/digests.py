"""One mail a morning, for whoever asked for it: what is due, what waits for me, what came back to me."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import User
from analysis.models import Article, Publication, Status
from analysis.models.articles import ArticleQuerySet
from analysis.notices.letters import absolute, address, deliver
from analysis.permissions import approvable_by, user_can_edit_everything, user_can_see_the_desk

MORNING = 7
DAYS_AHEAD = 7
# Of each kind; the desk shows the rest.
MOST = 30


class Entry(NamedTuple):
    """`at` is None for what is planned for a day and promised for no instant."""

    title: str
    url: str
    day: date | None = None
    at: datetime | None = None


def hand_out(*, at: datetime, send: Callable[..., object]) -> None:
    """`send(user_id=, day=)` for everybody whose morning has come and who has not been written to today."""
    for user in User.objects.filter(wants_digest=True, is_active=True):
        local = at.astimezone(ZoneInfo(user.time_zone))
        if local.hour >= MORNING:
            _claim(user, local.date(), send)


def deliver_digest(*, user_id: int, day: str, at: datetime) -> None:
    """Nothing, once the day is over: the new one has a mail of its own."""
    user = User.objects.filter(pk=user_id, is_active=True, wants_digest=True).first()
    if not user or not user_can_see_the_desk(user) or day != local_day(user, at).isoformat():
        return
    lists = {"due": due(user, at=at)[:MOST], "waiting": waiting(user), "returned": returned(user)[:MOST]}
    if any(lists.values()):
        desk = absolute(reverse("admin:index"))
        deliver("digest", user, key=f"digest.{day}.{user_id}", today=local_day(user, at), url=desk, **lists)


def due(user: User, *, at: datetime) -> list[Entry]:
    """Today and in the six days after it, by the person's own calendar: promises and plans, in their order."""
    today, zone = local_day(user, at), ZoneInfo(user.time_zone)
    end = datetime.combine(today + timedelta(days=DAYS_AHEAD), time(), zone)
    promised = Publication.objects.scheduled(at).filter(live_from__lt=end, article__in=_answered_for(user))
    entries = [
        Entry(each.title, address(each.article), each.live_from.astimezone(zone).date(), each.live_from)
        for each in promised.select_related("article").order_by("live_from")[:MOST]
    ]
    entries += [Entry(article.title, address(article), article.planned_date) for article in _planned(user, today, at)]
    return sorted(entries, key=lambda entry: (entry.day or today, entry.at is not None, entry.at or at))


def waiting(user: User) -> list[Entry]:
    in_review = Article.objects.kept().filter(status=Status.IN_REVIEW)
    found = approvable_by(user, in_review).order_by("status_changed_at")
    return [Entry(article.title, address(article)) for article in found[:MOST]]


def returned(user: User) -> list[Entry]:
    back = _own(user).filter(status=Status.RETURNED).order_by("status_changed_at")
    return [Entry(article.title, address(article)) for article in back]


def local_day(user: User, at: datetime) -> date:
    return at.astimezone(ZoneInfo(user.time_zone)).date()


def _claim(user: User, today: date, send: Callable[..., object]) -> None:
    """Of two runs at once one wins, and has the mail waiting in the same transaction."""
    not_yet = Q(last_digest_date__isnull=True) | Q(last_digest_date__lt=today)
    with transaction.atomic():
        if User.objects.filter(not_yet, pk=user.pk).update(last_digest_date=today):
            send(user_id=user.pk, day=today.isoformat())


def _own(user: User) -> ArticleQuerySet:
    own = Q(bylines__author__user=user) | Q(submitted_by=user)
    return Article.objects.kept().filter(pk__in=Article.objects.filter(own).values("pk"))


def _answered_for(user: User) -> ArticleQuerySet:
    """Editors answer for everybody's."""
    return Article.objects.kept() if user_can_edit_everything(user) else _own(user)


def _planned(user: User, today: date, at: datetime) -> ArticleQuerySet:
    """What is public or scheduled already has left its plan behind."""
    publications = Publication.objects.filter(article=OuterRef("pk"))
    week = (today, today + timedelta(days=DAYS_AHEAD - 1))
    planned = _answered_for(user).filter(planned_date__range=week).order_by("planned_date")
    return planned.exclude(Exists(publications.live(at))).exclude(Exists(publications.scheduled(at)))[:MOST]
