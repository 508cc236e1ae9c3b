"""The checklist in the browser: it follows what is written, and leads to what it speaks of."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from analysis.models import Article, HouseName
from tests.factories import ArticleFactory, AuthorFactory, ImageFactory
from tests.functional.at_the_desk import Visit, body, open_article, write

pytestmark = pytest.mark.browser


def checklist(page: Page) -> Locator:
    return page.get_by_role("region", name="Checklist")


def own(user: User, **article: object) -> Article:
    return ArticleFactory.create(author=AuthorFactory.create(user=user), **article)


def test_it_follows_the_writing_and_leaves_the_cursor_alone(visit: Visit, analyst: User) -> None:
    HouseName.objects.create(preferred="Veil", variants="Weil")
    article = own(analyst)
    page = visit(analyst)
    open_article(page, article)
    expect(checklist(page)).to_contain_text("Nothing to look at.")

    write(page, "Weil ")
    expect(checklist(page)).to_contain_text("“Weil”: we write “Veil”.")
    expect(body(page)).to_be_focused()
    page.keyboard.type("and Veil ")
    expect(checklist(page)).to_contain_text("1 blocks publication")
    expect(checklist(page)).to_contain_text("The text has both")
    assert not Article.objects.filter(body__contains="Weil").exists()


def test_it_leads_to_the_field_and_to_the_paragraph(visit: Visit, analyst: User) -> None:
    article = own(
        analyst,
        standfirst="",
        body=f"<p>{'Nothing much happened. ' * 300}</p><p>Prices rose by 14 percent.</p>",
        lead_image=ImageFactory.create(alt_text_en=""),
    )
    page = visit(analyst)
    open_article(page, article)
    finding(page, "has no standfirst").click()
    expect(page.get_by_label("Standfirst")).to_be_focused()

    finding(page, "14 percent").click()
    expect(body(page)).to_be_focused()
    expect(page.get_by_text("Prices rose by 14 percent.", exact=True)).to_be_in_viewport()
    assert page.evaluate("getSelection().toString()") == "Prices rose by 14 percent."

    finding(page, "no alternative text").click()
    expect(page.get_by_role("button", name="Choose or upload …")).to_be_focused()


def finding(page: Page, words: str) -> Locator:
    return checklist(page).get_by_role("listitem").filter(has_text=words).get_by_role("link")


def test_what_somebody_is_about_to_press_stays(visit: Visit, analyst: User) -> None:
    article = own(analyst, standfirst="")
    page = visit(analyst)
    open_article(page, article)
    page.get_by_label("Standfirst").fill("Ministers agreed.")
    finding(page, "has no standfirst").focus()
    with page.expect_response("**/check/**"):
        pass
    expect(finding(page, "has no standfirst")).to_be_focused()
    page.get_by_label("Title", exact=True).focus()
    expect(checklist(page)).to_contain_text("Nothing to look at.")


def test_what_is_found_again_is_not_read_aloud_again(visit: Visit, analyst: User) -> None:
    """A live region is read whenever something is put into it, also where it says the same."""
    article = own(analyst, body="<p>It isn't &lt;14 percent&gt; that prices rose by.</p>")
    page = visit(analyst)
    open_article(page, article)
    expect(finding(page, "14 percent")).to_be_visible()
    first = finding(page, "14 percent").element_handle()
    with page.expect_response("**/check/**"):
        page.get_by_label("Standfirst").fill("Ministers agreed once more.")
    expect(checklist(page)).to_have_text(re.compile("14 percent"))
    assert first.evaluate("(finding) => finding.isConnected")


def test_a_new_text_is_looked_at_too(visit: Visit, analyst: User) -> None:
    page = visit(analyst)
    page.goto("/admin/analysis/article/add/")
    page.get_by_label("Title", exact=True).fill("x" * 160)
    expect(checklist(page)).to_contain_text("The title has 160 characters")


def test_the_report_fits_on_a_phone(visit: Visit, editor: User) -> None:
    page = visit(editor, width=390)
    page.goto("/admin/analysis/article/checklist/")
    expect(page.get_by_role("heading", name="Checklist")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
