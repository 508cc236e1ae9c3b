import time
from datetime import timedelta

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from analysis import publishing
from analysis.search.highlights import highlighted
from analysis.search.queries import search
from tests.factories import NOON, ArticleFactory, published, scheduled

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def titles(text: str, *, language: str = "en", hours: int = 0) -> list[str]:
    return [found.title for found in search(text, language=language, at=NOON + hours * HOUR)]


def test_a_word_in_the_title_weighs_more_than_one_in_the_text() -> None:
    published(title="Prices", body="<p>The river rose.</p>")
    published(title="The river rises", body="<p>Prices fell.</p>")
    assert titles("river") == ["The river rises", "Prices"]


def test_all_words_must_be_there_and_some_must_not() -> None:
    published(title="River barges")
    published(title="River bridges")
    assert titles("river barge") == ["River barges"]
    assert titles("river -barges") == ["River bridges"]
    assert titles('"barges river"') == []
    assert set(titles("barges or bridges")) == {"River barges", "River bridges"}


@pytest.mark.parametrize(
    ("language", "title", "asked"),
    [
        ("ru", "Банк снижает ставку", "ставки банка"),
        ("be", "Банк зніжае стаўку", "стаўку"),
        ("en", "Elections", "election"),
    ],
)
def test_words_are_found_in_the_forms_of_their_language(language: str, title: str, asked: str) -> None:
    published(title=title, language=language)
    published(title=title, language="en" if language != "en" else "ru")
    assert titles(asked, language=language) == [title]


def test_only_what_is_public_is_found() -> None:
    withdrawn = published(title="Withdrawn river")
    publishing.withdraw(article=withdrawn.article, at=NOON + HOUR)
    scheduled(title="Scheduled river", go_live_at=NOON + HOUR)
    ArticleFactory(title="Draft river")
    assert titles("river") == ["Withdrawn river"]
    assert titles("river", hours=1) == ["Scheduled river"]


def test_found_words_are_marked_and_everything_else_is_text() -> None:
    published(title="River", body="<p>The river &lt;script&gt;alert(1)&lt;/script&gt; rose &amp; fell.</p>")
    found = search("river", language="en", at=NOON).get()
    marked = highlighted(found.headline)
    assert "<mark>river</mark>" in marked
    assert "<script>" not in marked
    assert "&amp; fell" in marked


def test_two_queries_at_most_bring_results_with_their_cards(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(10):
        published(title=f"River {number}")
    with django_assert_num_queries(1):
        assert len([found.primary_topic.slug for found in search("river", language="en", at=NOON)]) == 10


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "the",
        "\x00",
        "river\x00",
        "'; SELECT pg_sleep(9) --",
        "a" * 2**20,
        "word " * 10_000,
        '"' * 500,
        "-" * 500,
        "-(" * 100,
        "or or or",
        "<->!&|():*",
        "\ud800",
        "river & !bank | (x <-> y):*",
        "𝕽𝖎𝖛𝖊𝖗 🌊",
    ],
)
@pytest.mark.parametrize("language", ["en", "ru", "be"])
def test_whatever_is_typed_there_is_an_answer_at_once(text: str, language: str) -> None:
    published(title="River", language=language)
    started = time.monotonic()
    assert len(titles(text, language=language)) <= 1
    assert time.monotonic() - started < 1


def test_a_query_of_many_words_is_cut_to_what_people_type() -> None:
    published(title="River")
    assert titles("river " * 10_000) == ["River"]
