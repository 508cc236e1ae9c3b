from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.alphabets import first_letter, sort_key


def in_order(names: list[str], language: str) -> list[str]:
    return sorted(names, key=lambda name: sort_key(name, language))


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Adams", "Ångström", "Ashby", "Łukasz", "Lyon", "Žižek", "Zola", "Яскевіч"]),
        ("ru", ["Егоров", "Ежов", "Ёлкин", "Жуков", "Ильин", "Йодль", "Adams"]),
        ("be", ["Елін", "Ёдаў", "Жук", "Зорка", "Іваноў", "Йодкі", "Кавалёў", "Adams"]),
        ("be", ["Ус", "Усаў", "Ўладзімір", "Фаміна"]),
        ("be", ["Бура", "Бурак", "Буўка"]),
        ("en", ["De Wit", "Dean", "Smith", "Smith Adam", "Smith-Brown", "Smithson"]),
    ],
)
def test_names_stand_in_the_order_of_the_alphabet(language: str, names: list[str]) -> None:
    assert in_order(sorted(names), language) == names


def test_case_and_punctuation_do_not_matter() -> None:
    assert in_order(["объезд", "«Обувь»", "обои"], "ru") == ["обои", "«Обувь»", "объезд"]


@given(st.text(), st.sampled_from(["en", "ru", "be"]))
def test_every_text_has_a_place(text: str, language: str) -> None:
    assert sort_key(text, language) == sort_key(text, language)


@pytest.mark.parametrize("language", ["en", "ru", "be"])
@given(names=st.lists(st.text(max_size=4)))
def test_names_with_the_same_first_letter_stand_together(language: str, names: list[str]) -> None:
    groups = groupby(in_order(names, language), key=lambda name: first_letter(name, language))
    letters = [letter for letter, _names in groups]
    assert len(letters) == len(set(letters))


def test_a_name_stands_under_the_letter_it_is_sorted_by() -> None:
    names = ("Ångström", "’t Hooft", "Łukasz", "И\u0306осиф", "Ёлкин", "…")
    assert [first_letter(name, "en") for name in names] == ["A", "T", "L", "Й", "Ё", ""]
