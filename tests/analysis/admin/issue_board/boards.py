"""The board, its addresses and its places."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import User
from analysis.admin.issue_board.slots import Column, Slot, board_of
from analysis.models import Issue, Topic
from tests.factories import NOON

AtDesk = Callable[[User], Client]
HOUR = timedelta(hours=1)
FRIDAY = NOON + timedelta(days=4)
# As it is entered in Warsaw.
ON_FRIDAY = {"when": "later", "go_live_at_day": "2026-11-20", "go_live_at_time": "13:00:00"}


def address(name: str, issue: Issue, *more: Any) -> str:
    return reverse(f"admin:analysis_issue_{name}", args=[issue.pk, *more])


def slot(issue: Issue, topic: Topic | None, language: str = "en") -> Slot:
    board = board_of(issue, at=NOON)
    row = next(row for row in (*board.rows, board.others) if row.topic == topic)
    return next(slot for slot in row.slots if slot.language == language)


def column(issue: Issue, language: str = "en") -> Column:
    return next(each for each in board_of(issue, at=NOON).columns if each.language == language)


def release(client: Client, issue: Issue, language: str = "en", **given: Any) -> Any:
    """What is on the page is sent with it."""
    page = client.get(address("release", issue, language))
    return client.post(address("release", issue, language), {"seen": page.context["seen"], **given}, follow=True)
