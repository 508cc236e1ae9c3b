"""Three languages: what changes in the original reaches its translators, paragraph by paragraph."""

import re
from contextlib import suppress

import pytest
from django.urls import reverse
from playwright.sync_api import Page, TimeoutError, expect

from accounts.models import User
from analysis import translating
from analysis.models import Article
from tests.factories import NOON, ArticleFactory, AuthorFactory
from tests.functional.at_the_desk import Visit, body, open_article, press, save
from tests.functional.test_desk_accessibility_browser import overflow, violations

pytestmark = pytest.mark.browser

ENGLISH = "<p>The bank kept its rate.</p><p>Nobody expected an agreement.</p>"
TRANSLATED = {
    "ru": ("Ставки прежние", "<p>Банк сохранил ставку.</p><p>Никто не ждал соглашения.</p>"),
    "be": ("Стаўкі ранейшыя", "<p>Банк пакінуў стаўку.</p><p>Ніхто не чакаў пагаднення.</p>"),
}


@pytest.fixture
def original(editor: User, analyst: User) -> Article:
    """With its translations, both up to date; the analyst translates."""
    original = ArticleFactory.create(title="Rates stay", standfirst="", body=ENGLISH)
    for language, (title, text) in TRANSLATED.items():
        article = ArticleFactory.create(
            language=language, title=title, standfirst="", body=text, translation_key=original.translation_key
        )
        translating.correspond(article=article, original=original, by=editor, at=NOON)
    translator = AuthorFactory.create(user=analyst)
    Article.objects.get(language="ru").set_bylines([(translator, "translation")])
    return original


def select_the_first_word(page: Page, text: str) -> None:
    """As people do, who click again where the page has moved below their first click."""
    is_selected = "word => getSelection().toString().trim() === word"
    for seconds in (3, 3, 30):
        page.get_by_text(text, exact=True).dblclick(position={"x": 5, "y": 10})
        with suppress(TimeoutError):
            page.wait_for_function(is_selected, arg=text.partition(" ")[0], timeout=1000 * seconds)
            return
    raise AssertionError(f"The first word of {text!r} cannot be selected.")


def board(page: Page) -> str:
    page.goto(reverse("admin:analysis_article_parity"))
    return page.locator(".parity-board tbody tr").inner_text()


def replace_the_first_word(page: Page, text: str, word: str) -> None:
    select_the_first_word(page, text)
    # The editor notices what is selected with the next frames.
    press(page)
    page.keyboard.type(word)


def test_from_a_change_in_english_to_an_up_to_date_translation(
    visit: Visit, editor: User, analyst: User, original: Article
) -> None:
    at_editor, at_translator = visit(editor), visit(analyst)
    open_article(at_editor, original)
    replace_the_first_word(at_editor, "Nobody expected an agreement.", "Everybody")
    save(at_editor)
    assert board(at_editor).count("1 of 3 paragraphs stale") == 2

    at_translator.goto(reverse("admin:analysis_article_parity"))
    at_translator.get_by_role("link", name=re.compile("stale.*Russian")).click()
    expect(at_translator.locator("ins")).to_have_text("Everybody")
    at_translator.get_by_role("link", name="Only what is not up to date").click()
    expect(at_translator.get_by_text("Банк сохранил ставку.")).to_be_hidden()

    at_translator.get_by_role("link", name="Edit the translation").click()
    expect(body(at_translator)).to_be_visible()
    replace_the_first_word(at_translator, "Никто не ждал соглашения.", "Всякий")
    save(at_translator)
    at_translator.get_by_role("link", name=re.compile("1 of 3 paragraphs stale")).click()
    expect(at_translator.get_by_text("The translation was edited since.")).to_be_visible()
    at_translator.get_by_role("checkbox", name="Up to date").check()
    at_translator.get_by_role("button", name="What is ticked is up to date").click()
    expect(at_translator.get_by_text("1 paragraph is up to date.")).to_be_visible()
    row = board(at_translator)
    assert row.count("Up to date") == 1
    assert row.count("1 of 3 paragraphs stale") == 1


@pytest.mark.parametrize("width", [1280, 390])
def test_nobody_is_kept_out(visit: Visit, editor: User, original: Article, width: int) -> None:
    """Without a script, too: what is done here are links and forms."""
    ArticleFactory.create(title="Missing in two languages", topic=original.primary_topic)
    Article.objects.filter(language="be").update(title="Стаўкі ранейшыя і надалей")
    content = original.content() | {"title": "Rates go up", "body": ENGLISH.replace("an agreement", "any deal")}
    original.apply(content)
    translating.follow(article=original)
    page = visit(editor, width=width)
    russian = Article.objects.get(language="ru")
    for name, pks in (("parity", []), ("beside", [russian.pk])):
        page.goto(reverse(f"admin:analysis_article_{name}", args=pks))
        expect(page.locator("table").last).to_be_visible()
        assert violations(page) == []
        assert overflow(page) <= 0
