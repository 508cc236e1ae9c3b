"""A writer at work: footnotes that number themselves, clean pasting, counts and keys."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from analysis.models import Article
from tests.factories import ArticleFactory, AuthorFactory
from tests.functional.at_the_desk import Visit, bar, body, open_article, save, write

pytestmark = pytest.mark.browser

MINUTES, BUDGET = {"title": "Minutes of the session"}, {"title": "Draft budget", "publisher": "Treasury"}
MARK_1, MARK_2 = (f'<sup><a data-source="{number}">{number}</a></sup>' for number in (1, 2))

# Clipboards as the two programs fill them, shortened.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal {margin:0cm; font-size:11.0pt;} --></style></head>
<body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->
<p class=MsoNormal><b><span style='font-size:14.0pt;mso-ansi-language:EN-GB'>Parties</span></b><span lang=EN-GB> met
twice.<o:p></o:p></span></p>
<p class=MsoNormal><span lang=EN-GB>Nobody signed.<o:p></o:p></span></p>
<p class=MsoNormal><span lang=EN-GB>Read more: <a href="https://example.org/minutes">https://example.org/minutes</a><o:p></o:p>
</span></p><!--EndFragment--></body></html>"""
GOOGLE_DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1b2c"><p dir="ltr"
 style="line-height:1.38;"><span style="font-size:11pt;font-weight:700;">Parties</span><span style="font-size:11pt;">
 met twice.</span></p><br /><p dir="ltr" style="line-height:1.38;"><span>Nobody signed.</span></p><p dir="ltr">
<span>Читать далее: </span><a href="https://example.org/minutes"><span>https://example.org/minutes</span></a></p></b>"""


def sources(page: Page) -> Any:
    return page.get_by_role("region", name="Sources")


def marks(page: Page) -> list[str]:
    return body(page).locator("sup.footnote").all_text_contents()


def put_cursor_after(page: Page, words: str) -> None:
    body(page).get_by_text(words).click()
    settle(page)
    page.keyboard.press("End")
    settle(page)


