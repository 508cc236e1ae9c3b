"""A person's own calendar at a signed address, for programmes that sign in nowhere."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from icalendar import Calendar  # type: ignore[import-untyped]

from accounts.models import User
from analysis import publishing
from analysis.admin.week_ahead.feed import address
from analysis.models import AuditEntry
from tests.factories import NOON, ArticleFactory, AuthorFactory, published, scheduled

pytestmark = pytest.mark.django_db
NEW = "/admin/analysis/article/calendar/new-address/"


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def events(client: Client, user: User) -> list[Any]:
    response = client.get(address(user))
    assert response.status_code == 200
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def summaries(client: Client, user: User) -> list[str]:
    return sorted(str(event["summary"]) for event in events(client, user))


def test_it_needs_no_session_and_is_kept_nowhere(client: Client, editor: User) -> None:
    response = client.get(address(editor))
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in response.headers["Cache-Control"]
    assert not response.cookies
    assert Calendar.from_ical(response.content)["version"] == "2.0"


def test_an_intention_is_a_day_and_a_promise_an_instant(client: Client, editor: User) -> None:
    ArticleFactory.create(title="Meant", planned_date=date(2026, 11, 18), body="<p>Secret words.</p>")
    scheduled(title="Promised", go_live_at=datetime(2026, 11, 19, 8, 0, 30, tzinfo=UTC), language="ru")
    meant, promised = sorted(events(client, editor), key=lambda event: str(event["summary"]))
    assert meant["summary"] == "Planned (draft): Meant (en)"
    assert (meant.decoded("dtstart"), meant.decoded("dtend")) == (date(2026, 11, 18), date(2026, 11, 19))
    assert promised["summary"] == "Scheduled: Promised (ru)"
    assert promised.decoded("dtstart") == datetime(2026, 11, 19, 8, 0, 30, tzinfo=UTC)
    assert b"DTSTART:20261119T080030Z" in promised.to_ical()


def test_nothing_of_a_text_but_its_title_goes_out(client: Client, editor: User) -> None:
    article = ArticleFactory.create(planned_date=date(2026, 11, 18), standfirst="A lead.", body="<p>Secret words.</p>")
    content = client.get(address(editor)).text
    assert "Secret" not in content
    assert "A lead" not in content
    assert f"URL:{settings.SITE_URL}/admin/analysis/article/{article.pk}/change/" in content.replace("\r\n ", "")


def test_a_text_keeps_its_name_while_it_moves(client: Client, editor: User, clock: Any) -> None:
    article = ArticleFactory.create(planned_date=date(2026, 11, 18))
    (before,) = events(client, editor)
    clock.shift(timedelta(hours=1))
    publishing.plan(article=article, planned_date=date(2026, 11, 20), by=editor, at=NOON + timedelta(hours=1))
    (after,) = events(client, editor)
    assert after["uid"] == before["uid"]
    assert after.decoded("dtstart") == date(2026, 11, 20)
    assert after.decoded("last-modified") > before.decoded("last-modified")


def test_it_reaches_from_a_month_ago_to_half_a_year_ahead(client: Client, editor: User) -> None:
    for days in (-31, -30, 180, 181):
        ArticleFactory.create(title=str(days), planned_date=NOON.date() + timedelta(days=days))
    published(title="Public", at=NOON - timedelta(days=2))
    found = summaries(client, editor)
    assert found == ["Planned (draft): -30 (en)", "Planned (draft): 180 (en)", "Went live: Public (en)"]


def test_an_analyst_gets_their_own_and_an_editor_everything(client: Client, analyst: User, editor: User) -> None:
    own = AuthorFactory.create(user=analyst)
    for title, author in (("Own", own), ("Other", AuthorFactory.create())):
        ArticleFactory.create(title=title, planned_date=date(2026, 11, 18), author=author)
        scheduled(title=f"{title} promise", go_live_at=NOON + timedelta(days=1), author=author)
    assert summaries(client, analyst) == ["Planned (draft): Own (en)", "Scheduled: Own promise (en)"]
    assert len(summaries(client, editor)) == 4


def test_its_days_are_those_of_the_persons_zone(client: Client, editor: User) -> None:
    editor.time_zone = "Pacific/Auckland"
    editor.save()
    ArticleFactory.create(title="Last", planned_date=date(2026, 11, 17) + timedelta(days=180))
    assert summaries(client, editor) == ["Planned (draft): Last (en)"]


def test_a_hostile_title_stays_a_title(client: Client, editor: User) -> None:
    ArticleFactory.create(title="A; B, C\r\nEND:VEVENT\r\nBEGIN:VEVENT", planned_date=date(2026, 11, 18))
    (found,) = events(client, editor)
    assert found["summary"].startswith("Planned (draft): A; B, C")


def test_a_wrong_or_foreign_signature_finds_nothing(client: Client, analyst: User, editor: User) -> None:
    stolen = address(analyst).rpartition("-")[2]
    for mac in ("wrong.ics", "é.ics", stolen):
        assert client.get(f"/admin/analysis/article/calendar/{editor.pk}-{mac}").status_code == 404
    assert client.get(f"/admin/analysis/article/calendar/{2**70}-{stolen}").status_code == 404


def test_somebody_who_has_left_gets_nothing(client: Client, editor: User) -> None:
    editor.is_active = False
    editor.save()
    assert client.get(address(editor)).status_code == 404


def test_it_only_answers_questions(client: Client, editor: User) -> None:
    assert client.post(address(editor)).status_code == 405


def test_a_new_address_ends_the_old_one(client: Client, editor: User, at_desk: Callable[[User], Client]) -> None:
    old, desk = address(editor), at_desk(editor)
    assert old in desk.get("/admin/analysis/article/calendar/").text
    desk.post(NEW)
    editor.refresh_from_db()
    assert client.get(old).status_code == 404
    assert client.get(address(editor)).status_code == 200
    assert AuditEntry.objects.get(verb="new_calendar_address").by == editor


def test_asking_is_no_change_of_the_address(editor: User, at_desk: Callable[[User], Client]) -> None:
    assert at_desk(editor).get(NEW).status_code == 405
