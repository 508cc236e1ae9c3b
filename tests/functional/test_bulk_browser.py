"""Many texts at once, the trash, and next week's text, as people do it in the browser."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from analysis import publishing
from analysis.models import Article
from tests.factories import ArticleFactory, AuthorFactory, TopicFactory, published
from tests.functional.at_the_desk import Visit, open_article, save

pytestmark = pytest.mark.browser
LIST = "/admin/analysis/article/"


def choose(page: Page, *titles: str) -> None:
    for title in titles:
        page.get_by_role("row", name=title).get_by_role("checkbox").check()


def do(page: Page, name: str) -> None:
    page.get_by_role("group", name="Do with what is chosen").get_by_role("button", name=name).click()


def test_an_editor_retopics_three_and_sees_first_what_changes(visit: Visit, editor: User) -> None:
    old, new = TopicFactory.create(name_en="Society"), TopicFactory.create(name_en="Economy")
    first, second = (ArticleFactory.create(title=title, topic=old) for title in ("Wages rise", "Prices rise"))
    there = ArticleFactory.create(title="Banks close", topic=new)
    ArticleFactory.create(title="Not chosen", topic=old)
    page = visit(editor)
    page.goto(LIST)
    choose(page, "Wages rise", "Prices rise", "Banks close")
    expect(page.get_by_text("3 of 4 selected")).to_be_visible()
    do(page, "Retopic …")
    page.get_by_label("Primary topic").select_option(label="Economy")
    page.get_by_role("button", name="Show what would change").click()

    expect(page.get_by_text("2 articles change.")).to_be_visible()
    expect(page.get_by_role("row", name="Wages rise")).to_contain_text("Economy (primary), Society")
    expect(page.get_by_role("row", name="Banks close")).to_contain_text("Nothing would change.")
    publishing.throw_away(article=second, by=None, at=timezone.now())
    page.get_by_role("button", name="Change 2 articles").click()

    expect(page.get_by_text("1 article changed, 1 refused.")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Prices rise")).to_contain_text("It is in the trash.")
    chosen = [Article.objects.get(pk=article.pk).primary_topic for article in (first, second, there)]
    assert chosen == [new, old, new]


def test_a_draft_goes_into_the_trash_and_comes_back(visit: Visit, editor: User) -> None:
    article = ArticleFactory.create(title="An old idea")
    page = visit(editor)
    open_article(page, article)
    page.get_by_role("button", name="Put in the trash").click()
    expect(page.get_by_text("“An old idea” is in the trash.")).to_be_visible()
    page.get_by_role("link", name="Trash").click()
    expect(page.get_by_role("row", name="An old idea")).to_contain_text("90 days")
    page.get_by_role("link", name="An old idea").click()
    expect(page.get_by_text("This text is in the trash")).to_be_visible()
    page.get_by_role("button", name="Take out").click()
    expect(page.get_by_text("was taken out of the trash")).to_be_visible()
    article.refresh_from_db()
    assert article.trashed_at is None


def test_next_weeks_text_begins_with_the_memory_of_its_trend(visit: Visit, editor: User) -> None:
    trend, other = TopicFactory.create(name_en="The ruling elite"), TopicFactory.create(name_en="Security")
    monday, now = date(2026, 11, 2), timezone.now() - timedelta(days=30)
    week = {"period_start": monday, "period_end": monday + timedelta(days=6)}
    author = AuthorFactory.create(user=editor)
    article = published(
        topic=trend, author=author, at=now, assessment="worsened", assessment_reason="A minister left.", **week
    ).article
    published(topic=other, at=now, assessment="improved", assessment_reason="A pact held.", **week)
    page = visit(editor)
    open_article(page, article)
    page.get_by_role("button", name="Begin next week’s text").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value(re.compile("The ruling elite, November.9–15, 2026"))
    memory = page.get_by_role("region", name="The trend so far")
    expect(memory).to_contain_text("The situation has worsened")
    expect(memory).to_contain_text("A minister left.")
    memory.get_by_text("The text before this one").click()
    expect(memory).to_contain_text(article.title)
    save(page)

    topic = page.get_by_role("combobox", name="Primary topic")
    # Away from the bar that stays on top: the choices open below.
    topic.evaluate("control => control.scrollIntoView({ block: 'center' })")
    topic.click()
    page.get_by_role("option", name="Security").click()
    expect(memory).to_contain_text("A pact held.")
    expect(memory).not_to_contain_text("A minister left.")
    # Nothing of the page is under way when the database is emptied.
    save(page)
    page.goto(LIST)


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_its_screen(visit: Visit, editor: User, width: int) -> None:
    title = "A title of reasonable length about something that happened in the country"
    article, trashed = ArticleFactory.create(title=title), ArticleFactory.create(title=title)
    publishing.throw_away(article=trashed, by=editor, at=timezone.now())
    page = visit(editor, width=width)
    for address in (LIST, f"{LIST}trash/", f"{LIST}{trashed.pk}/change/"):
        page.goto(address)
        assert overflow(page) <= 0, address
    page.goto(LIST)
    choose(page, article.title)
    do(page, "Tag …")
    page.get_by_label("Add tags").fill("port, budget")
    assert overflow(page) <= 0
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("1 article changes.")).to_be_visible()
    assert overflow(page) <= 0


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
