"""A reader leaves an address, confirms it from the mailbox, gets the issue, and goes again: without JavaScript."""

import re
from datetime import timedelta
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from analysis import publishing
from analysis.models import Masthead
from analysis.newsletters.models import Subscription
from analysis.newsletters.tasks import send_due_mailings
from tests.analysis.newsletters.readers import subscribed
from tests.factories import EditionFactory, IssueFactory, approved
from tests.jobs import run_jobs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("offered")]

READER = "reader@example.org"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LONGEST = f"{'x' * 64}@example.org"


@pytest.fixture
def offered(transactional_db: None) -> None:
    cache.clear()
    Masthead.objects.update_or_create(pk=1, defaults={"name_en": "The Weekly", "offers_newsletter": True})


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Page:
    return browser.new_context(base_url=live_server.url, java_script_enabled=False).new_page()


def own_page(page: Page) -> None:
    """Follows the link of the newest letter."""
    found = re.search(r"/newsletter/[0-9a-f-]{36}/", str(mail.outbox[-1].body))
    assert found
    page.goto(found.group())


def release_something() -> None:
    edition = EditionFactory.create(issue=IssueFactory.create())
    approved(title="Ministers", issue=edition.issue)
    publishing.release(edition=edition, go_live_at=timezone.now(), by=None, at=timezone.now() - timedelta(seconds=1))


def test_a_reader_comes_gets_the_issue_and_goes(page: Page) -> None:
    page.goto("/")
    page.get_by_label("The weekly issue by mail").fill(READER)
    page.get_by_role("button", name="Subscribe").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")
    run_jobs("analysis.newsletters.tasks.send_answer")

    own_page(page)
    page.get_by_role("button", name="Yes, send it to me").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The next issue will come to you")

    release_something()
    send_due_mailings(timestamp=0)
    run_jobs("analysis.newsletters.tasks.send_mailing")
    assert [letter.to for letter in mail.outbox[1:]] == [[READER]]
    assert "Ministers" in mail.outbox[-1].body

    own_page(page)
    page.get_by_role("button", name="Do not send it any more").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You will get no more letters")
    assert not Subscription.objects.exists()
    assert page.context.cookies() == []


def test_a_mistyped_address_stays_in_its_field(page: Page) -> None:
    page.goto("/newsletter/")
    page.get_by_label("E-mail address").fill("reader@example")
    page.get_by_role("main").get_by_role("button", name="Subscribe").click()
    expect(page.get_by_label("E-mail address")).to_have_value("reader@example")
    expect(page.get_by_label("E-mail address")).to_have_accessible_description(re.compile("This is no e-mail address"))


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_each_page_passes_axe_and_fits_its_screen(browser: Browser, live_server: LiveServer, width: int) -> None:
    waiting = Subscription.objects.create(email=LONGEST, language="en")
    paths = ["/newsletter/", "/be/newsletter/", subscribed(READER).get_absolute_url(), waiting.get_absolute_url()]
    with browser.new_context(base_url=live_server.url, viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        for path in paths:
            page.goto(path)
            looked_at(page, width)
        page.get_by_role("button", name="Yes").click()
        looked_at(page, width)
        page.goto("/")
        page.get_by_label("The weekly issue by mail").fill(f"z{LONGEST[2:]}")
        page.get_by_role("button", name="Subscribe").click()
        looked_at(page, width)


def looked_at(page: Page, width: int) -> None:
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        assert Axe().run(page).response["violations"] == [], page.url
