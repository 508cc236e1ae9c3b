from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from analysis import publishing
from tests.factories import NOON, ArticleFactory, AuthorFactory, IssueFactory, TopicFactory, published, scheduled

pytestmark = pytest.mark.django_db
LIST = "/admin/analysis/article/"


def titles(client: Client, **asked: Any) -> set[str]:
    return {article.title for article in client.get(LIST, asked).context["cl"].result_list}


@time_machine.travel(NOON, tick=False)
def test_every_state_has_its_word_and_its_filter(desk: Client) -> None:
    past, later = NOON - timedelta(days=2), NOON + timedelta(days=2)
    ArticleFactory.create(title="A draft")
    scheduled(title="To come", go_live_at=later)
    published(title="There", at=past)
    updated = published(title="Changing", at=past).article
    publishing.schedule(article=updated, by=None, go_live_at=later, at=NOON)
    publishing.withdraw(article=published(title="Gone", at=past).article, at=NOON)
    ended = published(title="Over", at=past)
    publishing.expire(publication=ended, expire_at=NOON - timedelta(hours=1), at=past)

    expected = {
        "draft": ("A draft", "Draft"),
        "scheduled": ("To come", "Scheduled"),
        "live": ("There", "Live"),
        "update": ("Changing", "Live, update scheduled"),
        "withdrawn": ("Gone", "Withdrawn"),
        "ended": ("Over", "Ended"),
    }
    page = desk.get(LIST).text
    for state, (title, word) in expected.items():
        assert titles(desk, state=state) == {title}
        assert f'<span class="state state-{state}">{word}</span>' in page


@time_machine.travel(NOON, tick=False)
def test_it_is_narrowed_by_what_the_text_is_about(desk: Client) -> None:
    topic, author, issue = TopicFactory.create(), AuthorFactory.create(), IssueFactory.create()
    wanted = ArticleFactory.create(
        title="Wanted", topic=topic, author=author, issue=issue, language="be", assessment="worsened"
    )
    wanted.set_bylines([(author, "author"), (author, "translation")])
    ArticleFactory.create(title="Other")
    for asked in (
        {"topics": topic.pk},
        {"author": author.pk},
        {"issue": issue.pk},
        {"language": "be"},
        {"assessment": "worsened"},
        {"q": "want"},
        {"q": wanted.slug},
    ):
        assert titles(desk, **asked) == {"Wanted"}, asked


def test_ones_own_texts_are_found_at_once(analyst: User, at_desk: Callable[[User], Client]) -> None:
    ArticleFactory.create(title="Mine", author=AuthorFactory.create(user=analyst))
    ArticleFactory.create(title="Foreign", author=AuthorFactory.create())
    ArticleFactory.create(title="Nobody's")
    client = at_desk(analyst)
    assert titles(client, whose="mine") == {"Mine"}
    assert titles(client, whose="other") == {"Mine", "Foreign", "Nobody's"}


def test_a_live_text_says_that_its_changes_are_in_review(desk: Client) -> None:
    article = published(title="There").article
    assert "Changes in review" not in desk.get(LIST).text
    content = article.content() | {"title": "There, changed"}
    publishing.save(article=article, content=content, by=None, started_from=article.version, at=NOON)
    page = desk.get(LIST, {"state": "live"}).text
    assert "There, changed" in page
    assert "Changes in review" in page


def test_texts_are_found_by_their_tags(desk: Client) -> None:
    ArticleFactory.create(title="Wanted").tags.set(["Freight port", "port"])
    ArticleFactory.create(title="Other").tags.set(["budget"])
    for words in ("port", "wanted port", '"freight port"'):
        assert titles(desk, q=words) == {"Wanted"}, words
    assert titles(desk, q='"wanted port"') == set()
    assert len(desk.get(LIST, {"q": "port"}).context["cl"].result_list) == 1


def test_what_is_in_the_trash_is_not_in_the_list(desk: Client) -> None:
    article = ArticleFactory.create()
    publishing.throw_away(article=article, by=None, at=NOON)
    page = desk.get(LIST)
    assert article.title not in page.text
    assert f'href="{LIST}trash/"' in page.text


@pytest.mark.parametrize("name", ["whose", "state", "language", "topics", "author", "issue", "assessment"])
@pytest.mark.parametrize("value", ["-1", "9" * 30, "' OR 1=1", "\x00", "٣"])
def test_a_value_that_nothing_has_breaks_nothing(desk: Client, name: str, value: str) -> None:
    assert desk.get(LIST, {name: value}).status_code == 200


def test_hidden_columns_are_no_filter(desk: Client) -> None:
    ArticleFactory.create(external_id="secret-1")
    for lookup in ("external_id__startswith", "authors__user__password__startswith", "standfirst__regex"):
        assert desk.get(LIST, {lookup: "a"}).status_code == 400


def test_twice_the_rows_cost_the_same_number_of_queries(desk: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(LIST).status_code == 200
        return len(captured)

    author = AuthorFactory.create()
    desk.get(LIST)
    for _ in range(10):
        published(author=author)
    ten = queries()
    for _ in range(10):
        published(author=author)
    assert queries() == ten
    assert ten <= 15
