"""Intentions move freely; a promise is asked for once more, and names its new instant."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from analysis.models import Article, AuditEntry, Publication
from tests.factories import NOON, ArticleFactory, AuthorFactory, scheduled

pytestmark = pytest.mark.django_db
PLAN = "/admin/analysis/article/calendar/plan/"
FRIDAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def monday_noon() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def article(db: None) -> Article:
    return ArticleFactory.create(title="The budget", planned_date=date(2026, 11, 18))


def drop(client: Client, article: Article, day: str, **page: str) -> Any:
    return client.post(PLAN, {"article": article.pk, "date": day, **page}, follow=True)


def reschedule(publication: Publication) -> str:
    return reverse("admin:analysis_article_reschedule", args=[publication.article_id, publication.pk])


# --- Intentions ----------------------------------------------------------------------------------------------


def test_a_drop_plans_another_day_and_is_logged(desk: Client, editor: User, article: Article) -> None:
    answer = drop(desk, article, "2026-11-20", week="2026-w47")
    article.refresh_from_db()
    assert article.planned_date == FRIDAY
    assert "“The budget” is planned for Friday, November 20, 2026." in answer.text
    entry = AuditEntry.objects.get(verb="plan")
    assert (entry.by, entry.before, entry.after) == (editor, {"for": "2026-11-18"}, {"for": "2026-11-20"})


def test_the_same_day_is_no_move(desk: Client, article: Article) -> None:
    drop(desk, article, "2026-11-18")
    assert not AuditEntry.objects.filter(verb="plan").exists()


@pytest.mark.parametrize(
    ("day", "shown", "arrived"),
    [
        ("2026-11-20", {"week": "2026-w47"}, "?week=2026-w47"),
        ("2026-11-25", {"week": "2026-w47"}, "?week=2026-w48"),
        ("2026-12-01", {"month": "2026-11"}, "?month=2026-11"),
        ("2026-12-11", {"month": "2026-11"}, "?month=2026-12"),
        ("2026-11-25", {"week": "//evil.example"}, "?week=2026-w48"),
    ],
)
def test_a_drop_leads_to_where_the_day_is_seen(
    desk: Client, article: Article, day: str, shown: dict[str, str], arrived: str
) -> None:
    response = desk.post(PLAN, {"article": article.pk, "date": day, **shown})
    assert response.headers["Location"] == f"/admin/analysis/article/calendar/{arrived}#article-{article.pk}"


@pytest.mark.parametrize("day", ["", "tomorrow", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_an_impossible_day_moves_nothing(desk: Client, article: Article, day: str) -> None:
    assert "was not moved" in drop(desk, article, day).text
    article.refresh_from_db()
    assert article.planned_date == date(2026, 11, 18)


def test_what_was_scheduled_meanwhile_is_no_intention_any_more(desk: Client) -> None:
    publication = scheduled(go_live_at=NOON + timedelta(days=4))
    assert "was not moved" in drop(desk, publication.article, "2026-11-25").text
    assert not AuditEntry.objects.filter(verb="plan").exists()


def test_nobody_moves_what_they_may_not_edit(
    analyst: User, at_desk: Callable[[User], Client], article: Article
) -> None:
    article.set_bylines([(AuthorFactory.create(), "author")])
    client = at_desk(analyst)
    assert drop(client, article, "2026-11-20").status_code == 403
    assert client.get(f"/admin/analysis/article/{article.pk}/plan/").status_code == 403
    assert client.post(f"/admin/analysis/article/{article.pk}/plan/", {"planned_date": ""}).status_code == 403
    article.refresh_from_db()
    assert article.planned_date == date(2026, 11, 18)


def test_a_plain_form_moves_without_scripts(desk: Client, article: Article) -> None:
    address = reverse("admin:analysis_article_plan", args=[article.pk])
    assert address in desk.get("/admin/analysis/article/calendar/").text
    assert 'value="2026-11-18"' in desk.get(address).text
    response = desk.post(address, {"planned_date": "2026-11-25"})
    article.refresh_from_db()
    assert article.planned_date == date(2026, 11, 25)
    assert response.headers["Location"].endswith(f"?week=2026-w48#article-{article.pk}")


def test_a_plan_can_be_given_up(desk: Client, article: Article) -> None:
    address = reverse("admin:analysis_article_plan", args=[article.pk])
    answer = desk.post(address, {"planned_date": ""}, follow=True)
    article.refresh_from_db()
    assert article.planned_date is None
    assert "is planned for no day" in answer.text


def test_the_plain_form_names_a_mistake(desk: Client, article: Article) -> None:
    address = reverse("admin:analysis_article_plan", args=[article.pk])
    assert "Choose a year from 1990 to 2199." in desk.post(address, {"planned_date": "9999-01-01"}).text


# --- Promises ------------------------------------------------------------------------------------------------


@pytest.fixture
def promise(db: None) -> Publication:
    return scheduled(title="The vote", go_live_at=datetime(2026, 11, 19, 8, 0, 30, tzinfo=UTC))


def test_a_dropped_promise_is_named_before_it_is_moved(desk: Client, promise: Publication) -> None:
    address = f"{reschedule(promise)}?go_live_at=2026-11-20T09:00:30&next=calendar"
    asked = desk.get(address)
    assert asked.context["proposed"] == "Friday, November 20, 2026, 09:00:30 (Europe/Warsaw)"
    assert 'value="2026-11-20"' in asked.text
    assert 'value="09:00:30"' in asked.text
    promise.refresh_from_db()
    assert promise.live_from == datetime(2026, 11, 19, 8, 0, 30, tzinfo=UTC)

    sent = {"version": 1, "go_live_at_day": "2026-11-20", "go_live_at_time": "09:00:30"}
    answer = desk.post(address, sent)

    promise.refresh_from_db()
    assert promise.live_from == datetime(2026, 11, 20, 8, 0, 30, tzinfo=UTC)
    assert answer.headers["Location"] == "/admin/analysis/article/calendar/?week=2026-w47"


def test_nothing_is_moved_by_what_an_address_says(desk: Client, promise: Publication) -> None:
    desk.post(f"{reschedule(promise)}?go_live_at=2026-11-20T09:00:30", {})
    promise.refresh_from_db()
    assert promise.live_from == datetime(2026, 11, 19, 8, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("asked", ["nonsense", "2026-13-01T00:00", "'", ""])
def test_an_address_that_names_no_instant_asks_as_ever(desk: Client, promise: Publication, asked: str) -> None:
    answer = desk.get(reschedule(promise), {"go_live_at": asked})
    assert answer.status_code == 200
    assert 'value="2026-11-19"' in answer.text


def test_it_leads_back_to_the_calendar_and_nowhere_else(desk: Client, promise: Publication) -> None:
    text = reverse("admin:analysis_article_change", args=[promise.article_id])
    assert desk.get(reschedule(promise), {"next": "https://evil.example/"}).context["back"] == text
    assert desk.get(reschedule(promise), {"next": "calendar"}).context["back"].endswith("calendar/?week=2026-w47")


def test_the_same_local_time_is_another_instant_after_the_clocks_change(desk: Client) -> None:
    promise = scheduled(go_live_at=datetime(2027, 3, 26, 8, tzinfo=UTC))
    desk.post(
        f"{reschedule(promise)}?go_live_at=2027-03-29T09:00:00",
        {"version": 1, "go_live_at_day": "2027-03-29", "go_live_at_time": "09:00:00"},
    )
    promise.refresh_from_db()
    assert promise.live_from == datetime(2027, 3, 29, 7, tzinfo=UTC)


def test_a_local_time_that_the_new_day_skips_is_asked_back(desk: Client) -> None:
    promise = scheduled(go_live_at=datetime(2027, 3, 26, 1, 30, tzinfo=UTC))
    asked = desk.get(reschedule(promise), {"go_live_at": "2027-03-28T02:30:00", "next": "calendar"})
    assert "02:30 on March 28, 2027 does not exist in Europe/Warsaw" in asked.text
    assert 'data-with="03:30:00"' in asked.text
    assert not asked.context["proposed"]


def test_a_local_time_that_the_new_day_has_twice_is_asked_back(desk: Client) -> None:
    promise = scheduled(go_live_at=datetime(2027, 10, 29, 0, 30, tzinfo=UTC))
    asked = desk.get(reschedule(promise), {"go_live_at": "2027-10-31T02:30:00"})
    assert "02:30 on October 31, 2027 comes twice in Europe/Warsaw" in asked.text
    assert "the second time, 02:30 CET" in asked.text


def test_only_editors_move_promises(analyst: User, at_desk: Callable[[User], Client], promise: Publication) -> None:
    promise.article.set_bylines([(AuthorFactory.create(user=analyst), "author")])
    assert at_desk(analyst).get(reschedule(promise), {"go_live_at": "2026-11-20T09:00:30"}).status_code == 403
