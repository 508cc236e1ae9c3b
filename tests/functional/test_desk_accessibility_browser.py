"""Nobody is kept out: every page of the desk passes axe, fits its screen and is worked with the keyboard alone."""

import json
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.functional.at_the_desk import Visit, body
from tests.functional.full_desk import FullDesk

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


# --- What is done there ---------------------------------------------------------------------------------------


def press(name: str) -> Act:
    return lambda page: page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def select_two(page: Page) -> None:
    for box in page.locator("tbody").get_by_role("checkbox").all()[:2]:
        box.check()


def ask_to_tag(page: Page) -> None:
    select_two(page)
    page.get_by_role("group", name="Do with what is chosen").get_by_role("button", name="Tag …").click()


def show_what_would_change(page: Page) -> None:
    ask_to_tag(page)
    page.get_by_label("Add tags").fill("port, budget")
    page.get_by_role("button", name="Show what would change").click()


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


def open_first_entry(page: Page) -> None:
    page.locator("tbody th a").first.click()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("stops", [overviews, writing, deciding, registers])
@pytest.mark.usefixtures("transactional_db")
def test_every_page_passes_axe_and_fits_its_screen(
    visit: Visit, width: int, stops: Callable[[FullDesk], Iterator[Stop]]
) -> None:
    from analysis.admin import articles, bulk
    articles.ArticleAdmin.actions = bulk.ACTIONS
    desk = FullDesk()
    page = visit(desk.me, width=width)
    page.emulate_media(reduced_motion="reduce")
    wrong: dict[str, list[str]] = {}
    for name, address, act in stops(desk):
        page.set_default_timeout(6000)
        page.goto(address)
        try:
            act(page)
        except Exception as error:
            wrong[name + "!"] = [str(error)[:400]]
        if found := [*violations(page), *([f"too wide by {overflow(page)} px"] if overflow(page) > 0 else [])]:
            wrong[name] = found
        if "SHOTS" in os.environ:
            page.screenshot(path=f"/tmp/w/ax/shots/{width}-{stops.__name__}-{name.replace(' ', '_').replace(':','').replace(',','')}.png", full_page=True)
    if wrong:
        print(json.dumps(wrong, indent=1))
    assert wrong == {}
