from datetime import timedelta

import pytest
from django.db import connection

from analysis import publishing
from analysis.search import reach
from analysis.search.titles import titles_beginning
from tests.factories import NOON, ArticleFactory, copies, published, scheduled

pytestmark = pytest.mark.django_db


def typed(text: str, *, language: str = "en", limit: int = 8) -> list[str]:
    return [found.title for found in titles_beginning(text, language=language, at=NOON, limit=limit)]


def test_titles_are_found_by_the_beginning_of_the_word_one_is_typing() -> None:
    published(title="Elections in the north")
    published(title="The budget", body="<p>Elections.</p>")
    for text in ("el", "elect", "Electio", "elections", "north el", "elections n", "the no"):
        assert typed(text) == ["Elections in the north"]
    assert typed("lection") == typed("e") == typed("") == typed("elections south") == []


def test_words_before_the_last_may_have_any_form() -> None:
    published(title="Новая ставка банка", language="ru")
    assert typed("новые ставки бан", language="ru") == ["Новая ставка банка"]


def test_the_newest_come_first_and_only_a_few() -> None:
    for days in range(5):
        published(title=f"Budget {days}", at=NOON - timedelta(days=days))
    assert typed("budg", limit=3) == ["Budget 0", "Budget 1", "Budget 2"]


def test_what_is_not_public_shows_no_title() -> None:
    withdrawn = published(title="River, withdrawn", at=NOON - timedelta(hours=1))
    publishing.withdraw(article=withdrawn.article, at=NOON)
    scheduled(title="River, scheduled", go_live_at=NOON + timedelta(seconds=1))
    ArticleFactory(title="River, draft")
    assert typed("riv") == []


@pytest.mark.parametrize("text", ["'", "':* | 'x", "\x00", "a" * 10_000, "ab " * 5_000, "\\", ":*"])
def test_whatever_is_typed_breaks_nothing(text: str) -> None:
    assert typed(text) == []


def test_of_many_texts_the_newest_are_looked_at_first_and_in_the_end_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "COUNTED", 100)
    monkeypatch.setattr(reach, "LOOKED_AT", 20)
    model = published(title="The river, long ago", at=NOON - timedelta(days=4_000))
    copies(model, [NOON - timedelta(days=10 * number) for number in range(1, 300)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE analysis_publication")
    # What a copy has in its index is the model's title.
    assert typed("riv", limit=2) == ["Text 0", "Text 1"]
    published(title="An unheard-of ferry", at=NOON - timedelta(days=5_000))
    assert typed("ferr") == ["An unheard-of ferry"]
