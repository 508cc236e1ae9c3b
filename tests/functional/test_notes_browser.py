"""Notes beside a text, as an editor and an analyst use them."""

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from analysis import noting
from analysis.models import Article
from tests.factories import NOON, ArticleFactory, AuthorFactory
from tests.functional.at_the_desk import Visit, bar, body, open_article, press, save, sign_in
from tests.jobs import run_jobs

pytestmark = pytest.mark.browser

# Where the cursor has gone, the editor learns with the next frame.
FIRST = "Ministers met on Monday and agreed on nothing at all."
SECOND = "The budget is due by Friday, and nobody has seen it."
SELECT = """(place, words) => {
  const block = [...place.children].find((each) => each.textContent.includes(words))
  const start = block.textContent.indexOf(words)
  place.focus()
  getSelection().setBaseAndExtent(block.firstChild, start, block.firstChild, start + words.length)
}"""


@pytest.fixture
def article(analyst: User) -> Article:
    writer = AuthorFactory.create(user=analyst, name_en="Ada Analyst")
    return ArticleFactory.create(body=f"<p>{FIRST}</p><p>{SECOND}</p>", author=writer)


def panel(page: Page) -> Any:
    return page.get_by_role("region", name="Notes")


def threads(page: Page) -> Any:
    return panel(page).locator("[data-thread]")


def marks(page: Page) -> Any:
    return page.locator(".note-marks").get_by_role("button")


def highlighted(page: Page, name: str) -> str:
    return page.evaluate("(name) => [...(CSS.highlights.get(name) ?? [])].join('|')", name)


def new_note(page: Page) -> Any:
    return panel(page).get_by_label("A new note")


def test_a_note_follows_its_paragraph_from_the_editor_to_the_analyst_and_back(
    visit: Visit, editor: User, analyst: User, article: Article
) -> None:
    desk = visit(editor)
    open_article(desk, article)
    # The editor puts its own selection back when it is given the focus, and notices ours with the next frames.
    body(desk).focus()
    press(desk)
    body(desk).evaluate(SELECT, "by Friday")
    press(desk, "Control+Alt+m")
    expect(panel(desk).locator("[data-note-quoted]")).to_contain_text("by Friday")
    assert highlighted(desk, "note-new") == "by Friday"
    desk.keyboard.type("Which one, @ad")
    expect(panel(desk).get_by_role("option", name="Ada Analyst")).to_be_visible()
    desk.keyboard.press("Enter")
    expect(new_note(desk)).to_have_value("Which one, @Ada Analyst ")
    panel(desk).get_by_label("Blocks publication").check()
    panel(desk).get_by_role("button", name="Add the note").click()
    expect(threads(desk)).to_contain_text("Which one, @Ada Analyst")
    expect(threads(desk)).to_contain_text("Blocks publication")
    expect(new_note(desk)).to_have_value("")
    expect(desk.locator("[data-unsaved-mark]")).to_be_hidden()

    run_jobs("analysis.notices.tasks.tell_of_mention")
    assert [letter.to for letter in mail.outbox] == [[analyst.email]]

    page = visit(analyst)
    open_article(page, article)
    expect(threads(page)).to_contain_text("by Friday")
    expect(marks(page)).to_have_count(1)
    threads(page).hover()
    assert highlighted(page, "note-paragraph") == SECOND
    body(page).get_by_text(SECOND).click()
    press(page, "Home", "Shift+End", "Control+x", "Backspace")
    expect(marks(page)).to_have_count(0)
    press(page, "Control+Home", "Control+v", "Enter")
    expect(body(page)).to_have_text(re.compile(f"^{SECOND}.*{FIRST}"))
    expect(marks(page)).to_have_count(1)
    save(page)
    note = article.notes.get()
    assert (note.paragraph, note.position) == (SECOND, 0)

    threads(page).locator("summary").click()
    threads(page).get_by_label("Reply to").fill("The last of the month.")
    page.keyboard.press("Control+Enter")
    expect(threads(page).locator(".remark")).to_have_count(2)

    desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(threads(desk)).to_contain_text("The last of the month.")
    threads(desk).get_by_role("button", name="Resolve").click()
    expect(panel(desk).get_by_text("1 resolved note")).to_be_visible()
    expect(marks(desk)).to_have_count(0)
    note.refresh_from_db()
    assert note.resolved_by == editor


