"""The desk without a mouse: a text goes its way, every stop is seen, and the focus is never lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from analysis.models import Article, Status
from tests.factories import ArticleFactory, AuthorFactory
from tests.functional.at_the_desk import PASSWORD, Visit, body, open_article, press
from tests.functional.full_desk import MARK, FullDesk, article_page, at

pytestmark = pytest.mark.browser

# What is wrong with where the focus is: nothing, or a word.
FOCUS = """() => {
  const here = document.activeElement
  if (!here || here === document.body) return "nowhere"
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(here.closest(".select2-selection") ?? here)
  const isMarked = (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none"
  const { top, bottom, left, right, width, height } = here.getBoundingClientRect()
  if (!isMarked) return "not marked"
  if (!width || !height || bottom <= 0 || right <= 0 || top >= innerHeight || left >= innerWidth) return "out of sight"
  const middle = Math.min(Math.max((left + right) / 2, 1), innerWidth - 1)
  const there = document.elementFromPoint(middle, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2)
  const isCovered = there && !there.contains(here) && !here.contains(there) && !there.closest("label")
  return isCovered ? `covered by ${there.outerHTML.slice(0, 80)}` : ""
}"""
WHERE = "() => document.activeElement.outerHTML.slice(0, 120)"
# No page has more stops than this; a walk that does not end is a trap.
MOST_STOPS = 250


def tab(page: Page, key: str = "Tab") -> None:
    page.keyboard.press(key)
    wrong = page.evaluate(FOCUS)
    assert not wrong, f"{wrong}: {page.evaluate(WHERE)}"


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    for _stop in range(MOST_STOPS):
        tab(page, key)
        if target.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"The keyboard does not reach {target}.")


def follow(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_text_goes_its_way_by_the_keyboard_alone(visit: Visit, analyst: User) -> None:
    own = AuthorFactory.create(user=analyst, name_en="Ada Analyst")
    day = timezone.localdate() + timedelta(days=1)
    article = ArticleFactory.create(title="Ships are counted", author=own, planned_date=day, body="<p>They met.</p>")
    page = visit()
    page.goto("/admin/")
    tab_to(page, page.get_by_label("Email"))
    page.keyboard.type(analyst.email)
    tab_to(page, page.get_by_label("Password"))
    page.keyboard.type(PASSWORD)
    follow(page)

    expect(page.get_by_role("heading", name="Hello")).to_be_visible()
    tab(page)
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    tab_to(page, page.get_by_role("main").get_by_role("link", name="The week ahead"))
    tab_to(page, page.get_by_role("link", name="Articles", exact=True), "Shift+Tab")
    follow(page)
    tab_to(page, page.get_by_role("main").get_by_role("link", name=article.title).first)
    follow(page)
    write_with_a_footnote(page)
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved.")).to_be_visible()
    # The keys work once the scripts have run.
    page.wait_for_load_state()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("was submitted for review")).to_be_visible()
    carry_to_the_next_day(page, article)

    article.refresh_from_db()
    assert article.status == Status.IN_REVIEW
    assert article.body == f"<p><strong>They met.</strong>{MARK} Twice.</p>"
    assert article.planned_date == day + timedelta(days=1)


def write_with_a_footnote(page: Page) -> None:
    expect(body(page)).to_be_visible()
    tab_to(page, page.get_by_role("toolbar").get_by_role("button").first)
    for _step in range(3):
        tab(page, "ArrowRight")
    bold = page.get_by_role("toolbar").get_by_role("button", name="Bold")
    expect(bold).to_be_focused()
    tab_to(page, body(page))
    page.keyboard.press("Control+a")
    tab_to(page, bold, "Shift+Tab")
    page.keyboard.press("Enter")
    expect(body(page)).to_be_focused()
    press(page, "Control+End", "Control+Alt+f")
    expect(page.get_by_role("dialog").get_by_label("Title")).to_be_focused()
    page.keyboard.type("Minutes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(body(page)).to_be_focused()
    page.keyboard.type(" Twice.")


def carry_to_the_next_day(page: Page, article: Article) -> None:
    tab_to(page, page.get_by_role("link", name="Barometer"))
    follow(page)
    tab_to(page, page.get_by_role("main").get_by_role("link", name="The week ahead"))
    follow(page)
    move = page.get_by_role("button", name=f"Move “{article.title}”")
    tab_to(page, move)
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUS) == ""
    follow(page)
    expect(page.get_by_text("is planned for")).to_be_visible()
    expect(move).to_be_focused()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.usefixtures("transactional_db")
def test_every_stop_of_the_keyboard_is_seen_and_none_is_a_trap(visit: Visit, width: int) -> None:
    desk = FullDesk()
    page = visit(desk.me, width=width)
    for address in (
        at("index"),
        article_page("changelist"),
        article_page("change", desk.busy.pk),
        article_page("merge", desk.aside.article_id, desk.aside.pk),
        article_page("history", desk.public.article_id),
        article_page("publish", desk.public.article_id),
        article_page("draft_links", desk.busy.pk),
        article_page("calendar"),
        at("analysis_topic_change", desk.trend.pk),
        at("analysis_auditentry_changelist"),
        reverse("as-of"),
    ):
        page.goto(address)
        assert wrong_stops(page) == [], address


def wrong_stops(page: Page) -> list[str]:
    """From the first stop to the last."""
    wrong: list[str] = []
    page.wait_for_load_state("networkidle")
    for stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUS)
        if found == "nowhere" and stop:
            return wrong
        if found:
            wrong.append(f"{found}: {page.evaluate(WHERE)}")
    return [*wrong, "a trap"]


def test_the_toolbar_is_reached_after_a_table_is_gone(visit: Visit, editor: User) -> None:
    page = visit(editor)
    open_article(page, ArticleFactory.create(body="<table><tbody><tr><td>1</td></tr></tbody></table><p>After.</p>"))
    toolbar = page.get_by_role("toolbar")
    body(page).get_by_text("1").click()
    toolbar.get_by_role("button", name="Delete the table").press("Enter")
    expect(body(page)).to_be_focused()
    tab_to(page, toolbar.get_by_role("button", name="Heading", exact=True), "Shift+Tab")


@pytest.mark.usefixtures("transactional_db")
def test_the_focus_stays_where_the_work_is(visit: Visit) -> None:
    desk = FullDesk()
    page = visit(desk.me)
    page.goto(article_page("change", desk.busy.pk))
    expect(body(page)).to_be_visible()
    body(page).focus()
    page.keyboard.press("Control+a")
    for opener in (
        page.get_by_role("toolbar").get_by_role("button", name="Link", exact=True),
        page.get_by_role("toolbar").get_by_role("button", name="Picture", exact=True),
        page.get_by_role("toolbar").get_by_role("button", name="Footnote", exact=True),
        page.get_by_role("button", name="Choose or upload …"),
    ):
        opener.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_be_visible()
        tab(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert page.evaluate(FOCUS) != "nowhere", opener

    bylines = page.get_by_role("region", name="By-lines")
    bylines.get_by_role("button", name="Remove").first.focus()
    page.keyboard.press("Enter")
    expect(bylines.get_by_role("button", name="Add a by-line")).to_be_focused()
    notes = page.get_by_role("region", name="Notes")
    notes.get_by_role("button", name="Resolve").first.focus()
    page.keyboard.press("Enter")
    expect(notes.get_by_text("2 resolved notes")).to_be_visible()
    assert page.evaluate(FOCUS) != "nowhere"
