import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.terms import key, plain, stem, stems, terms


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Lukašenka", "lukasenka"),
        ("ŁÓDŹ", "lodz"),
        ("Ещё", "еще"),
        ("аб’ява", "абява"),
        ("Аб'ява", "абява"),
        ("абʼява", "абява"),
        ("ˈзамок", "замок"),
        ("Bankʼs", "bank"),
        ("за\u0301мок", "замок"),
        ("Bank’s", "bank"),
        ("don't", "dont"),
        ("Straße", "strasse"),
        ("İzmir", "izmir"),
    ],
)
def test_a_word_is_plain_as_people_type_it(typed: str, expected: str) -> None:
    assert plain(typed) == expected


def test_words_of_the_other_script_are_stemmed_in_a_language_of_theirs() -> None:
    assert stem("elections", "ru") == stem("election", "be") == stem("elected", "en")
    assert stem("выборами", "en") == stem("выборы", "ru")


def test_function_words_have_no_stem_but_take_a_place() -> None:
    assert [(term.word, not term.stem) for term in terms("Bank of Kestria", "en")] == [
        ("bank", False),
        ("of", True),
        ("kestria", False),
    ]
    assert stems("и в на", "ru") == stems("і ў на", "be") == stems("the of", "en") == []


def test_a_hyphen_parts_words_and_an_apostrophe_does_not() -> None:
    assert [term.word for term in terms("X-ray, 9.5, аб'ява", "be")] == ["x", "ray", "9", "5", "абява"]


def test_a_name_has_one_key_in_all_its_forms() -> None:
    assert key("Банк Кестрии", "ru") == key("Банком Кестрии", "ru")
    assert key("Bank of Kestria", "en") == key("the bank, Kestria", "en")


def test_each_thread_has_a_stemmer_of_its_own() -> None:
    found: list[list[str]] = []
    words = " ".join(f"word{letter}ings" for letter in "abcdefghijklmnopqrstuvwxyz") * 20

    def work() -> None:
        stem.cache_clear()
        found.append(stems(words, "en"))

    threads = [threading.Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(each == found[0] for each in found)


@given(text=st.text(max_size=200), language=st.sampled_from(["en", "ru", "be"]))
def test_where_a_word_stands_is_where_it_was_found(text: str, language: str) -> None:
    for term in terms(text, language):
        assert plain(text[term.start : term.end]) == term.word
        assert len(term.stem) <= max(len(term.word), 1)
