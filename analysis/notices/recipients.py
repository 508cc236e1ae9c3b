"""Whom a step of a text concerns. Who may not read or decide is told nothing."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q
from procrastinate.types import JSONDict

from accounts.models import User
from analysis.models import Article, Event, Status
from analysis.permissions import approvers, user_can_read


class Step(NamedTuple):
    """`letter`: the templates' name. It is sent while the text is in this status, to those whom it still concerns."""

    letter: str
    status: Status
    concerned: Callable[[Article, Iterable[User]], list[User]]


def readers(article: Article, people: Iterable[User]) -> list[User]:
    return [user for user in people if user_can_read(user, article)]


STEPS = {
    Event.SUBMIT: Step("waiting", Status.IN_REVIEW, approvers),
    Event.RETURN: Step("returned", Status.RETURNED, readers),
}


def of_review(*, article_id: int, event: Event, by_id: int | None, since: datetime) -> list[JSONDict]:
    """What `tell_of_review` takes, for each person but the one who took the step."""
    step = STEPS.get(event)
    if step is None:
        return []
    article = Article.objects.get(pk=article_id)
    people = User.objects.filter(is_active=True).exclude(pk=by_id or 0)
    if event == Event.RETURN:
        people = people.filter(Q(author__bylines__article=article) | Q(pk=article.submitted_by_id)).distinct()
    what: JSONDict = {"article_id": article_id, "event": event.value, "by_id": by_id, "since": since.isoformat()}
    return [{**what, "user_id": user.pk} for user in step.concerned(article, people)]


def of_mention(*, note_id: int, user_ids: list[int]) -> list[JSONDict]:
    return [{"note_id": note_id, "user_id": pk} for pk in user_ids]
