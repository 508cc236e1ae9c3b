"""Never lose a sentence: a closed tab, a server that is away, a session that ends."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Dialog, Page, expect

from accounts.models import User
from analysis.models import Article
from tests.factories import ArticleFactory
from tests.functional.at_the_desk import (
    AUTOSAVE,
    KEPT,
    NEXT_FRAME,
    PASSWORD,
    Visit,
    bar,
    body,
    leave_field,
    mark,
    offer,
    open_article,
    save,
    sign_in,
    write,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def article(transactional_db: None) -> Article:
    return ArticleFactory.create(title="The cabinet meets", body="<p>They met on Monday.</p><p>Nobody spoke.</p>")


@pytest.fixture
def lines_are_down(console: list[str]) -> Iterator[None]:
    """A browser complains of every request that fails or is refused."""
    yield
    expected = ("Failed to load resource", "Access to fetch")
    console[:] = [complaint for complaint in console if not complaint.startswith(expected)]


def wait_until_kept_in_the_browser(page: Page, words: str) -> None:
    page.wait_for_function("(words) => Object.values(localStorage).some((copy) => copy.includes(words))", arg=words)


def wait_until_nothing_is_kept_in_the_browser(page: Page) -> None:
    page.wait_for_function("() => Object.keys(localStorage).every((name) => !name.startsWith('autosave:'))")


def copies(page: Page) -> int:
    return page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('autosave:')).length")


def hide(page: Page) -> None:
    """As another tab does that comes in front of it."""
    page.evaluate("Object.defineProperty(document, 'hidden', { value: true })")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def cut(page: Page) -> None:
    page.context.route(AUTOSAVE, lambda route: route.abort())


def mend(page: Page) -> None:
    page.context.unroute(AUTOSAVE)


def test_what_was_typed_in_a_closed_tab_is_offered_with_what_differs(
    visit: Visit, editor: User, article: Article
) -> None:
    page = visit(editor)
    open_article(page, article)
    body(page).get_by_text("Nobody spoke.").click()
    page.keyboard.press("End")
    page.keyboard.type(" Somebody coughed.")
    expect(mark(page)).to_have_text("not saved yet")
    expect(mark(page)).to_have_text(KEPT)
    assert copies(page) == 0
    page.close()

    page = page.context.new_page()
    open_article(page, article)
    expect(offer(page).locator("ins")).to_have_text("Somebody coughed.")
    expect(body(page)).not_to_contain_text("Somebody coughed.")
    offer(page).get_by_role("link", name="Go on with it").click()
    expect(body(page)).to_contain_text("Somebody coughed.")
    expect(page.get_by_text("This is what you typed until")).to_be_visible()
    save(page)

    article.refresh_from_db()
    assert article.body == "<p>They met on Monday.</p><p>Nobody spoke. Somebody coughed.</p>"
    expect(offer(page)).to_have_count(0)


def test_what_was_typed_is_offered_until_it_is_discarded(visit: Visit, editor: User, article: Article) -> None:
    page = visit(editor, width=390)
    open_article(page, article)
    page.get_by_label("Standfirst").fill("A lead nobody saved.")
    page.get_by_label("Title", exact=True).focus()
    expect(mark(page)).to_have_text(KEPT)
    page.reload()
    expect(offer(page)).to_be_visible()
    page.reload()
    offer(page).get_by_role("button", name="Discard it").click()
    expect(offer(page)).to_have_count(0)
    expect(page.get_by_label("Standfirst")).not_to_have_value("A lead nobody saved.")


@pytest.mark.usefixtures("lines_are_down")
def test_a_server_that_is_away_loses_nothing(visit: Visit, editor: User, article: Article) -> None:
    page = visit(editor)
    open_article(page, article)
    cut(page)
    write(page, "They also danced. ")
    leave_field(page)
    expect(mark(page)).to_have_text("no connection: kept in this browser")
    page.close()

    page = page.context.new_page()
    mend(page)
    open_article(page, article)
    expect(offer(page).locator("ins")).to_contain_text("They also danced.")
    wait_until_nothing_is_kept_in_the_browser(page)
    offer(page).get_by_role("link", name="Go on with it").click()
    save(page)
    article.refresh_from_db()
    assert "They also danced." in article.body


@pytest.mark.usefixtures("lines_are_down")
def test_a_new_text_that_the_server_never_got_is_offered_where_one_begins(visit: Visit, editor: User) -> None:
    add = reverse("admin:analysis_article_add")
    page = visit(editor)
    cut(page)
    page.goto(add)
    page.get_by_label("Title", exact=True).fill("A text nobody has seen")
    wait_until_kept_in_the_browser(page, "A text nobody has seen")
    page.close()

    page = page.context.new_page()
    mend(page)
    page.goto(add)
    offer(page).get_by_role("link", name="Go on with it").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value("A text nobody has seen")
    save(page)
    assert Article.objects.get().title == "A text nobody has seen"
    page.goto(add)
    expect(offer(page)).to_have_count(0)


@pytest.mark.usefixtures("lines_are_down")
def test_a_text_that_was_saved_at_once_leaves_nothing_behind(visit: Visit, editor: User, article: Article) -> None:
    """Typed and saved before anything was kept on the server: the browser's copy goes with the next page."""
    page = visit(editor)
    open_article(page, article)
    write(page, "They also danced. ")
    wait_until_kept_in_the_browser(page, "They also danced.")
    save(page)
    wait_until_nothing_is_kept_in_the_browser(page)
    expect(offer(page)).to_have_count(0)


