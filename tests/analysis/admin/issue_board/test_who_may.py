"""Who may change an issue, and addresses that nobody knows."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from analysis.models import AuditEntry, Edition, Gap, Issue, Publication, Topic
from tests.analysis.admin.issue_board.boards import AtDesk, address
from tests.factories import EditionFactory, approved

pytestmark = pytest.mark.django_db

POSTS = ["words", "gap", "take_reason_back", "release", "move", "call_off"]


def posted(client: Client, issue: Issue, elite: Topic, name: str) -> int:
    more = [Gap.objects.get().pk] if name == "take_reason_back" else []
    data = {"topic": elite.pk, "reason": "Nobody met.", "when": "now", "words-en-title": "Changed"}
    return int(client.post(address(name, issue, "en", *more), data).status_code)


def stored(issue: Issue) -> list[Any]:
    rows = (Edition.objects.values_list(), Gap.objects.values_list(), Publication.objects.values_list("pk"))
    return [list(each) for each in rows] + [AuditEntry.objects.count()]


@pytest.mark.parametrize("name", POSTS)
def test_an_analyst_changes_nothing_of_an_issue(
    at_desk: AtDesk, analyst: User, issue: Issue, elite: Topic, security: Topic, name: str
) -> None:
    edition = EditionFactory.create(issue=issue)
    Gap.objects.create(edition=edition, topic=security, reason="No patrols.")
    approved(topic=elite, issue=issue)
    before = stored(issue)
    assert posted(at_desk(analyst), issue, elite, name) == 403
    assert stored(issue) == before


@pytest.mark.parametrize("name", POSTS)
@pytest.mark.parametrize("person", ["editor", "administrator"])
def test_editors_and_administrators_may(
    request: pytest.FixtureRequest, at_desk: AtDesk, issue: Issue, elite: Topic, person: str, name: str
) -> None:
    Gap.objects.create(edition=EditionFactory.create(issue=issue), topic=elite, reason="Nobody met.")
    assert posted(at_desk(request.getfixturevalue(person)), issue, elite, name) in (200, 302)


def test_an_analyst_sees_the_board_and_begins_a_text(
    at_desk: AtDesk, analyst: User, issue: Issue, elite: Topic
) -> None:
    approved(topic=elite, issue=issue, language="ru")
    page = at_desk(analyst).get(address("board", issue)).text
    assert "Write it" in page
    for offer in ("Release …", "Keep this reason", "title and introduction"):
        assert offer not in page


@pytest.mark.parametrize("name", ["board", "words", "gap", "release", "move", "call_off"])
def test_strangers_are_sent_to_the_door(issue: Issue, name: str) -> None:
    answer = Client().post(address(name, issue, *([] if name == "board" else ["en"])))
    assert answer["Location"].startswith(("/accounts/login/", "/admin/login/"))


@pytest.mark.parametrize("name", ["words", "gap", "release", "move", "call_off"])
def test_a_language_or_an_issue_that_nobody_knows_is_not_found(desk: Client, issue: Issue, name: str) -> None:
    assert desk.post(address(name, issue, "xx")).status_code == 404
    assert desk.post(reverse(f"admin:analysis_issue_{name}", args=[99999, "en"])).status_code == 404
    assert not Edition.objects.exists()


@pytest.mark.parametrize("name", ["words", "gap"])
def test_a_look_changes_nothing(desk: Client, issue: Issue, name: str) -> None:
    assert desk.get(address(name, issue, "en")).status_code == 405
    assert desk.get(address("board", issue)).status_code == 200
    assert desk.get(address("release", issue, "en")).status_code == 200
    assert not Edition.objects.exists()
