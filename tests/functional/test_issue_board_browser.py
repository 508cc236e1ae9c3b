"""An editor assembles an edition and lets it go: the board, a reason, an instant."""

import re
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from analysis import publishing
from analysis.models import Article, Edition, Issue, Publication, Topic
from analysis.text.periods import week_of
from tests.factories import ArticleFactory, AuthorFactory, IssueFactory, TopicFactory
from tests.functional.at_the_desk import Visit

pytestmark = pytest.mark.browser
TODAY = timezone.now().date()
NEXT_FRIDAY = week_of(TODAY + timedelta(days=7))[0] + timedelta(days=4)
NINE = datetime.combine(NEXT_FRIDAY, time(9), tzinfo=ZoneInfo("Europe/Warsaw"))
SCHEMES: tuple[Any, ...] = ("light", "dark")


@pytest.fixture
def issue(transactional_db: None) -> Issue:
    monday, sunday = week_of(TODAY)
    return IssueFactory.create(number=46, coverage_start=monday, coverage_end=sunday)


@pytest.fixture
def elite(transactional_db: None) -> Topic:
    return TopicFactory.create(slug="elite", position=1, name_en="The ruling elite")


@pytest.fixture
def security(transactional_db: None) -> Topic:
    return TopicFactory.create(slug="security", position=2, name_en="Security issues")


@pytest.fixture
def ministers(issue: Issue, elite: Topic) -> Article:
    text: Article = ArticleFactory.create(
        title="Ministers meet", topic=elite, issue=issue, author=AuthorFactory.create(name_en="Leda Karsel")
    )
    publishing.submit(article=text, by=None, at=timezone.now())
    publishing.approve(article=text, by=None, at=timezone.now())
    return text


def open_board(page: Page, issue: Issue) -> None:
    page.goto(reverse("admin:analysis_issue_board", args=[issue.pk]))
    expect(page.get_by_role("heading", name="No. 46")).to_be_visible()


def place(page: Page, trend: str, language: int = 0) -> Any:
    return page.get_by_role("row", name=re.compile(trend)).get_by_role("cell").nth(language)


def edition(page: Page, language: str) -> Any:
    return page.get_by_role("region", name=language)


def test_an_editor_fills_a_gap_and_releases_the_edition_for_an_instant(
    visit: Visit, editor: User, issue: Issue, ministers: Article, security: Topic
) -> None:
    page = visit(editor)
    open_board(page, issue)
    expect(place(page, "The ruling elite")).to_contain_text("Ready")
    expect(edition(page, "English")).to_contain_text("1 of 2 ready")

    # With keys alone.
    place(page, "Security issues").locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("The port publishes its figures on Monday.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("nothing this week, because:")).to_be_visible()
    expect(place(page, "Security issues")).to_contain_text("The port publishes its figures on Monday.")
    expect(edition(page, "English")).to_contain_text("2 of 2 ready")

    edition(page, "English").get_by_role("link", name="Release").click()
    expect(page.get_by_role("link", name="Ministers meet")).to_be_visible()
    begins = page.get_by_role("group", name="Goes live")
    begins.get_by_label("Day").fill(NEXT_FRIDAY.isoformat())
    begins.get_by_label("Time").fill("09:00:00")
    page.get_by_role("button", name="Release").click()

    expect(page.get_by_text("English: 1 text goes live on Friday,")).to_be_visible()
    expect(edition(page, "English")).to_contain_text("Goes out")
    expect(edition(page, "Russian")).to_contain_text("Not released")
    expect(place(page, "The ruling elite")).to_contain_text("Scheduled")
    assert Edition.objects.get(language="en").released_at == NINE
    assert Publication.objects.get().live_from == NINE

    edition(page, "English").get_by_role("link", name="Call off").click()
    page.get_by_role("button", name="Call it off").click()
    expect(edition(page, "English")).to_contain_text("Not released")
    expect(place(page, "The ruling elite")).to_contain_text("Ready")


def test_an_empty_place_opens_the_writers_page_as_it_should_be(
    visit: Visit, analyst: User, issue: Issue, security: Topic
) -> None:
    page = visit(analyst)
    open_board(page, issue)
    place(page, "Security issues", 1).get_by_role("link", name="Write it").click()
    expect(page.get_by_label("Monitored from")).to_have_value(issue.coverage_start.isoformat())
    expect(page.get_by_label("Language", exact=True)).to_have_value("ru")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.usefixtures("ministers", "security")
def test_its_pages_pass_axe_and_fit_their_screen(
    visit: Visit, editor: User, issue: Issue, console: list[str], width: int
) -> None:
    page = visit(editor, width=width)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for look in (with_everything_open, refused_release):
            look(page, issue)
            assert Axe().run(page).response["violations"] == []
            assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    # Axe copies what it reports, and the policy says so.
    console[:] = [complaint for complaint in console if not complaint.startswith("Applying inline style")]


def with_everything_open(page: Page, issue: Issue) -> None:
    open_board(page, issue)
    page.evaluate("document.querySelectorAll('main details').forEach((each) => (each.open = true))")


def refused_release(page: Page, issue: Issue) -> None:
    page.goto(reverse("admin:analysis_issue_release", args=[issue.pk, "en"]))
    page.get_by_role("button", name="Release").click()
    expect(page.get_by_text("Say when")).to_be_visible()