@pytest.mark.usefixtures("lines_are_down")
def test_a_session_that_ends_in_mid_sentence_loses_nothing(visit: Visit, editor: User, article: Article) -> None:
    page = visit(editor)
    open_article(page, article)
    write(page, "They also ")
    Session.objects.all().delete()
    page.keyboard.type("danced. ")
    leave_field(page)
    expect(mark(page)).to_have_text("signed out: kept in this browser; sign in in another tab")
    bar(page, "Save").click()
    page.get_by_label("Email").fill(editor.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(offer(page).locator("ins")).to_contain_text("They also danced.")


@pytest.mark.usefixtures("lines_are_down")
def test_an_open_page_goes_on_after_signing_in_in_another_tab(visit: Visit, editor: User, article: Article) -> None:
    page = visit(editor)
    open_article(page, article)
    Session.objects.all().delete()
    write(page, "They also danced. ")
    leave_field(page)
    expect(mark(page)).to_have_text(re.compile("signed out"))
    other = page.context.new_page()
    sign_in(other, editor)
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(mark(page)).to_have_text(KEPT)
    save(page)
    article.refresh_from_db()
    assert "They also danced." in article.body


@pytest.mark.usefixtures("lines_are_down")
def test_what_was_kept_before_somebody_signed_in_again_is_saved_afterwards(
    visit: Visit, editor: User, article: Article
) -> None:
    page = visit(editor)
    open_article(page, article)
    write(page, "They also danced. ")
    leave_field(page)
    expect(mark(page)).to_have_text(KEPT)
    Session.objects.all().delete()
    sign_in(page.context.new_page(), editor)
    page.bring_to_front()
    with page.expect_response(lambda answer: answer.request.method == "GET" and "autosave" in answer.url) as renewed:
        page.evaluate("window.dispatchEvent(new Event('focus'))")
    renewed.value.finished()
    page.evaluate(NEXT_FRAME)
    save(page)
    article.refresh_from_db()
    assert "They also danced." in article.body


@pytest.mark.usefixtures("lines_are_down")
def test_leaving_is_asked_about_only_while_something_is_kept_nowhere(
    visit: Visit, editor: User, article: Article
) -> None:
    page = visit(editor)
    questions: list[str] = []

    def answer(question: Dialog) -> None:
        questions.append(question.type)
        question.accept()

    page.on("dialog", answer)
    open_article(page, article)
    write(page, "They also danced. ")
    page.goto("/admin/")
    assert questions == []
    cut(page)
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }")
    open_article(page, article)
    write(page, "They also danced. ")
    expect(mark(page)).to_have_text("kept nowhere: save soon")
    page.goto("/admin/")
    assert questions == ["beforeunload"]


def test_a_new_text_is_one_text_however_often_its_button_is_pressed(visit: Visit, editor: User) -> None:
    page = visit(editor)
    page.goto(reverse("admin:analysis_article_add"))
    page.get_by_label("Title", exact=True).fill("Pressed twice")
    page.wait_for_load_state("networkidle")
    page.evaluate("for (const wait of [0, 50]) setTimeout(() => document.querySelector('[data-save]').click(), wait)")
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert Article.objects.get().title == "Pressed twice"


def test_a_long_text_is_kept_on_the_server_when_its_tab_is_left(visit: Visit, editor: User, article: Article) -> None:
    """Browsers take no more than 64 KiB along from a page that is left."""
    page = visit(editor)
    open_article(page, article)
    mark(page).evaluate(
        """(mark) => {
          window.said = []
          new MutationObserver(() => window.said.push(mark.textContent)).observe(mark, { childList: true })
        }"""
    )
    page.get_by_label("Standfirst").evaluate("(field) => (field.value = 'слово '.repeat(9000))")
    page.get_by_label("Standfirst").dispatch_event("input")
    hide(page)
    expect(mark(page)).to_have_text(KEPT)
    assert "no connection: kept in this browser" not in page.evaluate("window.said")
    assert ["standfirst", "слово " * 9000] in editor.autosaves.get().fields


@pytest.mark.usefixtures("lines_are_down")
def test_a_line_that_says_nothing_any_more_is_not_waited_for(visit: Visit, editor: User, article: Article) -> None:
    page = visit(editor)
    page.clock.install()
    open_article(page, article)
    page.context.route(AUTOSAVE, lambda route: None)
    write(page, "They also danced. ")
    with page.expect_request(AUTOSAVE):
        leave_field(page)
    page.clock.fast_forward(21_000)
    expect(mark(page)).to_have_text("no connection: kept in this browser")
    mend(page)
    page.clock.fast_forward(9_000)
    expect(mark(page)).to_have_text(KEPT)


def test_whoever_goes_back_sees_what_is_saved_now(visit: Visit, editor: User, article: Article) -> None:
    """And not what the browser remembers, as if it were written upon what a colleague has saved since."""
    page = visit(editor)
    open_article(page, article)
    page.get_by_label("Standfirst").fill("My lead.")
    save(page)
    Article.objects.filter(pk=article.pk).update(standfirst="Their lead.")
    page.go_back()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_label("Standfirst")).to_have_value("Their lead.")
