"""The week ahead: a text is dragged, or carried with keys, to another day; a promise is asked for once more."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from analysis.models import Article, Publication, Topic
from analysis.text.periods import iso_week_slug, week_of
from tests.factories import ArticleFactory, AuthorFactory, TopicFactory, scheduled
from tests.functional.at_the_desk import Visit

pytestmark = pytest.mark.browser
WARSAW = ZoneInfo("Europe/Warsaw")
# A week that is still to come whenever the tests run, so that its promises are promises.
MONDAY = week_of(timezone.now().date() + timedelta(days=14))[0]
TUESDAY, WEDNESDAY, FRIDAY = (MONDAY + timedelta(days=days) for days in (1, 2, 4))


@pytest.fixture
def elite(transactional_db: None) -> Topic:
    return TopicFactory.create(slug="elite", name_en="The ruling elite")


@pytest.fixture
def plan(elite: Topic, analyst: User) -> Article:
    own = AuthorFactory.create(user=analyst, name_en="Ada Brennick")
    return ArticleFactory.create(title="The budget", planned_date=TUESDAY, topic=elite, author=own)


@pytest.fixture
def promise(elite: Topic) -> Publication:
    instant = datetime.combine(WEDNESDAY, datetime.min.time(), tzinfo=WARSAW).replace(hour=9, second=30)
    return scheduled(title="The vote", go_live_at=instant, at=timezone.now(), topic=elite)


def open_week(page: Page) -> None:
    page.goto(f"/admin/analysis/article/calendar/?week={iso_week_slug(MONDAY)}")
    expect(page.get_by_role("heading", name="The week ahead")).to_be_visible()


def row(page: Page, name: str) -> Any:
    return page.get_by_role("row", name=re.compile(name))


def cell(page: Page, day: date, trend: str = "The ruling elite") -> Any:
    return row(page, trend).locator(f"[data-day='{day}']")


def entry(page: Page, title: str) -> Any:
    return page.locator(".entry", has=page.get_by_role("link", name=title, exact=True))


def test_an_analyst_drags_a_plan_to_another_day(visit: Visit, analyst: User, plan: Article) -> None:
    page = visit(analyst)
    open_week(page)
    entry(page, "The budget").drag_to(cell(page, FRIDAY))
    expect(page.get_by_text("“The budget” is planned for Friday")).to_be_visible()
    expect(cell(page, FRIDAY)).to_contain_text("The budget")
    expect(cell(page, TUESDAY)).not_to_contain_text("The budget")
    plan.refresh_from_db()
    assert plan.planned_date == FRIDAY


def test_a_plan_is_carried_with_the_keyboard_alone(visit: Visit, analyst: User, plan: Article) -> None:
    page = visit(analyst)
    open_week(page)
    page.get_by_role("link", name="The budget", exact=True).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    says = page.locator("[data-calendar-says]")
    expect(says).to_contain_text("choose a day with the arrow keys")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(says).to_contain_text("Wednesday")
    expect(cell(page, WEDNESDAY)).to_have_class(re.compile("is-target"))
    page.keyboard.press("Enter")
    expect(cell(page, WEDNESDAY)).to_contain_text("The budget")
    expect(page.get_by_role("button", name="Move “The budget”")).to_be_focused()
    expect(says).to_have_text("“The budget” was moved.")
    plan.refresh_from_db()
    assert plan.planned_date == WEDNESDAY


def test_nothing_is_said_to_have_moved_that_has_not(visit: Visit, analyst: User, plan: Article) -> None:
    page = visit(analyst)
    page.goto(reverse("admin:analysis_article_plan", args=[plan.pk]))
    page.get_by_role("link", name="Back to the calendar").click()
    expect(page.get_by_role("button", name="Move “The budget”")).to_be_focused()
    expect(page.locator("[data-calendar-says]")).to_have_text("")


def test_escape_leaves_a_plan_where_it_was(visit: Visit, analyst: User, plan: Article) -> None:
    page = visit(analyst)
    open_week(page)
    page.get_by_role("button", name="Move “The budget”").press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(page.locator("[data-calendar-says]")).to_have_text("“The budget” stays where it was.")
    expect(page.get_by_role("button", name="Move “The budget”")).to_be_focused()
    plan.refresh_from_db()
    assert plan.planned_date == TUESDAY


def test_a_finger_moves_a_plan_into_another_week(visit: Visit, analyst: User, plan: Article) -> None:
    page = visit(analyst, width=390)
    open_week(page)
    page.get_by_role("button", name="Move “The budget”").click()
    for _day in range(7):
        page.get_by_role("button", name="A day later").click()
    page.get_by_role("button", name="Move here").click()
    expect(page.get_by_text("“The budget” is planned for Tuesday")).to_be_visible()
    expect(entry(page, "The budget")).to_be_visible()
    plan.refresh_from_db()
    assert plan.planned_date == TUESDAY + timedelta(days=7)


def test_a_dragged_promise_names_its_new_instant_before_it_moves(
    visit: Visit, editor: User, promise: Publication
) -> None:
    page = visit(editor)
    open_week(page)
    entry(page, "The vote").drag_to(cell(page, FRIDAY))
    expect(page.get_by_text("“The vote” was to go live on Wednesday")).to_be_visible()
    named = re.compile(rf"Friday, .*{FRIDAY.day}, {FRIDAY.year}, 09:00:30 \(Europe/Warsaw\)")
    expect(page.get_by_text(named)).to_be_visible()
    before = promise.live_from
    promise.refresh_from_db()
    assert promise.live_from == before

    page.get_by_role("button", name=re.compile("Move|Reschedule")).click()
    expect(page.get_by_text(re.compile("“The vote” now goes live on Friday"))).to_be_visible()
    expect(cell(page, FRIDAY)).to_contain_text("09:00:30")
    promise.refresh_from_db()
    assert promise.live_from.astimezone(WARSAW).replace(tzinfo=None) == datetime.combine(
        FRIDAY, datetime.min.time()
    ).replace(hour=9, second=30)


def test_an_analyst_is_offered_no_promise_to_move(visit: Visit, analyst: User, promise: Publication) -> None:
    page = visit(analyst)
    open_week(page)
    expect(entry(page, "The vote")).to_be_visible()
    expect(page.get_by_role("button", name="Move “The vote”")).to_have_count(0)


def test_a_hole_is_marked_and_filled(visit: Visit, analyst: User, plan: Article) -> None:
    hole = TopicFactory.create(slug="society", name_en="Society")
    page = visit(analyst)
    open_week(page)
    expect(page.get_by_text("1 hole")).to_be_visible()
    expect(row(page, "Society")).to_contain_text("Nothing yet · English")
    row(page, "Society").get_by_role("link", name="Begin a text").click()
    expect(page.get_by_label("Planned for")).to_have_value(MONDAY.isoformat())
    expect(page.locator("#id_primary_topic")).to_have_value(str(hole.pk))


def test_the_month_moves_in_the_same_way(visit: Visit, analyst: User, plan: Article) -> None:
    page = visit(analyst)
    page.goto(f"/admin/analysis/article/calendar/?month={TUESDAY:%Y-%m}")
    entry(page, "The budget").drag_to(page.locator(f"[data-day='{WEDNESDAY}']"))
    expect(page.locator(f"[data-day='{WEDNESDAY}']")).to_contain_text("The budget")
    plan.refresh_from_db()
    assert plan.planned_date == WEDNESDAY


def test_without_scripts_a_form_moves(visit: Visit, analyst: User, plan: Article) -> None:
    page = visit(analyst)
    page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    open_week(page)
    page.get_by_role("link", name="Move “The budget”").click()
    page.get_by_label("Planned for").fill(FRIDAY.isoformat())
    page.get_by_role("button", name="Plan it").click()
    expect(cell(page, FRIDAY)).to_contain_text("The budget")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("asked", ["week", "month", "plan"])
def test_it_is_for_everybody_and_fits(
    visit: Visit, editor: User, plan: Article, promise: Publication, width: int, asked: str
) -> None:
    TopicFactory.create(slug="society", name_en="Society")
    names = {"week": f"?week={iso_week_slug(MONDAY)}", "month": f"?month={MONDAY:%Y-%m}"}
    page = visit(editor, width=width)
    plain = reverse("admin:analysis_article_plan", args=[plan.pk])
    page.goto(f"/admin/analysis/article/calendar/{names[asked]}" if asked in names else plain)
    if asked == "week":
        page.get_by_role("button", name="Move “The budget”").click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