def test_a_note_is_sent_while_the_text_is_not_saved_and_neither_is_lost(
    visit: Visit, editor: User, article: Article
) -> None:
    page = visit(editor)
    open_article(page, article)
    body(page).get_by_text(FIRST).click()
    page.keyboard.press("End")
    page.keyboard.type(" Not one word.")
    page.keyboard.press("Shift+Control+ArrowLeft")
    panel(page).get_by_role("button", name="Note on the selected words").click()
    new_note(page).fill("Is it certain?")
    page.keyboard.press("Control+Enter")
    expect(threads(page)).to_contain_text("Is it certain?")
    expect(marks(page)).to_have_count(1)
    expect(page.locator("[data-unsaved-mark]")).to_be_visible()
    save(page)
    assert article.notes.get().paragraph == f"{FIRST} Not one word."


def test_what_could_not_be_sent_is_still_there_after_a_reload(
    visit: Visit, editor: User, article: Article, console: list[str]
) -> None:
    page = visit(editor)
    open_article(page, article)
    page.route("**/notes/", lambda route: route.abort())
    new_note(page).fill("Do not lose me.")
    panel(page).get_by_role("button", name="Add the note").click()
    expect(panel(page).get_by_role("alert")).to_contain_text("was not sent")
    page.reload()
    expect(new_note(page)).to_have_value("Do not lose me.")
    page.unroute("**/notes/")
    panel(page).get_by_role("button", name="Add the note").click()
    expect(threads(page)).to_contain_text("Do not lose me.")
    page.reload()
    expect(new_note(page)).to_have_value("")
    assert [complaint for complaint in console if "ERR_FAILED" not in complaint] == []
    console.clear()


@pytest.mark.parametrize("page_name", ["write", "read"])
def test_after_signing_in_again_in_another_tab_a_note_is_sent(
    visit: Visit, analyst: User, article: Article, console: list[str], page_name: str
) -> None:
    text = article if page_name == "write" else ArticleFactory.create(author=AuthorFactory.create(name_en="Another"))
    page = visit(analyst)
    page.goto(reverse("admin:analysis_article_change", args=[text.pk]))
    Session.objects.all().delete()
    new_note(page).fill("Do not lose me.")
    panel(page).get_by_role("button", name="Add the note").click()
    expect(panel(page).get_by_role("alert")).to_contain_text("no longer signed in")
    sign_in(page.context.new_page(), analyst)
    panel(page).get_by_role("button", name="Add the note").click()
    expect(threads(page)).to_contain_text("Do not lose me.")
    expect(panel(page).get_by_role("alert")).to_be_hidden()
    assert [complaint for complaint in console if "403" not in complaint] == []
    console.clear()


def test_what_blocks_is_said_of_one_note_at_a_time(visit: Visit, editor: User, article: Article) -> None:
    page = visit(editor)
    open_article(page, article)
    for words in ("Which one?", "A comma is missing."):
        if words == "Which one?":
            panel(page).get_by_label("Blocks publication").check()
        new_note(page).fill(words)
        panel(page).get_by_role("button", name="Add the note").click()
        expect(panel(page)).to_contain_text(words)
        expect(new_note(page)).to_have_value("")
    assert list(article.notes.filter(is_blocking=True).values_list("body", flat=True)) == ["Which one?"]


def test_marks_lead_to_their_notes_and_notes_to_their_words(visit: Visit, editor: User, article: Article) -> None:
    note = noting.add(article=article, by=editor, body="Which one?", quote="by Friday", at=NOON)
    noting.add(article=article, by=editor, body="Gone", quote="in no paragraph", at=NOON)
    page = visit(editor, width=390)
    open_article(page, article)
    expect(threads(page).nth(1)).to_contain_text("gone from the saved text")
    expect(marks(page)).to_have_count(1)
    marks(page).click()
    expect(page.locator(f"#note-{note.pk}-quote")).to_be_focused()
    assert highlighted(page, "note-paragraph") == SECOND
    page.keyboard.press("Enter")
    expect(body(page).get_by_text(SECOND)).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(bar(page, "Save")).to_be_visible()
