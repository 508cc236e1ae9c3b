"""The board of three languages, and a translation beside its original."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from analysis import publishing, translating
from analysis.admin.translating.parity import board
from analysis.models import Article, Translation
from analysis.text import staleness
from tests.factories import NOON, ArticleFactory, AuthorFactory, IssueFactory, TopicFactory

pytestmark = pytest.mark.django_db

BOARD = "/admin/analysis/article/parity/"
BODY = "<p>The bank kept its rate.</p><p>Nobody expected an agreement.</p>"
RUSSIAN = "<p>Банк сохранил ставку.</p><p>Никто не ждал соглашения.</p>"
EDITED = BODY.replace("an agreement", "any <agreement>".replace("<", "&lt;"))


@pytest.fixture
def original() -> Article:
    return ArticleFactory.create(title="Rates stay", body=BODY, standfirst="", created_at=NOON)


def version(original: Article, language: str = "ru", **fields: Any) -> Article:
    given = {"title": "Ставки прежние", "standfirst": "", "body": RUSSIAN, "created_at": NOON + timedelta(days=1)}
    return ArticleFactory.create(language=language, translation_key=original.translation_key, **given | fields)


def translated(original: Article, by: User, language: str = "ru", **fields: Any) -> Article:
    article = version(original, language, **fields)
    translating.correspond(article=article, original=original, by=by, at=NOON)
    return article


def rewrite(article: Article, **content: Any) -> None:
    article.refresh_from_db()
    publishing.save(
        article=article, content=article.content() | content, by=None, started_from=article.version, at=NOON
    )


def beside(article: Article) -> str:
    return reverse("admin:analysis_article_beside", args=[article.pk])


def settle(client: Client, article: Article, **data: Any) -> str:
    return client.post(reverse("admin:analysis_article_settle", args=[article.pk]), data, follow=True).text


def cells(**asked: str) -> dict[str, list[str]]:
    return {row.original.title: [cell.words for cell in row.cells] for row in board(asked, at=NOON)["rows"]}


def numbers(**asked: str) -> dict[str, dict[str, int]]:
    return {
        each.language: {share.parity.value: share.number for share in each.shares if share.number}
        for each in board(asked, at=NOON)["counts"]
    }


# --- The board -------------------------------------------------------------------------------------------------


def test_it_shows_each_text_in_each_language(original: Article, editor: User) -> None:
    translated(original, editor)
    version(original, "be", title="Стаўкі ранейшыя")
    ArticleFactory.create(title="Alone", created_at=NOON + timedelta(days=2))
    assert list(cells().items()) == [
        ("Alone", ["Original", "Missing", "Missing"]),
        ("Rates stay", ["Original", "Up to date", "Not compared yet"]),
    ]


def test_it_counts_the_paragraphs_that_have_gone_stale(original: Article, editor: User) -> None:
    translated(original, editor)
    translated(original, editor, "be", body=RUSSIAN + "<p>І яшчэ.</p>")
    rewrite(original, body=EDITED)
    assert cells()["Rates stay"] == ["Original", "1 of 3 paragraphs stale", "Freely adapted: the original has changed"]


def test_a_translation_that_was_begun_says_what_is_left(original: Article, desk: Client) -> None:
    desk.post(reverse("admin:analysis_article_translate", args=[original.pk]), {"language": "ru"})
    assert cells()["Rates stay"][1] == "3 of 3 not translated yet"
    rewrite(Article.objects.get(language="ru"), title="Ставки прежние")
    assert cells()["Rates stay"][1] == "2 of 3 not translated yet"


def test_a_translation_of_a_translation_says_from_what(original: Article, editor: User) -> None:
    there = translated(original, editor)
    again = version(original, "be", title="Стаўкі ранейшыя")
    translating.correspond(article=again, original=there, by=editor, at=NOON)
    (row,) = board({}, at=NOON)["rows"]
    assert [cell.via for cell in row.cells] == ["", "", "Russian"]


def test_the_trash_is_told_and_counts_as_nothing_to_do(original: Article, editor: User) -> None:
    there = translated(original, editor)
    publishing.throw_away(article=there, by=editor, at=NOON)
    assert cells()["Rates stay"][1] == "In the trash"
    assert cells(work="any", language="ru") == {}


def test_it_counts_how_texts_stand_in_each_language(original: Article, editor: User) -> None:
    translated(original, editor)
    version(original, "be", title="Стаўкі ранейшыя")
    stale = ArticleFactory.create(title="Alone", body=BODY)
    translated(stale, editor)
    rewrite(stale, title="Not alone")
    assert numbers() == {
        "en": {"original": 2},
        "ru": {"current": 1, "stale": 1},
        "be": {"unknown": 1, "missing": 1},
    }


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"work": "stale"}, {"Stale"}),
        ({"work": "missing", "language": "ru"}, {"Alone"}),
        ({"work": "unknown"}, {"Unknown"}),
        ({"work": "started"}, {"Begun"}),
        ({"work": "any", "language": "en"}, set()),
        ({"work": "any", "language": "ru"}, {"Stale", "Unknown", "Begun", "Alone"}),
        ({"work": "no such", "language": "pl"}, {"Stale", "Unknown", "Begun", "Alone", "Current"}),
    ],
)
def test_it_is_narrowed_down_to_what_there_is_to_do(
    editor: User, desk: Client, asked: dict[str, str], found: set[str]
) -> None:
    texts = {
        title: ArticleFactory.create(title=title, created_at=NOON)
        for title in ("Alone", "Begun", "Unknown", "Stale", "Current")
    }
    desk.post(reverse("admin:analysis_article_translate", args=[texts["Begun"].pk]), {"language": "ru"})
    version(texts["Unknown"])
    translated(texts["Current"], editor)
    translated(texts["Stale"], editor)
    rewrite(texts["Stale"], standfirst="Something else.")
    assert cells(**asked).keys() == found


def test_it_is_narrowed_down_to_a_topic_and_a_week() -> None:
    topic, issue = TopicFactory.create(), IssueFactory.create()
    ArticleFactory.create(title="Filed", topic=topic)
    ArticleFactory.create(title="Of the week", issue=issue)
    assert cells(topic=str(topic.pk)).keys() == {"Filed"}
    assert cells(issue=str(issue.pk)).keys() == {"Of the week"}
    assert numbers(topic=str(topic.pk))["ru"] == {"missing": 1}


def test_what_is_missing_can_be_begun_from_there(original: Article, desk: Client) -> None:
    page = desk.get(BOARD).text
    assert f'formaction="{reverse("admin:analysis_article_translate", args=[original.pk])}"' in page
    assert "Rates stay" in page


def test_it_asks_as_often_for_twenty_texts_as_for_ten(editor: User, desk: Client) -> None:
    def ten_more() -> int:
        for _number in range(10):
            text = ArticleFactory.create(body=BODY, author=AuthorFactory.create())
            translated(text, editor)
            rewrite(text, body=EDITED)
        with CaptureQueriesContext(connection) as captured:
            desk.get(BOARD)
        return len(captured)

    desk.get(BOARD)
    assert ten_more() == ten_more() <= 12


def test_the_form_says_how_its_translations_stand(original: Article, editor: User, desk: Client) -> None:
    there = translated(original, editor)
    rewrite(original, body=EDITED)
    for article in (original, there):
        page = desk.get(reverse("admin:analysis_article_change", args=[article.pk])).text
        assert "1 of 3 paragraphs stale" in page
        assert f'href="{beside(there)}"' in page


# --- Side by side ----------------------------------------------------------------------------------------------


def test_it_shows_what_has_changed_in_the_original(original: Article, editor: User, desk: Client) -> None:
    there = translated(original, editor)
    rewrite(original, body=EDITED)
    page = desk.get(beside(there)).text
    assert "<del>an </del><ins>any &lt;</ins>agreement<ins>&gt;</ins>" in page
    assert '<div class="beside-text" lang="ru">' in page
    assert page.count('name="row"') == 1
    only_work = desk.get(beside(there), {"show": "work"}).text
    assert "Никто не ждал" in only_work
    assert "Банк сохранил" not in only_work


def test_what_is_ticked_is_up_to_date(original: Article, editor: User, desk: Client) -> None:
    there = translated(original, editor)
    rewrite(original, body=EDITED, title="Rates go up")
    found = staleness.keyed(translating.rows_of(there.translation))
    key = next(key for key, row in found.items() if row.part == "title")
    assert "1 paragraph is up to date." in settle(desk, there, row=key)
    assert cells()["Rates go up"][1] == "1 of 3 paragraphs stale"
    assert "has changed meanwhile" in settle(desk, there, row="no such")
    assert "Tick the paragraphs" in settle(desk, there)
    assert "The translation is up to date." in settle(
        desk, there, step="everything", seen=staleness.seen(translating.rows_of(Translation.objects.get()))
    )
    assert cells()["Rates go up"][1] == "Up to date"


def test_what_is_only_copied_is_in_the_language_of_the_original(original: Article, desk: Client) -> None:
    desk.post(reverse("admin:analysis_article_translate", args=[original.pk]), {"language": "ru"})
    page = desk.get(beside(Article.objects.get(language="ru"))).text
    assert 'lang="en"' in page
    assert 'lang="ru"' not in page
    assert "Everything is up to date" not in page


def test_what_nobody_has_compared_is_compared_with_one_click(original: Article, desk: Client) -> None:
    there = version(original)
    page = desk.get(beside(there)).text
    assert "These correspond" in page
    assert 'name="row"' not in page
    assert "From now on" in settle(desk, there, of=original.pk)
    assert there.translation.original == original


def test_it_may_have_been_translated_the_other_way_round(original: Article, desk: Client) -> None:
    there = version(original)
    assert f"{beside(original)}?of={there.pk}" in desk.get(beside(there)).text
    assert desk.get(beside(original)).status_code == 404
    assert "Nobody has said yet" in desk.get(beside(original), {"of": there.pk}).text
    settle(desk, original, of=there.pk)
    assert Translation.objects.get().article == original


@pytest.mark.parametrize("of", ["0", "²", "9" * 30, "-1", "other", "itself"])
def test_only_versions_of_one_text_are_compared(original: Article, desk: Client, of: str) -> None:
    others = {"other": ArticleFactory.create().pk, "itself": original.pk}
    assert desk.get(beside(original), {"of": str(others.get(of, of))}).status_code == 404


def test_a_freely_adapted_text_has_one_mark(original: Article, editor: User, desk: Client) -> None:
    there = translated(original, editor)
    settle(desk, there, step="adapt")
    rewrite(original, body=EDITED)
    page = desk.get(beside(there), {"show": "work"}).text
    assert "Freely adapted: the original has changed" in page
    assert 'name="row"' not in page
    settle(desk, there, step="pair")
    assert 'name="row"' in desk.get(beside(there)).text


def test_settling_is_for_who_may_edit_the_translation(
    original: Article, editor: User, analyst: User, at_desk: Callable[[User], Client]
) -> None:
    theirs = translated(original, editor, author=AuthorFactory.create())
    rewrite(original, body=EDITED)
    client = at_desk(analyst)
    page = client.get(beside(theirs)).text
    assert "<ins>" in page
    assert 'name="row"' not in page
    assert client.post(reverse("admin:analysis_article_settle", args=[theirs.pk])).status_code == 403
    assert client.get(reverse("admin:analysis_article_settle", args=[theirs.pk])).status_code == 405


def test_an_unknown_step_is_no_address(original: Article, editor: User, desk: Client) -> None:
    there = translated(original, editor)
    address = reverse("admin:analysis_article_settle", args=[there.pk])
    assert desk.post(address, {"step": "publish"}).status_code == 404
