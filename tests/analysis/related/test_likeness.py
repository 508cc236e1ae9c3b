import math

import pytest

from analysis.related.likeness import count_words, telling_words


def counted(text: str, *, language: str = "en", title: str = "") -> dict[str, int]:
    return dict(count_words(title=title, text=text, labels=[], language=language))


@pytest.mark.parametrize(
    ("language", "forms"),
    [("en", "negotiate negotiating negotiator"), ("ru", "выборы выборов выборам"), ("be", "выбары выбараў выбарах")],
)
def test_forms_of_one_word_count_as_one(language: str, forms: str) -> None:
    assert list(counted(forms, language=language).values()) == [3]


def test_a_title_counts_three_times_and_labels_are_words_of_their_own() -> None:
    counts = count_words(title="Budget", text="budget", labels=["topic:1"], language="en")
    assert counts == {"budget": 4, "topic:1": 3}


def test_single_letters_and_numbers_other_than_years_say_nothing() -> None:
    assert counted("a 12 3.9 2016 км", language="en") == {"2016": 1, "км": 1}


def test_rare_words_tell_most_and_those_in_every_text_nothing() -> None:
    words = telling_words({"maren": 1, "budget": 1, "the": 9}, texts=10, texts_with={"the": 10, "budget": 5})
    assert list(words) == ["maren", "budget"]


def test_weights_have_the_length_of_one() -> None:
    words = telling_words({"maren": 2, "budget": 1, "water": 4}, texts=10, texts_with={})
    assert math.isclose(sum(weight**2 for weight in words.values()), 1)


def test_an_empty_text_has_no_telling_words() -> None:
    assert telling_words({}, texts=0, texts_with={}) == {}
