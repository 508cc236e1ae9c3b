"""Readers' addresses are seen by administrators, and changed by nobody."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from analysis.models import AuditEntry, Masthead
from analysis.newsletters.models import Mailing
from tests.analysis.newsletters.readers import addresses, subscribed
from tests.factories import (
    NOON,
    AdministratorFactory,
    EditionFactory,
    EditorFactory,
    IssueFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

AtDesk = Callable[[User], Client]

LIST = "/admin/newsletters/subscription/"


@pytest.mark.parametrize("people", [UserFactory, EditorFactory])
def test_others_do_not_see_who_reads(people: type[UserFactory], at_desk: AtDesk) -> None:
    reader, client = subscribed("reader@example.org"), at_desk(people.create())
    for path in (LIST, f"{LIST}{reader.pk}/change/", f"{LIST}{reader.pk}/delete/"):
        answer = client.get(path)
        assert answer.status_code == 403
        assert "reader@" not in answer.text
    assert "newsletters" not in client.get("/admin/").text


def test_an_administrator_finds_somebody_and_deletes_the_address(at_desk: AtDesk) -> None:
    reader, client = subscribed("reader@example.org"), at_desk(AdministratorFactory.create())
    subscribed("other@example.org")
    found = client.get(LIST, {"q": "reader@"})
    assert "reader@example.org" in found.text
    assert "other@example.org" not in found.text
    client.post(f"{LIST}{reader.pk}/delete/", {"post": "yes"})
    assert addresses() == {"other@example.org"}


def test_the_log_of_it_does_not_keep_the_address(at_desk: AtDesk) -> None:
    reader, client = subscribed("reader@example.org"), at_desk(AdministratorFactory.create())
    client.post(f"{LIST}{reader.pk}/delete/", {"post": "yes"})
    entry = AuditEntry.objects.latest("id")
    assert "reader@" not in str(vars(entry))


def test_nobody_enters_an_address_for_somebody(at_desk: AtDesk) -> None:
    reader, client = subscribed("reader@example.org"), at_desk(AdministratorFactory.create())
    assert client.get(f"{LIST}add/").status_code == 403
    client.post(f"{LIST}{reader.pk}/change/", {"email": "another@example.org", "language": "en"})
    assert addresses() == {"reader@example.org"}


def test_the_board_says_to_how_many_readers_an_edition_went(at_desk: AtDesk) -> None:
    issue = IssueFactory.create()
    edition = EditionFactory.create(issue=issue, released_at=NOON)
    Mailing.objects.create(edition=edition, begun_at=NOON, sent=1204, refused=3)
    board = at_desk(EditorFactory.create()).get(f"/admin/analysis/issue/{issue.pk}/board/")
    assert "By mail to 1204 readers" in board.text
    assert "3 refused" in board.text


def test_a_release_says_beforehand_to_how_many_readers_it_goes(at_desk: AtDesk) -> None:
    Masthead.objects.update(offers_newsletter=True)
    edition = EditionFactory.create()
    subscribed("reader@example.org")
    subscribed("chitatel@example.org", language="ru")
    page = f"/admin/analysis/issue/{edition.issue_id}/board/en/release/"
    client = at_desk(EditorFactory.create())
    assert "1 reader, within a minute of the release" in client.get(page).text
    Mailing.objects.create(edition=edition, begun_at=NOON)
    assert "within a minute" not in client.get(page).text