def settle(page: Page) -> None:
    """The editor learns where the cursor is a moment after the browser."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def paste(page: Page, html: str, text: str = "") -> None:
    body(page).evaluate(
        """(place, [html, text]) => {
          const clipboardData = new DataTransfer()
          if (html) clipboardData.setData("text/html", html)
          clipboardData.setData("text/plain", text)
          place.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
        }""",
        [html, text],
    )


def copied(page: Page) -> str:
    """What the editor puts on the clipboard."""
    return body(page).evaluate(
        """(place) => {
          const clipboardData = new DataTransfer()
          place.dispatchEvent(new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true }))
          return clipboardData.getData("text/html")
        }"""
    )


def with_two_sources() -> Article:
    """Two paragraphs; the second source stands in the first of them."""
    article = ArticleFactory.create(body=f"<p>They met.{MARK_1}</p><p>They voted.{MARK_2}</p>")
    article.set_sources([MINUTES, BUDGET])
    return article


def test_footnotes_are_put_in_numbered_and_saved_in_the_order_of_the_text(visit: Visit, editor: User) -> None:
    article = ArticleFactory.create(body="<p>They met.</p><p>They voted.</p>")
    article.set_sources([MINUTES])
    page = visit(editor)
    open_article(page, article)
    put_cursor_after(page, "They voted.")
    page.get_by_role("toolbar").get_by_role("button", name="Footnote").click()
    page.get_by_role("dialog").get_by_role("button", name="Minutes of the session").click()
    expect(body(page)).to_be_focused()
    assert marks(page) == ["1"]

    put_cursor_after(page, "They met.")
    page.keyboard.press("Control+Alt+f")
    asked = page.get_by_role("dialog")
    asked.get_by_label("Title").fill("Draft budget")
    asked.get_by_label("Publisher").fill("Treasury")
    assert asked.get_by_label("Accessed").input_value()
    asked.get_by_label("Title").press("Enter")
    assert marks(page) == ["1", "2"]
    expect(body(page).locator("sup").first).to_have_attribute("title", "Draft budget")
    expect(sources(page).get_by_text("Footnote 1", exact=True)).to_be_visible()
    assert sources(page).get_by_label("Title").nth(0).input_value() == "Draft budget"
    save(page)

    article.refresh_from_db()
    assert article.body == f"<p>They met.{MARK_1}</p><p>They voted.{MARK_2}</p>"
    assert [source.title for source in article.sources.all()] == ["Draft budget", "Minutes of the session"]


def test_footnotes_are_renumbered_when_paragraphs_move(visit: Visit, editor: User) -> None:
    article = with_two_sources()
    page = visit(editor)
    open_article(page, article)
    put_cursor_after(page, "They voted.")
    page.keyboard.press("Shift+Home")
    settle(page)
    moved = copied(page)
    page.keyboard.press("Backspace")
    assert marks(page) == ["1"]
    for key in ("Control+Home", "Enter", "ArrowUp"):
        page.keyboard.press(key)
        settle(page)
    paste(page, moved)
    assert marks(page) == ["1", "2"]
    expect(body(page)).to_have_text(re.compile("^They voted.*They met"))
    assert sources(page).get_by_label("Title").nth(0).input_value() == "Draft budget"
    save(page)

    article.refresh_from_db()
    assert article.body == f"<p>They voted.{MARK_1}</p><p>They met.{MARK_2}</p>"
    assert [source.title for source in article.sources.all()] == ["Draft budget", "Minutes of the session"]


def test_a_source_in_use_cannot_be_removed(visit: Visit, editor: User) -> None:
    article = with_two_sources()
    page = visit(editor)
    open_article(page, article)
    first, second = sources(page).get_by_role("button", name="Remove").all()
    expect(first).to_be_disabled()
    expect(sources(page).get_by_text("Footnote 1 In use, so it cannot be removed.")).to_be_visible()

    put_cursor_after(page, "They voted.")
    page.keyboard.press("Backspace")
    expect(sources(page).get_by_text("The text has no mark for it yet.")).to_be_visible()
    second.click()
    expect(second).to_be_hidden()
    body(page).click()
    page.keyboard.press("Control+z")
    expect(second).to_be_visible()
    assert marks(page) == ["1", "2"]


def test_a_copied_footnote_takes_its_source_to_another_text(visit: Visit, editor: User) -> None:
    page = visit(editor)
    open_article(page, with_two_sources())
    body(page).click()
    page.keyboard.press("Control+a")
    both = copied(page)
    other = ArticleFactory.create(body="<p>Empty.</p>")
    other.set_sources([{"title": "Another source"}, BUDGET])
    open_article(page, other)
    body(page).click()
    page.keyboard.press("Control+a")
    paste(page, both)
    save(page)

    other.refresh_from_db()
    assert other.body == f"<p>They met.{MARK_1}</p><p>They voted.{MARK_2}</p>"
    assert [source.title for source in other.sources.all()] == [
        "Minutes of the session",
        "Draft budget",
        "Another source",
    ]


@pytest.mark.parametrize("clipboard", [WORD, GOOGLE_DOCS], ids=["Word", "Google Docs"])
def test_what_other_programs_copy_comes_out_clean_and_without_its_tail(
    visit: Visit, editor: User, clipboard: str
) -> None:
    article = ArticleFactory.create(body="<p>Before.</p>")
    page = visit(editor)
    open_article(page, article)
    put_cursor_after(page, "Before.")
    page.keyboard.press("Enter")
    paste(page, clipboard, "Parties met twice.")
    expect(body(page).get_by_text("Nobody signed.")).to_be_visible()
    page.keyboard.type(" Yet.")
    save(page)

    article.refresh_from_db()
    assert article.body == "<p>Before.</p><p><strong>Parties</strong> met twice.</p><p>Nobody signed. Yet.</p>"


def test_pasted_text_lands_where_it_was_pasted_and_typing_goes_on_behind_it(visit: Visit, editor: User) -> None:
    article = ArticleFactory.create(body="<p>Before.</p>")
    page = visit(editor)
    page.route("**/article/paste/", lambda route: (body(page).press_sequentially(" after"), route.continue_()))
    open_article(page, article)
    put_cursor_after(page, "Before.")
    paste(page, "<b>pasted</b>")
    expect(body(page)).to_have_text("Before.pasted after")
    page.keyboard.type("wards")
    expect(body(page)).to_have_text("Before.pasted afterwards")


def test_text_that_cannot_be_cleaned_at_once_is_pasted_all_the_same(
    visit: Visit, editor: User, console: list[str]
) -> None:
    article = ArticleFactory.create(body="<p>Before.</p>")
    page = visit(editor)
    page.route("**/article/paste/", lambda route: route.abort())
    open_article(page, article)
    put_cursor_after(page, "Before.")
    paste(page, "<p style='color:red'><b>Pasted</b></p>")
    expect(body(page)).to_have_text("Before.Pasted")
    assert [complaint for complaint in console if "ERR_FAILED" not in complaint] == []
    console.clear()


def test_nobody_waits_for_a_paste_that_the_server_does_not_answer(
    visit: Visit, editor: User, console: list[str]
) -> None:
    article = ArticleFactory.create(body="<p>Before.</p>")
    page = visit(editor)
    page.clock.install()
    page.route("**/article/paste/", lambda route: None)
    open_article(page, article)
    put_cursor_after(page, "Before.")
    with page.expect_request("**/article/paste/"):
        paste(page, "<p><b>Pasted</b></p>")
    assert not page.evaluate("window.dispatchEvent(new Event('beforeunload', { cancelable: true }))")
    page.clock.fast_forward(9_000)
    expect(body(page)).to_have_text("Before.Pasted")
    save(page)
    article.refresh_from_db()
    assert article.body == "<p>Before.<strong>Pasted</strong></p>"
    console.clear()


def test_plain_text_is_pasted_as_it_is(visit: Visit, editor: User) -> None:
    page = visit(editor)
    open_article(page, ArticleFactory.create(body="<p>Before.</p>"))
    put_cursor_after(page, "Before.")
    paste(page, "", " One <two>")
    expect(body(page)).to_have_text("Before. One <two>")


def test_words_and_minutes_are_counted_while_one_writes(visit: Visit, editor: User) -> None:
    article = ArticleFactory.create(body=f"<p>{'word ' * 227}end{MARK_1}</p>")
    article.set_sources([MINUTES])
    page = visit(editor)
    open_article(page, article)
    expect(page.get_by_text("228 words · 1 minute", exact=True)).to_be_visible()
    body(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" one-more")
    expect(page.get_by_text("229 words · 2 minutes", exact=True)).to_be_visible()


def test_the_text_is_saved_from_the_keyboard_whatever_the_alphabet(visit: Visit, editor: User) -> None:
    article = ArticleFactory.create(title="As it was")
    page = visit(editor)
    open_article(page, article)
    title = page.get_by_label("Title", exact=True).first
    expect(bar(page, "Save")).to_have_attribute("title", "Save (Ctrl+S)")
    title.fill("In Latin")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved.")).to_be_visible()
    title.fill("In Cyrillic")
    title.dispatch_event("keydown", {"key": "ы", "code": "KeyS", "ctrlKey": True, "bubbles": True, "cancelable": True})
    expect(page.locator("form[data-unsaved]")).to_have_count(0)
    page.wait_for_url("**/change/")
    expect(title).to_have_value("In Cyrillic")
    expect(page.get_by_text("not saved yet")).to_be_hidden()
    article.refresh_from_db()
    assert article.title == "In Cyrillic"


def test_a_text_is_submitted_from_the_keyboard(visit: Visit, analyst: User) -> None:
    article = ArticleFactory.create(author=AuthorFactory.create(user=analyst))
    page = visit(analyst)
    open_article(page, article)
    put_cursor_after(page, "Nobody left")
    page.keyboard.type(" Not one.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("was submitted for review")).to_be_visible()
    article.refresh_from_db()
    assert article.body.endswith(" Not one.</p>")


def test_the_archive_is_asked_when_a_text_is_opened_and_while_it_is_written(visit: Visit, editor: User) -> None:
    page = visit(editor)
    open_article(page, ArticleFactory.create())
    archive = page.get_by_role("region", name="From the archive")
    expect(archive).to_contain_text("The archive has nothing like it.")
    with page.expect_request(re.compile("/similar/")) as asked:
        write(page, "The port ")
    assert "The port" in str(asked.value.post_data_json)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_link_without_a_selection_becomes_the_text_of_itself(visit: Visit, editor: User, width: int) -> None:
    article = ArticleFactory.create(body="<p>They met.</p>")
    page = visit(editor, width=width)
    open_article(page, article)
    put_cursor_after(page, "They met.")
    page.keyboard.type(" See ")
    page.get_by_role("toolbar").get_by_role("button", name="Link").click()
    asked = page.get_by_role("dialog")
    expect(asked.get_by_label("Address")).to_have_accessible_description(
        "No words are selected: the address itself becomes the text of the link."
    )
    asked.get_by_label("Address").fill("https://example.org/minutes")
    asked.get_by_label("Address").press("Enter")
    expect(body(page)).to_be_focused()
    page.keyboard.type(" or ")
    page.keyboard.press("Control+k")
    asked.get_by_label("Address").fill("mailto:clerk@example.org")
    asked.get_by_role("button", name="Apply").click()
    page.keyboard.type(".")
    save(page)
    article.refresh_from_db()
    assert article.body == (
        '<p>They met. See <a href="https://example.org/minutes" rel="noreferrer">https://example.org/minutes</a> or '
        '<a href="mailto:clerk@example.org">clerk@example.org</a>.</p>'
    )


def test_words_that_are_selected_become_the_text_of_a_link_as_ever(visit: Visit, editor: User) -> None:
    article = ArticleFactory.create(body="<p>They met.</p>")
    page = visit(editor)
    open_article(page, article)
    put_cursor_after(page, "They met.")
    page.keyboard.press("Shift+Home")
    settle(page)
    page.keyboard.press("Control+k")
    asked = page.get_by_role("dialog")
    expect(asked.get_by_text("No words are selected")).to_have_count(0)
    asked.get_by_label("Address").fill("/elite/")
    asked.get_by_label("Address").press("Enter")
    save(page)
    article.refresh_from_db()
    assert article.body == '<p><a href="/elite/">They met.</a></p>'


def test_the_text_is_in_the_language_that_is_chosen_at_once(visit: Visit, editor: User) -> None:
    """For spelling and for voices; and choosing it is no change of the text."""
    page = visit(editor)
    open_article(page, ArticleFactory.create(language="en", body="<p>They met.</p>"))
    expect(body(page)).to_have_attribute("lang", "en")
    page.locator("#id_language").select_option("be")
    expect(body(page)).to_have_attribute("lang", "be")
    expect(body(page)).to_have_attribute("aria-label", "Text of the article")
