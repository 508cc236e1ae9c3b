"""Nobody is kept out: every page of the desk passes axe, fits its screen and is worked with the keyboard alone."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from analysis.models import Article, Status
from tests.factories import ArticleFactory, AuthorFactory
from tests.functional.at_the_desk import PASSWORD, Visit, body
from tests.functional.full_desk import MARK, FullDesk

pytestmark = pytest.mark.browser

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]}
WIDTHS = (1280, 390)

Act = Callable[[Page], None]
# What it is called, where it is, and what is done there first.
Stop = tuple[str, str, Act]


def nothing(page: Page) -> None:
    """As it opens."""


def at(name: str, *args: object) -> str:
    return reverse(f"admin:{name}", args=args)


def article(name: str, *args: object) -> str:
    return at(f"analysis_article_{name}", *args)


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{each['id']}: {node['target']} {node['html'][:160]}" for each in found for node in each["nodes"]]


def overflow(page: Page) -> int:
    return int(page.evaluate("document.scrollingElement.scrollWidth - innerWidth"))


# --- The pages ------------------------------------------------------------------------------------------------


def overviews(desk: FullDesk) -> Iterator[Stop]:
    yield "first page", at("index"), nothing
    yield "list", article("changelist"), nothing
    yield "list with a selection", article("changelist"), select_two
    yield "bulk question", article("changelist"), ask_to_tag
    yield "bulk preview", article("changelist"), show_what_would_change
    yield "due", article("due"), nothing
    yield "calendar, week", article("calendar"), nothing
    yield "calendar, month", f"{article('calendar')}?month={timezone.localdate():%Y-%m}", nothing
    yield "checklist report", article("checklist"), nothing
    yield "trash", article("trash"), nothing
    yield "empty the trash", article("empty_trash"), nothing
    yield "delete for good", article("delete_for_good", desk.trashed.pk), nothing


def writing(desk: FullDesk) -> Iterator[Stop]:
    yield "new text", article("add"), editor_is_ready
    yield "new text with errors", article("add"), save_nothing
    yield "a text with notes, findings, an offer", article("change", desk.busy.pk), editor_is_ready
    yield "link dialog", article("change", desk.busy.pk), open_links
    yield "picture dialog", article("change", desk.busy.pk), open_pictures
    yield "footnote dialog", article("change", desk.busy.pk), open_footnotes
    yield "a returned text", article("change", desk.returned.pk), editor_is_ready
    yield "a public text", article("change", desk.public.article_id), editor_is_ready
    yield "a text waiting to be merged", article("change", desk.aside.article_id), editor_is_ready
    yield "a text in the trash", article("change", desk.trashed.pk), nothing
    yield "merge", article("merge", desk.aside.article_id, desk.aside.pk), nothing
    yield "history", article("history", desk.public.article_id), nothing
    revision = desk.public.article.revisions.of_the_text().order_by("pk").last()
    yield "compare", article("compare", desk.public.article_id, revision.pk), nothing


def deciding(desk: FullDesk) -> Iterator[Stop]:
    public, busy = desk.public.article_id, desk.busy.pk
    yield "publish a significant change", article("publish", public), press("Publish now")
    yield "schedule into a gap of the clocks", article("schedule", busy), schedule_into_a_gap
    yield "return", article("return", desk.in_review.pk), press("Return")
    yield "approve with blocks", article("approve", desk.in_review.pk), nothing
    yield "withdraw", article("withdraw", public), nothing
    yield "embargo", article("embargo", busy), nothing
    coming = desk.public.article.publications.order_by("live_from").last()
    yield "move what is scheduled", article("reschedule", public, coming.pk), nothing
    yield "draft links", article("draft_links", busy), nothing
    yield "draft link", reverse("draft-link", args=[desk.draft_link.pk, desk.draft_link.mac]), nothing
    yield "preview", reverse("preview-article", args=[busy]), nothing
    yield "as of: choose", reverse("as-of"), nothing
    yield "as of: first page", reverse("as-of"), walk


def registers(desk: FullDesk) -> Iterator[Stop]:
    rows = {
        "topic": desk.trend,
        "author": desk.theirs,
        "image": desk.image,
        "issue": desk.issue,
        "tag": desk.tag,
        "housename": desk.house_name,
    }
    for noun, row in rows.items():
        yield f"{noun}s", at(f"analysis_{noun}_changelist"), nothing
        yield f"a new {noun}", at(f"analysis_{noun}_add"), nothing
        yield f"{noun}", at(f"analysis_{noun}_change", row.pk), nothing
    yield "topic's history", at("analysis_topic_history", desk.trend.pk), nothing
    yield "a tag with mistakes", at("analysis_tag_add"), press("Save")
    yield "masthead", at("analysis_masthead_changelist"), nothing
    yield "log", at("analysis_auditentry_changelist"), nothing
    yield "log entry", at("analysis_auditentry_changelist"), open_first_entry
    yield "people", at("accounts_user_changelist"), nothing
    yield "a person", at("accounts_user_change", desk.analyst.pk), nothing
    yield "my account", at("accounts_user_me"), nothing
    yield "security", reverse("mfa_index"), nothing
    yield "another password", reverse("account_change_password"), nothing


def strangers(desk: FullDesk) -> Iterator[Stop]:
    yield "sign-in", reverse("account_login"), nothing
    yield "sign-in refused", reverse("account_login"), sign_in_wrongly
    yield "a forgotten password", reverse("account_reset_password"), nothing
    yield "draft link", reverse("draft-link", args=[desk.draft_link.pk, desk.draft_link.mac]), nothing


# --- What is done there ---------------------------------------------------------------------------------------


def press(name: str) -> Act:
    def act(page: Page) -> None:
        with page.expect_navigation():
            page.get_by_role("main").get_by_role("button", name=name, exact=True).click()

    return act


def select_two(page: Page) -> None:
    for box in page.locator("tbody").get_by_role("checkbox").all()[:2]:
        box.check()


def ask_to_tag(page: Page) -> None:
    select_two(page)
    press("Tag …")(page)


def show_what_would_change(page: Page) -> None:
    ask_to_tag(page)
    page.get_by_label("Add tags").fill("port, budget")
    press("Show what would change")(page)


def editor_is_ready(page: Page) -> None:
    expect(body(page)).to_be_visible()


def save_nothing(page: Page) -> None:
    editor_is_ready(page)
    page.locator("[data-save]").click()
    expect(page.get_by_role("alert").first).to_be_visible()


def open_tool(page: Page, name: str) -> None:
    editor_is_ready(page)
    body(page).click()
    page.keyboard.press("Control+a")
    page.get_by_role("toolbar").get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()


def open_links(page: Page) -> None:
    open_tool(page, "Link")


def open_pictures(page: Page) -> None:
    open_tool(page, "Picture")


def open_footnotes(page: Page) -> None:
    open_tool(page, "Footnote")


def schedule_into_a_gap(page: Page) -> None:
    """The last Sunday of March 2027: clocks in Warsaw go forward."""
    begins = page.get_by_role("group", name="Goes live")
    begins.get_by_label("Day").fill("2027-03-28")
    begins.get_by_label("Time").fill("02:30:00")
    press("Schedule")(page)
    expect(page.get_by_text("does not exist in Europe/Warsaw")).to_be_visible()


def walk(page: Page) -> None:
    page.get_by_role("link", name="09:00").first.click()
    expect(page.get_by_role("complementary", name="Preview")).to_be_visible()


def sign_in_wrongly(page: Page) -> None:
    page.get_by_label("Email").fill("nobody@example.org")
    page.get_by_label("Password").fill("wrong horse")
    press("Sign in")(page)


def open_first_entry(page: Page) -> None:
    with page.expect_navigation():
        page.locator("tbody th a").first.click()


# --- The tests ------------------------------------------------------------------------------------------------


@pytest.fixture
def page_is_read_by_axe(console: list[str]) -> Iterator[None]:
    """It copies what it reports, style attributes of Django's own widgets and all, and the policy says so."""
    yield
    console[:] = [complaint for complaint in console if not complaint.startswith("Applying inline style")]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("stops", [overviews, writing, deciding, registers])
