"""The strip in a real browser: a reason is one movement away, by mouse, by keyboard and by finger; no JavaScript."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from analysis.models import Publication, Topic
from tests.factories import NOON, TopicFactory, copies, published
from tests.functional.test_desk_accessibility_browser import OPTIONS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WEEK: dict[str, Any] = {"period_start": date(2026, 11, 9), "period_end": date(2026, 11, 15)}
REASON = "Inflation fell twice. " * 12
PATHS = ("/", "/economy/", "/economy/cuts/")


@pytest.fixture
def economy() -> Topic:
    """Sixty weeks in a row: cells stand as close together as they can."""
    economy: Topic = TopicFactory.create(slug="economy", name_en="Economy")
    first = published(topic=economy, slug="cuts", assessment="improved", assessment_reason=REASON, **WEEK)
    made = copies(first, [NOON - timedelta(weeks=week) for week in range(1, 60)])
    for week, publication in enumerate(made, 1):
        publication.period_start = WEEK["period_start"] - timedelta(weeks=week)
        publication.period_end = WEEK["period_end"] - timedelta(weeks=week)
        publication.assessment = ("improved", "unchanged", "worsened")[week % 3]
    Publication.objects.bulk_update(made, ["period_start", "period_end", "assessment"])
    return economy


@pytest.fixture
def context(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    with browser.new_context(base_url=live_server.url, java_script_enabled=False) as context:
        yield context


@pytest.fixture
def finger(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    telephone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with browser.new_context(base_url=live_server.url, java_script_enabled=False, **telephone) as context:  # type: ignore[arg-type]
        yield context.new_page()


def visible(page: Page) -> int:
    """How many cells show their words."""
    texts = page.locator(".strip__cells a > span").all()
    boxes = [box for text in texts if (box := text.bounding_box())]
    return sum(box["width"] > 100 and box["height"] > 20 for box in boxes)


@pytest.mark.usefixtures("economy")
@pytest.mark.parametrize("path", PATHS)
def test_to_point_at_a_cell_or_to_reach_it_by_keyboard_shows_why(page: Page, path: str) -> None:
    page.goto(path)
    assert visible(page) == 0
    page.locator(".strip__cells a").nth(-3).hover()
    assert visible(page) == 1
    page.mouse.move(0, 0)
    page.locator(".strip__skip").focus()
    page.keyboard.press("Tab")
    while "Economy" in page.locator(":focus").inner_text():
        page.keyboard.press("Tab")
    assert visible(page) == 1
    page.keyboard.press("Tab")
    assert visible(page) == 1


@pytest.mark.usefixtures("economy")
def test_a_tap_shows_why_and_another_one_leads_to_the_text(finger: Page) -> None:
    finger.goto("/")
    cell = finger.locator('.strip__cells a[href="/economy/cuts/"]')
    cell.scroll_into_view_if_needed()
    tap(finger, cell.bounding_box())
    expect(finger).to_have_url(f"{finger.url.partition('//')[0]}//{finger.url.split('/')[2]}/")
    assert visible(finger) == 1
    tap(finger, cell.locator("span").bounding_box())
    expect(finger.get_by_role("heading", level=1)).to_contain_text("The cabinet meets")


def tap(page: Page, box: Any) -> None:
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


@pytest.mark.usefixtures("economy")
def test_a_keyboard_need_not_go_through_all_the_weeks(page: Page) -> None:
    page.goto("/economy/")
    page.locator(".strip__skip").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "As a table"


@pytest.mark.usefixtures("economy")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 768, 360])
def test_it_passes_axe_and_fits_its_screen(browser: Browser, live_server: LiveServer, width: int, scheme: Any) -> None:
    size: Any = {"width": width, "height": 900}
    with browser.new_context(base_url=live_server.url, viewport=size, color_scheme=scheme) as context:
        page = context.new_page()
        for path in PATHS:
            page.goto(path)
            page.locator(".strip summary").click()
            assert violations(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def violations(page: Page) -> list[str]:
    found = Axe().run(page, context=".strip", options=OPTIONS).response["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]
