from datetime import timedelta
from typing import Any

import pytest

from analysis import publishing
from analysis.search import proposals
from analysis.search.proposals import Asked
from analysis.search.questions import question
from analysis.search.results import Filters
from tests.analysis.search.asking import learn
from tests.factories import NOON, AuthorFactory, TopicFactory, published, scheduled

pytestmark = pytest.mark.django_db


def asked(text: str, *, language: str = "en", **filters: Any) -> Asked:
    return Asked(question=question(text), filters=Filters(**filters), language=language, at=NOON)


def corrected(text: str, *, language: str = "en") -> str:
    proposal = proposals.corrected(asked(text, language=language))
    return proposal.text if proposal else ""


@pytest.mark.parametrize("mistyped", ["gendarmrie", "gendramerie", "gendarmeriee", "genderamerie", "jendarmerie"])
def test_a_mistyped_word_is_put_right(mistyped: str) -> None:
    published(title="The gendarmerie bill")
    learn()
    assert corrected(mistyped) == "gendarmerie"
    assert corrected(f"{mistyped} bill") == "gendarmerie bill"


def test_several_mistyped_words_are_put_right_together() -> None:
    published(title="The gendarmerie inspector")
    learn()
    assert corrected("gendarmrie inspecctor") == "gendarmerie inspector"


def test_names_keep_their_capital_letter() -> None:
    published(title="Talmere votes", body="<p>All of Talmere voted.</p>")
    learn()
    assert corrected("talmeer") == "Talmere"


def test_words_of_texts_that_are_not_public_are_never_proposed() -> None:
    scheduled(title="The clandestine bill", go_live_at=NOON + timedelta(hours=1))
    withdrawn = published(title="The retracted bill", at=NOON - timedelta(hours=2))
    publishing.withdraw(article=withdrawn.article, at=NOON - timedelta(hours=1))
    learn()
    assert corrected("clandestin") == corrected("retrcated") == ""


def test_a_word_that_is_right_is_left_alone() -> None:
    published(title="River barges")
    published(title="Other bridges")
    learn()
    assert corrected("barges bridges") == ""


def test_without_one_of_its_words_a_question_finds_what_there_is() -> None:
    published(title="River barges")
    published(title="River bridges")
    published(title="The moon")
    texts = [(each.text, each.number) for each in proposals.shorter(asked("river moon"))]
    assert texts == [("river", 2), ("moon", 1)]
    assert [each.text for each in proposals.shorter(asked('"barges river"'))] == ["barges river"]


def test_without_a_filter_it_says_how_much_there_is() -> None:
    north, south = TopicFactory(), TopicFactory()
    published(title="River barges", topic=north)
    wider = proposals.wider(asked("river", topic=south, start=NOON.date() - timedelta(days=1)))
    assert [(each.without, each.number) for each in wider] == [("topic", 1)]


def test_topics_and_authors_with_a_name_like_it_are_named_if_they_have_something_public() -> None:
    author, idle = AuthorFactory(name_en="Leda Karsel"), AuthorFactory(name_en="Leda Karsen")
    topic = TopicFactory(name_en="Security")
    published(topic=topic, author=author)
    assert proposals.nearest_names(asked("karzel")) == [author]
    assert proposals.nearest_names(asked("sekurity")) == [topic]
    assert idle not in proposals.nearest_names(asked("karsen"))
    assert proposals.nearest_names(asked("karzel", language="ru")) == []
