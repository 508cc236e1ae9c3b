"""Two tabs of one person, or two people, on one text: both are told, and nothing of either is lost."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from analysis.models import Article
from tests.factories import ArticleFactory, EditorFactory
from tests.functional.at_the_desk import (
    AUTOSAVE,
    KEPT,
    PASSWORD,
    Visit,
    bar,
    body,
    leave_field,
    mark,
    offer,
    open_article,
    press,
    save,
    write,
)

pytestmark = pytest.mark.browser

OTHER_TAB = "This text is open in another tab of yours, too."


@pytest.fixture
def article(transactional_db: None) -> Article:
    return ArticleFactory.create(title="The cabinet meets", body="<p>They met on Monday.</p><p>Nobody spoke.</p>")


# --- Two tabs -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [1280, 390])
def test_two_tabs_that_go_on_with_one_text_say_so_and_keep_a_copy_each(
    visit: Visit, editor: User, article: Article, width: int
) -> None:
    first = visit(editor, width=width)
    open_article(first, article)
    first.get_by_label("Standfirst").fill("One.")
    body(first).focus()
    expect(mark(first)).to_have_text(KEPT)

    second = first.context.new_page()
    open_article(second, article)
    expect(second.get_by_text(OTHER_TAB)).to_have_count(0)
    offer(second).get_by_role("link", name="Go on with it").click()
    for page in (first, second):
        expect(page.get_by_role("status").get_by_text(OTHER_TAB)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for page, words in ((first, "One. Of the first tab."), (second, "One. Of the second tab."), (first, "One. First.")):
        page.get_by_label("Standfirst").fill(words)
        with page.expect_response(AUTOSAVE):
            page.get_by_label("Title", exact=True).focus()
    second.reload()
    expect(second.get_by_label("Standfirst")).to_have_value("One. Of the second tab.")
    second.close()
    first.close()

    page = first.context.new_page()
    open_article(page, article)
    expect(offer(page)).to_have_count(2)
    for words in ("First.", "Of the second tab."):
        expect(offer(page).filter(has_text=words)).to_have_count(1)


def test_what_is_gone_on_with_after_its_tab_was_closed_is_in_no_other_tab(
    visit: Visit, editor: User, article: Article
) -> None:
    page = visit(editor)
    open_article(page, article)
    write(page, "They also danced. ")
    leave_field(page)
    expect(mark(page)).to_have_text(KEPT)
    page.close()

    page = page.context.new_page()
    open_article(page, article)
    offer(page).get_by_role("link", name="Go on with it").click()
    expect(mark(page)).to_have_text(KEPT)
    expect(page.get_by_text(OTHER_TAB)).to_have_count(0)
    open_article(page, article)
    expect(offer(page)).to_have_count(1)


# --- Two people -----------------------------------------------------------------------------------------------


def test_two_people_see_each_other_and_different_fields_are_joined(
    visit: Visit, editor: User, article: Article
) -> None:
    mine, theirs = visit(editor), visit(EditorFactory.create(password=PASSWORD, name="Olga Other"))
    open_article(mine, article)
    open_article(theirs, article)
    theirs.get_by_label("Standfirst").fill("Their lead.")
    theirs.get_by_label("Title", exact=True).focus()
    expect(mark(theirs)).to_have_text(KEPT)
    write(mine, "They also danced. ")
    leave_field(mine)
    expect(mine.get_by_text("also editing: Olga Other")).to_be_visible()
    save(theirs)
    save(mine)
    expect(mine.get_by_text("Somebody else had changed this meanwhile, and it was kept: standfirst.")).to_be_visible()
    article.refresh_from_db()
    assert article.standfirst == "Their lead."
    assert "They also danced." in article.body


@pytest.mark.parametrize("width", [1280, 390])
def test_two_versions_of_one_paragraph_are_chosen_between_with_the_keyboard(
    visit: Visit, editor: User, article: Article, width: int
) -> None:
    mine, theirs = visit(editor, width=width), visit(EditorFactory.create(password=PASSWORD, name="Olga Other"))
    for page, day in ((mine, "Tuesday"), (theirs, "Friday")):
        open_article(page, article)
        body(page).get_by_text("They met on Monday.").click()
        press(page, "Home", "Shift+End")
        page.keyboard.type(f"They met on {day}.")
        expect(body(page)).to_have_text(f"They met on {day}.Nobody spoke.")
    save(theirs)
    bar(mine, "Save").click()

    expect(mine.get_by_role("heading", name="Two people on one text")).to_be_visible()
    expect(mine.get_by_text("Olga Other saved the text on")).to_be_visible()
    expect(mine.locator(".merge-agreed")).to_contain_text("Nobody spoke.")
    choice = mine.get_by_role("group", name="Both of you changed this")
    expect(choice.locator("ins")).to_have_text(["Friday", "Tuesday"])
    expect(choice.get_by_label("Keep both, one after the other")).to_be_checked()
    assert mine.evaluate("document.documentElement.scrollWidth <= innerWidth")
    choice.get_by_label("Keep both, one after the other").focus()
    mine.keyboard.press("ArrowUp")
    expect(choice.get_by_label("Mine")).to_be_checked()
    mine.keyboard.press("Enter")
    expect(mine.get_by_text("Merged and saved.")).to_be_visible()

    article.refresh_from_db()
    assert article.body == "<p>They met on Tuesday.</p><p>Nobody spoke.</p>"
    bodies = [revision.content["body"] for revision in article.revisions.all()]
    assert any("Friday" in body for body in bodies)
