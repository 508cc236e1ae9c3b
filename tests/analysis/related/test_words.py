from itertools import product

import numpy as np
import pytest

from analysis.related.vectors import Facet, Text, count, pack, unpack
from analysis.related.vocabularies import telling, terminology, terms_of, weigh
from analysis.related.words import names, pairs, words
from tests.factories import NOON


def text(number: int = 1, *, title: str = "", body: str = "") -> Text:
    return Text(id=number, language="en", published_at=NOON, title=title, body=body)


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", "negotiate negotiated negotiating"),
        ("ru", "выборы выборов выборам"),
        ("be", "выбары выбараў выбарах"),
        ("uk", "вибори виборів виборам"),
        ("pl", "wybory wyborów"),
        ("de", "Verhandlung Verhandlungen"),
        ("xx", "negotiate negotiated"),
    ],
)
def test_forms_of_one_word_count_as_one(language: str, forms: str) -> None:
    numbers = words(forms, language)
    assert len(numbers) == len(forms.split())
    assert len(set(numbers)) == 1


def test_a_text_of_two_languages_is_read_in_both() -> None:
    assert len(set(words("переговоры переговоров negotiate negotiated", "en"))) == 2


@pytest.mark.parametrize(("language", "said"), [("en", "and the of"), ("ru", "и не который"), ("be", "і не які")])
def test_words_that_say_nothing_are_left_out(language: str, said: str) -> None:
    assert not len(words(said, language))


def test_single_letters_and_numbers_other_than_years_say_nothing() -> None:
    assert len(words("x 12 3.9 2016 км", "ru")) == 2


def test_nothing_to_read_is_no_trouble() -> None:
    nothing = words("", "en")
    assert not len(pairs(nothing))
    assert not len(names("", "en"))


def test_people_and_places_are_told_by_their_capitals_and_not_at_the_start_of_a_sentence() -> None:
    assert len(names("In Port Maren the council met. Nobody from Port Maren came.", "en")) == 2


def test_inflected_names_are_one_name() -> None:
    assert len({*names("Об этом Валерия Бронская писала, а Валерию Бронскую спросили.", "ru")}) == 1


def test_the_title_counts_three_times_and_labels_are_of_a_kind_of_their_own() -> None:
    counts = count(text(title="Budget", body="budget")._replace(labels=["budget"]))
    assert counts.words.weights.tolist() == [4]
    assert not set(counts.facets[Facet.LABELS].terms) & set(counts.words.terms)


def test_rare_words_tell_most_and_those_of_no_other_text_nothing() -> None:
    texts = [text(n, body="budget " + ("maren" if n < 2 else "") + f" alone{n}") for n in range(9)]
    known = terminology(map(terms_of, texts))
    maren, budget = words("maren budget", "en")
    assert list(telling(count(texts[0]), known)) == [maren, budget]


def test_vectors_survive_packing_but_for_rounding() -> None:
    texts = [text(n, title="The Maren falls", body="Barges wait on the Maren. " * n) for n in range(1, 4)]
    known = terminology(map(terms_of, texts))
    weighed = [weigh(count(each), known) for each in texts]
    pile = unpack([pack(vectors) for vectors in weighed])
    for place, vectors in enumerate(weighed):
        for facet in Facet:
            kept = pile.vector(facet, place)
            assert np.array_equal(kept.terms, vectors[facet].terms)
            assert np.allclose(kept.weights, vectors[facet].weights, atol=0.01)


def test_a_profile_of_a_long_text_stays_small() -> None:
    different = ("".join(letters) for letters in product("abcdefghijklmno", repeat=3))
    long = text(body=" ".join(different))
    known = terminology([terms_of(long)] * 2)
    assert len(pack(weigh(count(long), known))) < 3_500
    assert len(telling(count(long), known)) <= 32 + 1
