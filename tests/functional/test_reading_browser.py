"""A reader's visit in a real browser, without JavaScript, on a phone and at a desk."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from analysis import publishing
from analysis.models import Masthead, Publication
from tests.factories import ArticleFactory, AuthorFactory, EditionFactory, ImageFactory, IssueFactory, TopicFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG_WORD = "Дезинформационно" * 3
PATHS = (
    "/economy/the-bank-cuts/",
    "/",
    "/economy/",
    "/topics/",
    "/authors/",
    "/authors/mira/",
    "/tags/inflation/",
    "/issues/",
    "/issues/2026-w46/",
    "/archive/",
    "/search/?q=bank",
    "/search/?q=nothing-has-this",
    "/nothing/here/",
    "/ru/",
    "/ru/economy/bank-snizhaet-stavku/",
)


@pytest.fixture
def text(settings: Settings, tmp_path: Path) -> Publication:
    settings.MEDIA_ROOT = tmp_path
    Masthead.objects.update_or_create(pk=1, defaults={"name_en": "The Weekly", "name_ru": LONG_WORD})
    topic, author, issue = TopicFactory.create(slug="economy"), AuthorFactory.create(slug="mira"), IssueFactory.create()
    EditionFactory.create(issue=issue)
    image = ImageFactory.create()
    table = f"<table><tr>{'<td>A wide cell</td>' * 12}</tr></table>"
    fields = {
        "topic": topic,
        "author": author,
        "issue": issue,
        "lead_image": image,
        "period_start": date(2026, 11, 9),
        "period_end": date(2026, 11, 15),
        "assessment": "improved",
        "assessment_reason": "Inflation fell twice.",
        "body": f'<p>{LONG_WORD * 3}</p>{table}<p><img src="/images/{image.pk}/" alt=""></p><pre>{"x" * 300}</pre>',
    }
    at = timezone.now() - timedelta(minutes=1)
    english = ArticleFactory.create(title="The Bank cuts", slug="the-bank-cuts", **fields)
    english.tags.set(["inflation"])
    russian = ArticleFactory.create(
        title=LONG_WORD,
        slug="bank-snizhaet-stavku",
        language="ru",
        translation_key=english.translation_key,
        **fields,
    )
    publishing.publish(article=russian, by=None, at=at)
    return publishing.publish(article=english, by=None, at=at)


@pytest.fixture
def context(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    with browser.new_context(base_url=live_server.url, java_script_enabled=False) as context:
        yield context


@pytest.fixture
def scripted(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page that can be asked about itself."""
    with browser.new_context(base_url=live_server.url) as context:
        yield context.new_page()


@pytest.mark.usefixtures("text")
def test_a_reader_finds_a_way_from_the_first_page_to_a_text_and_its_translation(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Trends").get_by_role("link", name="Economy").click()
    page.get_by_role("link", name="The Bank cuts").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "The Bank cuts"
    page.get_by_role("navigation", name="Languages").get_by_role("link", name="Русский").click()
    assert page.get_by_role("heading", level=1).inner_text() == LONG_WORD
    assert page.locator("html").get_attribute("lang") == "ru"


@pytest.mark.usefixtures("text")
def test_a_reader_searches_from_any_page(page: Page) -> None:
    page.goto("/nothing/here/")
    page.get_by_role("searchbox").first.fill("bank")
    page.get_by_role("searchbox").first.press("Enter")
    assert "/search/?q=bank" in page.url
    assert page.get_by_role("link", name="The Bank cuts").count() == 1


def test_the_newest_text_has_the_whole_width_where_nothing_stands_beside_it(page: Page) -> None:
    article = ArticleFactory.create(topic=TopicFactory.create(is_trend=False))
    publishing.publish(article=article, by=None, at=timezone.now() - timedelta(minutes=1))
    page.goto("/")
    whole, newest = (page.locator(name).bounding_box() for name in (".front", ".front__newest"))
    assert newest
    assert newest == pytest.approx(whole, abs=1)


@pytest.mark.usefixtures("text")
def test_the_first_stop_of_the_keyboard_leads_past_the_head_of_the_page(page: Page) -> None:
    page.goto("/economy/the-bank-cuts/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("href") == "#main"
    assert page.locator(":focus").bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1


@pytest.mark.usefixtures("text")
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_is_wider_than_the_screen(scripted: Page, width: int) -> None:
    scripted.set_viewport_size({"width": width, "height": 800})
    for path in PATHS:
        scripted.goto(path)
        assert scripted.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.usefixtures("text")
def test_pages_load_nothing_from_elsewhere_break_no_policy_and_leave_no_cookie(
    scripted: Page, live_server: LiveServer
) -> None:
    asked: list[str] = []
    said: list[str] = []
    scripted.on("request", lambda request: asked.append(request.url))
    scripted.on("console", lambda message: said.append(message.text))
    for path in PATHS:
        scripted.goto(path)
    assert all(address.startswith(live_server.url) for address in asked)
    assert [words for words in said if "404" not in words] == []
    assert scripted.context.cookies() == []