@pytest.mark.usefixtures("transactional_db", "page_is_read_by_axe")
def test_every_page_passes_axe_and_fits_its_screen(
    visit: Visit, width: int, stops: Callable[[FullDesk], Iterator[Stop]]
) -> None:
    desk = FullDesk()
    walk_through(visit(desk.me, width=width), stops(desk))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.usefixtures("transactional_db", "page_is_read_by_axe")
def test_what_strangers_see_of_it_passes_axe_and_fits_their_screen(visit: Visit, width: int) -> None:
    walk_through(visit(width=width), strangers(FullDesk()))


def walk_through(page: Page, stops: Iterator[Stop]) -> None:
    wrong: dict[str, list[str]] = {}
    for name, address, act in stops:
        page.goto(address)
        act(page)
        if found := [*violations(page), *([f"too wide by {overflow(page)} px"] if overflow(page) > 0 else [])]:
            wrong[name] = found
        if "SHOTS" in os.environ:
            page.screenshot(path=f"/tmp/w/ax/shots/{page.viewport_size['width']}-{stops.__name__}-{name.replace(' ', '_').replace(':','').replace(',','')}.png", full_page=True)
    if wrong:
        print(json.dumps(wrong, indent=1))
    assert wrong == {}


# --- The keyboard ---------------------------------------------------------------------------------------------

# What is wrong with where the focus is: nothing, or a word.
FOCUS = """() => {
  const here = document.activeElement
  if (!here || here === document.body) return "nowhere"
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(here.closest(".select2-selection") ?? here)
  const isMarked = (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none"
  const { top, bottom, left, right, width, height } = here.getBoundingClientRect()
  if (!isMarked) return "not marked"
  if (!width || !height || bottom <= 0 || right <= 0 || top >= innerHeight || left >= innerWidth) return "out of sight"
  const middle = [Math.min(Math.max((left + right) / 2, 1), innerWidth - 1), (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2]
  const there = document.elementsFromPoint(...middle)[0]
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
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("was submitted for review")).to_be_visible()
    carry_to_the_next_day(page, article)

    article.refresh_from_db()
    assert article.status == Status.IN_REVIEW
    assert article.body == f"<p><strong>They met.</strong>{MARK} Twice.</p>"
    assert article.planned_date == day + timedelta(days=1)


def write_with_a_footnote(page: Page) -> None:
    editor_is_ready(page)
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
    page.keyboard.press("Control+End")
    page.keyboard.press("Control+Alt+f")
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


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.usefixtures("transactional_db")
def test_every_stop_of_the_keyboard_is_seen_and_none_is_a_trap(visit: Visit, width: int) -> None:
    desk = FullDesk()
    page = visit(desk.me, width=width)
    for address in (
        at("index"),
        article("changelist"),
        article("change", desk.busy.pk),
        article("merge", desk.aside.article_id, desk.aside.pk),
        article("history", desk.public.article_id),
        article("publish", desk.public.article_id),
        article("draft_links", desk.busy.pk),
        article("calendar"),
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


@pytest.mark.usefixtures("transactional_db")
def test_the_focus_stays_where_the_work_is(visit: Visit) -> None:
    desk = FullDesk()
    page = visit(desk.me)
    page.goto(article("change", desk.busy.pk))
    editor_is_ready(page)
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
