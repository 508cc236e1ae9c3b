"""The issue's board: what each place holds."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from analysis import publishing
from analysis.admin.issue_board.slots import board_of
from analysis.admin.states import State
from analysis.models import Issue, Language, Topic
from tests.analysis.admin.issue_board.boards import FRIDAY, HOUR, address, column, slot
from tests.factories import (
    NOON,
    ArticleFactory,
    AuthorFactory,
    EditionFactory,
    IssueFactory,
    TopicFactory,
    approved,
    published,
    scheduled,
)

pytestmark = pytest.mark.django_db


def test_followed_trends_in_their_order_by_languages(issue: Issue, elite: Topic, security: Topic) -> None:
    TopicFactory.create(slug="essays", is_trend=False)
    board = board_of(issue, at=NOON)
    assert [row.topic for row in board.rows] == [elite, security]
    assert [slot.language for slot in board.rows[0].slots] == list(Language)


def in_review(**article: Any) -> None:
    publishing.submit(article=ArticleFactory.create(**article), by=None, at=NOON)


def returned(**article: Any) -> None:
    text = ArticleFactory.create(**article)
    publishing.submit(article=text, by=None, at=NOON)
    publishing.return_to_author(article=text, by=None, at=NOON, reason="Who signed?")


def will_be_public(**article: Any) -> None:
    scheduled(go_live_at=FRIDAY, **article)


def withdrawn(**article: Any) -> None:
    publishing.withdraw(article=published(at=NOON - HOUR, **article).article, by=None, at=NOON)


def over(**article: Any) -> None:
    publication = published(at=NOON - 2 * HOUR, **article)
    publishing.expire(publication=publication, expire_at=NOON - HOUR, at=NOON - 2 * HOUR)


@pytest.mark.parametrize(
    ("make", "words", "is_filled"),
    [
        (ArticleFactory.create, "Draft", False),
        (in_review, "In review", False),
        (returned, "Returned", False),
        (approved, "Ready", True),
        (will_be_public, "Scheduled", True),
        (published, "Live", True),
        (withdrawn, "Withdrawn", False),
        (over, "Ended", False),
    ],
)
def test_each_state_is_told_in_words_and_the_verb_counts_as_the_board_does(
    desk: Client, issue: Issue, elite: Topic, make: Any, words: str, is_filled: bool
) -> None:
    make(title="Ministers", topic=elite, issue=issue, author=AuthorFactory.create(name_en="Ada Brennick"))
    found = slot(issue, elite)
    assert ([str(text.label) for text in found.texts], found.is_filled) == ([words], is_filled)
    edition = EditionFactory.create(issue=issue)
    assert (publishing.owed(edition, at=NOON) == []) == is_filled
    assert (publishing.ready(publishing.texts_of(issue)).count() == 1) == (found.texts[0].state == State.APPROVED)
    page = desk.get(address("board", issue)).text
    assert all(said in page for said in (f">{words}<", "Ministers", "Ada Brennick"))


def test_an_empty_place_leads_to_a_form_that_knows_what_it_is_for(desk: Client, issue: Issue, elite: Topic) -> None:
    path, _mark, query = slot(issue, elite, "ru").write_address.partition("?")
    form = desk.get(f"{path}?{query}").context["adminform"].form
    wanted = {
        "primary_topic": elite.pk,
        "language": "ru",
        "issue": issue.pk,
        "period_start": issue.coverage_start,
        "period_end": issue.coverage_end,
    }
    assert {name: str(form[name].value()) for name in wanted} == {name: str(value) for name, value in wanted.items()}


def test_a_text_belongs_by_its_issue_or_by_its_days(issue: Issue, elite: Topic) -> None:
    days = {"period_start": issue.coverage_start, "period_end": issue.coverage_end}
    next_week = IssueFactory.create(coverage_start=date(2026, 11, 16), coverage_end=date(2026, 11, 22))
    texts: dict[str, dict[str, Any]] = {
        "Filed": {"issue": issue},
        "Of its days": days,
        "Of another issue": {"issue": next_week, **days},
        "Of other days": {"period_start": days["period_start"], "period_end": days["period_start"]},
    }
    for title, more in texts.items():
        ArticleFactory.create(title=title, topic=elite, **more)
    assert {text.article.title for text in slot(issue, elite).texts} == {"Filed", "Of its days"}


def test_texts_about_no_trend_stand_below(issue: Issue, elite: Topic) -> None:
    ArticleFactory.create(title="A conference", topic=TopicFactory.create(is_trend=False), issue=issue)
    ArticleFactory.create(title="About nothing", issue=issue).articletopic_set.all().delete()
    assert {text.article.title for text in slot(issue, None).texts} == {"A conference", "About nothing"}


def test_an_edition_counts_what_is_ready(desk: Client, issue: Issue, elite: Topic, security: Topic) -> None:
    approved(topic=elite, issue=issue)
    ArticleFactory.create(topic=security, issue=issue)
    found = column(issue)
    assert (found.filled, found.total, found.ready) == (1, 2, 1)
    assert "1 of 2 ready" in desk.get(address("board", issue)).text


def test_the_board_asks_no_more_for_more_texts(desk: Client, issue: Issue, elite: Topic, security: Topic) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address("board", issue)).status_code == 200
        return len(captured)

    approved(topic=elite, issue=issue, author=AuthorFactory.create())
    few = queries()
    for language in Language.values:
        EditionFactory.create(issue=issue, language=language)
        for _number in range(3):
            approved(topic=security, issue=issue, language=language, author=AuthorFactory.create())
    assert queries() == few <= 14


def test_a_public_text_that_is_not_filed_says_so(desk: Client, issue: Issue, elite: Topic) -> None:
    published(topic=elite, period_start=issue.coverage_start, period_end=issue.coverage_end)
    assert "readers do not find it there" in desk.get(address("board", issue)).text
