"""Somebody looks for something, by mouse and by keys, with and without JavaScript."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from analysis.indexing import rebuilding
from analysis.models import Masthead
from tests.factories import AuthorFactory, TopicFactory, published
from tests.functional.at_the_desk import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def archive(transactional_db: None) -> None:
    Masthead.objects.update_or_create(pk=1, defaults={"name_en": "The Weekly"})
    north, south = TopicFactory.create(name_en="North"), TopicFactory.create(name_en="South")
    at, author = timezone.now() - timedelta(hours=1), AuthorFactory.create()
    published(title="An inspector of gendarmes", slug="inspector", topic=north, author=author, at=at)
    published(title="Elections in the north", slug="elections", topic=north, at=at - timedelta(days=1))
    published(title="Elections in the south", slug="south", topic=south, at=at - timedelta(days=40))
    rebuilding.learn_all()


@pytest.fixture
def without_scripts(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    with browser.new_context(base_url=live_server.url, java_script_enabled=False) as context:
        yield context.new_page()


def ask(page: Page, text: str) -> None:
    page.locator("main").get_by_role("searchbox").press_sequentially(text)


@pytest.mark.usefixtures("archive")
def test_titles_appear_as_one_types_and_the_keys_lead_to_them(visit: Visit) -> None:
    page = visit()
    page.goto("/search/")
    ask(page, "elec")
    titles = page.locator(".search__titles a")
    expect(titles).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(titles.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("main").get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".search__titles")).to_be_hidden()
    ask(page, "tions so")
    expect(titles).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Elections in the south")


@pytest.mark.usefixtures("archive")
def test_the_list_goes_when_the_reader_goes_on(visit: Visit) -> None:
    page = visit()
    page.goto("/search/")
    ask(page, "elec")
    expect(page.locator(".search__titles")).to_be_visible()
    page.get_by_label("From").focus()
    expect(page.locator(".search__titles")).to_be_visible()
    page.locator("footer a").first.focus()
    expect(page.locator(".search__titles")).to_be_hidden()
    page.locator("main").get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Nothing was found for “elec”")


@pytest.mark.usefixtures("archive")
def test_all_of_it_works_without_scripts(without_scripts: Page) -> None:
    page = without_scripts
    page.goto("/search/")
    ask(page, "elections")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("2 articles for “elections”")
    page.locator(".facet").get_by_role("link", name="North").click()
    expect(page.locator(".entry")).to_have_count(1)
    page.get_by_role("list", name="Filters").get_by_role("link").click()
    expect(page.locator(".entry")).to_have_count(2)
    page.get_by_role("link", name="Newest first").click()
    expect(page.locator(".entry__title").first).to_have_text("Elections in the north")
    page.get_by_label("From").fill((timezone.localdate() - timedelta(days=7)).isoformat())
    page.locator("main").get_by_role("button", name="Find").click()
    expect(page.locator(".entry")).to_have_count(1)


@pytest.mark.usefixtures("archive")
def test_a_typing_mistake_leads_to_what_was_meant(without_scripts: Page) -> None:
    page = without_scripts
    page.goto("/search/?q=inspectro")
    page.get_by_role("link", name="inspector", exact=True).click()
    expect(page.get_by_role("link", name="An inspector of gendarmes")).to_be_visible()
