"""Nobody is kept out: every page of the desk passes axe and fits its screen, on a wide one and on a telephone."""

from collections.abc import Callable, Iterator
from itertools import chain

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.factories import published
from tests.functional.at_the_desk import Visit, body
from tests.functional.full_desk import FullDesk, article_page, at

pytestmark = pytest.mark.browser

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]}
WIDTHS = (1280, 390)

Act = Callable[[Page], None]
# What it is called, where it is, and what is done there first.
Stop = tuple[str, str, Act]


def nothing(page: Page) -> None:
    """As it opens."""


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{each['id']}: {node['target']} {node['html'][:160]}" for each in found for node in each["nodes"]]


def overflow(page: Page) -> int:
    return int(page.evaluate("document.scrollingElement.scrollWidth - innerWidth"))


# --- The pages ------------------------------------------------------------------------------------------------


def overviews(desk: FullDesk) -> Iterator[Stop]:
    yield "first page", at("index"), nothing
    yield "list", article_page("changelist"), nothing
    yield "list with a selection", article_page("changelist"), select_two
    yield "bulk question", article_page("changelist"), ask_to_tag
    yield "bulk preview", article_page("changelist"), show_what_would_change
    yield "due", article_page("due"), nothing
    yield "calendar, week", article_page("calendar"), nothing
    yield "calendar, month", f"{article_page('calendar')}?month={timezone.localdate():%Y-%m}", nothing
    yield "checklist report", article_page("checklist"), nothing
    yield "three languages", article_page("parity"), nothing
    yield "side by side", article_page("beside", desk.translation.pk), nothing
    yield "an issue's board", at("analysis_issue_board", desk.issue.pk), nothing
    yield "release", at("analysis_issue_release", desk.issue.pk, "en"), nothing
    yield "trash", article_page("trash"), nothing
    yield "empty the trash", article_page("empty_trash"), nothing
    yield "delete for good", article_page("delete_for_good", desk.trashed.pk), nothing


def writing(desk: FullDesk) -> Iterator[Stop]:
    yield "new text", article_page("add"), editor_is_ready
    yield "new text with errors", article_page("add"), save_nothing
    yield "a text with notes, findings, an offer", article_page("change", desk.busy.pk), editor_is_ready
    yield "link dialog", article_page("change", desk.busy.pk), open_links
    yield "link dialog without a selection", article_page("change", desk.busy.pk), open_links_without_words
    yield "picture dialog", article_page("change", desk.busy.pk), open_pictures
    yield "footnote dialog", article_page("change", desk.busy.pk), open_footnotes
    yield "a returned text", article_page("change", desk.returned.pk), editor_is_ready
    yield "a public text", article_page("change", desk.public.article_id), editor_is_ready
    yield "a text waiting to be merged", article_page("change", desk.aside.article_id), editor_is_ready
    yield "a text in the trash", article_page("change", desk.trashed.pk), nothing
    yield "merge", article_page("merge", desk.aside.article_id, desk.aside.pk), nothing
    yield "history", article_page("history", desk.public.article_id), nothing
    first = desk.public.article.revisions.of_the_text().earliest("pk")
    yield "compare", article_page("compare", desk.public.article_id, first.pk), nothing


def deciding(desk: FullDesk) -> Iterator[Stop]:
    public, busy = desk.public.article_id, desk.busy.pk
    yield "publish a significant change", article_page("publish", public), press("Publish now")
    yield "schedule into a gap of the clocks", article_page("schedule", busy), schedule_into_a_gap
    yield "return", article_page("return", desk.in_review.pk), press("Return")
    yield "return with what was typed before", article_page("return", desk.in_review.pk), type_and_come_back
    yield "approve with blocks", article_page("approve", desk.in_review.pk), nothing
    yield "withdraw", article_page("withdraw", public), nothing
    yield "embargo", article_page("embargo", busy), nothing
    coming = desk.public.article.publications.latest("live_from")
    yield "move what is scheduled", article_page("reschedule", public, coming.pk), nothing
    yield "draft links", article_page("draft_links", busy), nothing
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
        "name": desk.name,
    }
    for noun, row in rows.items():
        yield f"{noun}s", at(f"analysis_{noun}_changelist"), nothing
        yield f"a new {noun}", at(f"analysis_{noun}_add"), nothing
        yield f"{noun}", at(f"analysis_{noun}_change", row.pk), nothing
    yield "topic's history", at("analysis_topic_history", desk.trend.pk), nothing
    yield "a tag with mistakes", at("analysis_tag_add"), press("Save")
    yield "a name with mistakes", f"{at('analysis_name_add')}?spellings=7", press("Save")
    yield "searches without result", at("analysis_searchmiss_changelist"), nothing
    yield "subscriptions", at("newsletters_subscription_changelist"), nothing
    yield "masthead", at("analysis_masthead_changelist"), nothing
    yield "log", at("analysis_auditentry_changelist"), nothing
    yield "log entry", at("analysis_auditentry_changelist"), open_first_entry
    yield "people", at("accounts_user_changelist"), nothing
    yield "a person", at("accounts_user_change", desk.analyst.pk), nothing
    TOTP.activate(desk.analyst, "JBSWY3DPEHPK3PXP")
    yield "removing a second factor", at("accounts_user_second_factor", desk.analyst.pk), nothing
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


def open_links_without_words(page: Page) -> None:
    editor_is_ready(page)
    body(page).click()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()


def open_pictures(page: Page) -> None:
    open_tool(page, "Picture")


def open_footnotes(page: Page) -> None:
    open_tool(page, "Footnote")


def type_and_come_back(page: Page) -> None:
    page.get_by_label("What should change").fill("Name the source.")
    page.reload()
    expect(page.get_by_text("This is what you typed here before.")).to_be_visible()


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


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["ru", "be"])
@pytest.mark.usefixtures("transactional_db")
def test_every_page_fits_its_screen_in_longer_words_too(visit: Visit, language: str, width: int) -> None:
    desk = FullDesk()
    page = visit(desk.me, width=width)
    desk.me.language = language
    desk.me.save(update_fields=["language"])
    plain = ("a text that is simply public", article_page("change", published().article_id), nothing)
    wrong: dict[str, int] = {}
    for name, address, _act in chain([plain], overviews(desk), writing(desk), deciding(desk), registers(desk)):
        page.goto(address)
        if overflow(page) > 0:
            wrong[name] = overflow(page)
    assert wrong == {}


def walk_through(page: Page, stops: Iterator[Stop]) -> None:
    wrong: dict[str, list[str]] = {}
    for name, address, act in stops:
        page.goto(address)
        act(page)
        if found := [*violations(page), *([f"too wide by {overflow(page)} px"] if overflow(page) > 0 else [])]:
            wrong[name] = found
    assert wrong == {}
