"""An article in a real browser: its footnotes both ways, its cite box, its versions, and the sheet of paper."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from analysis import publishing
from analysis.models import CorrectionKind
from analysis.publishing import Notice
from tests.factories import ArticleFactory, AuthorFactory, TopicFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
ARTICLE = "/economy/the-bank-cuts/"
MARK = '<sup><a data-source="{0}">{0}</a></sup>'
BACKGROUND = "element => getComputedStyle(element).backgroundColor"
PARAGRAPH = f"<p>{'Words that fill the screen. ' * 40}</p>"


@pytest.fixture(autouse=True)
def _text() -> None:
    last = f"<p>Three voted.{MARK.format(2)} Again.{MARK.format(1)}</p>"
    body = f"<p>Prices fell.{MARK.format(1)}</p>{PARAGRAPH * 3}{last}"
    article = ArticleFactory.create(
        topic=TopicFactory.create(slug="economy"),
        author=AuthorFactory.create(slug="oskar", name_en="Oskar Brennick"),
        title="The Bank cuts",
        slug="the-bank-cuts",
        body=body.replace("Three", "Two"),
    )
    article.set_sources([{"title": "Prices", "url": "https://example.org/p"}, {"title": "Minutes"}])
    now = timezone.now()
    publishing.publish(article=article, by=None, at=now - timedelta(hours=2))
    article.body = body
    article.save()
    notice = Notice(CorrectionKind.CORRECTION, "There were three.")
    publishing.publish(article=article, by=None, at=now - timedelta(hours=1), notice=notice)


@pytest.fixture
def context(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    with browser.new_context(base_url=live_server.url, java_script_enabled=False) as context:
        yield context


def follow(page: Page, selector: str, name: str) -> None:
    """The link that is called so by who cannot see it."""
    link = page.locator(selector)
    expect(link).to_have_accessible_name(name)
    link.click()


def test_a_mark_leads_to_its_source_and_the_source_back_to_every_mark(page: Page) -> None:
    page.goto(ARTICLE)
    follow(page, "#mark-1", "Source 1")
    expect(page.locator("#source-1:target")).to_be_in_viewport()
    first, second = (page.locator(f"#source-{number}").evaluate(BACKGROUND) for number in (1, 2))
    assert first != second
    follow(page, "#source-1 [role=doc-backlink] >> nth=1", "Back to the text, place b")
    expect(page.locator("#mark-1-b:target")).to_be_in_viewport()
    follow(page, "#source-1 [role=doc-backlink] >> nth=0", "Back to the text, place a")
    expect(page.locator("#mark-1:target")).to_be_in_viewport()
    follow(page, "#source-2 [role=doc-backlink]", "Back to the text")
    expect(page.locator("#mark-2:target")).to_be_in_viewport()


def test_the_cite_box_opens_without_a_script(page: Page) -> None:
    page.goto(ARTICLE)
    expect(page.get_by_text("Brennick, O. (", exact=False).first).to_be_hidden()
    page.get_by_role("link", name="Cite this article").click()
    expect(page.get_by_text("Brennick, O. (", exact=False).first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="BibTeX").click()
    assert download.value.suggested_filename == "the-bank-cuts.bib"


def test_a_correction_leads_to_the_words_that_were_changed(page: Page) -> None:
    page.goto(ARTICLE)
    page.get_by_role("link", name="What changed").click()
    assert page.url.endswith("/versions/2/")
    assert page.locator("del").all_inner_texts()[-1].endswith("Two ")
    page.get_by_role("link", name="Versions").click()
    expect(page.get_by_role("heading", level=2)).to_have_text(["Version 2", "Version 1"])
    page.get_by_role("link", name="The Bank cuts").click()
    assert page.url.endswith(ARTICLE)


def test_paper_has_the_text_its_sources_and_where_it_is_found(page: Page) -> None:
    page.goto(ARTICLE)
    page.emulate_media(media="print")
    expect(page.get_by_text("Prices fell.", exact=False)).to_be_visible()
    expect(page.locator(".imprint")).to_be_visible()
    expect(page.locator(".imprint")).to_contain_text(ARTICLE)
    for hidden in (".masthead nav", ".tools", ".article-foot", ".sources__back"):
        for part in page.locator(hidden).all():
            expect(part).to_be_hidden()
    address = page.locator(".sources a").first.evaluate("e => getComputedStyle(e, '::after').content")
    assert "https://example.org/p" in address


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("path", [ARTICLE, f"{ARTICLE}versions/", f"{ARTICLE}versions/2/"])
def test_each_page_passes_axe_and_fits_its_screen(
    browser: Browser, live_server: LiveServer, path: str, width: int
) -> None:
    with browser.new_context(base_url=live_server.url, viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.goto(path)
            page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert Axe().run(page).response["violations"] == []
