from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from analysis.models import AuditEntry, Issue, Language
from tests.analysis.admin.issue_board.boards import AtDesk, address
from tests.factories import IssueFactory

pytestmark = pytest.mark.django_db

NEXT = "/admin/analysis/issue/next/"


def test_the_next_issue_makes_itself(desk: Client, editor: User, issue: Issue) -> None:
    assert "November\xa016–22, 2026" in desk.get("/admin/analysis/issue/").text
    answer = desk.post(NEXT, {"after": issue.pk}, follow=True)
    begun = Issue.objects.get(number=47)
    assert (begun.coverage_start, begun.coverage_end) == (date(2026, 11, 16), date(2026, 11, 22))
    assert {edition.language for edition in begun.editions.all()} == set(Language.values)
    assert AuditEntry.objects.get(verb="add", subject_type="issue").by == editor
    assert "is begun" in answer.text


def test_pressing_twice_begins_one(desk: Client, issue: Issue) -> None:
    desk.post(NEXT, {"after": issue.pk})
    answer = desk.post(NEXT, {"after": issue.pk}, follow=True)
    assert "begun already" in answer.text
    assert Issue.objects.count() == 2


def test_the_first_issue_is_of_the_present_week(desk: Client) -> None:
    desk.post(NEXT)
    assert Issue.objects.get().slug == "2026-w47"


def test_after_the_last_week_of_the_calendar_comes_none(desk: Client) -> None:
    last = IssueFactory.create(coverage_start=date(9999, 12, 27), coverage_end=date(9999, 12, 31))
    assert desk.get("/admin/analysis/issue/").status_code == 200
    assert "No week comes after" in desk.post(NEXT, {"after": last.pk}, follow=True).text


def test_an_analyst_begins_no_issue(at_desk: AtDesk, analyst: User, issue: Issue) -> None:
    assert at_desk(analyst).post(NEXT, {"after": issue.pk}).status_code == 403
    assert "Next week’s issue" not in at_desk(analyst).get("/admin/analysis/issue/").text
    assert Issue.objects.count() == 1


def test_the_list_and_the_form_lead_to_the_board(desk: Client, issue: Issue) -> None:
    for page in ("/admin/analysis/issue/", reverse("admin:analysis_issue_change", args=[issue.pk])):
        assert address("board", issue) in desk.get(page).text
