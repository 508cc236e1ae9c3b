import re

import pytest
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from analysis.demo.manuscripts import CONTENT
from analysis.search.highlights import excerpt, marked
from analysis.text.terms import stems, terms


def shown(text: str, asked: str, language: str = "en") -> str:
    return str(excerpt(text, frozenset(stems(asked, language)), language))


def test_words_are_marked_in_all_their_forms() -> None:
    assert shown("Elections were held; the elected met.", "election") == (
        "<mark>Elections</mark> were held; the <mark>elected</mark> met."
    )
    assert shown("Пересчёта не было.", "пересчет", "ru") == "<mark>Пересчёта</mark> не было."
    assert shown("Пра ўладу і аб’яву.", "улада аб'ява", "be") == "Пра <mark>ўладу</mark> і <mark>аб’яву</mark>."
    assert shown("The Bank’s café.", "bank cafe") == "The <mark>Bank’s</mark> <mark>café</mark>."


def test_a_word_is_marked_whose_stem_is_written_otherwise() -> None:
    assert shown("Распаўсюджаных чутак.", "распаўсюджаны", "be") == "<mark>Распаўсюджаных</mark> чутак."
    assert shown("Галоўны аўтар.", "аўтары", "be") == "Галоўны <mark>аўтар</mark>."
    assert shown("Супольнасць вады.", "вада супольнасцям", "be") == "<mark>Супольнасць</mark> <mark>вады</mark>."
    assert shown("Сьнег і дзень.", "снег дні", "be") == "<mark>Сьнег</mark> і <mark>дзень</mark>."
    assert shown("The O’Neills are lying.", "o'neill lie") == "The <mark>O’Neills</mark> are <mark>lying</mark>."


@pytest.mark.parametrize("language", ["en", "ru", "be"])
def test_every_word_of_a_text_is_marked_for_who_asks_for_it(language: str) -> None:
    text = "\n".join(path.read_text() for path in (CONTENT / language).glob("*.md"))
    words = sorted({text[term.start : term.end] for term in terms(text, language) if term.stem})
    assert len(words) > 2_000
    for start in range(0, len(words), 50):
        some = words[start : start + 50]
        page = marked(" ".join(some), frozenset(stems(" ".join(some), language)), language)
        assert re.findall("<mark>(.*?)</mark>", page) == [str(escape(word)) for word in some]


def test_a_capital_that_has_two_small_letters_moves_nothing() -> None:
    assert shown("İİ, İstanbul and the river.", "river") == "İİ, İstanbul and the <mark>river</mark>."
    assert shown("İİ, İstanbul and the river.", "istanbul") == "İİ, <mark>İstanbul</mark> and the river."


def test_what_only_begins_like_it_is_not_marked() -> None:
    assert shown("A banknote for the banker.", "bank") == ""
    assert shown("embankment", "bank") == ""


def test_everything_else_is_text() -> None:
    assert shown("<b>river</b> & <script>", "river") == "&lt;b&gt;<mark>river</mark>&lt;/b&gt; &amp; &lt;script&gt;"
    assert str(marked("a <i>", frozenset(), "en")) == "a &lt;i&gt;"


def test_of_a_long_text_the_part_is_shown_that_has_most_of_it() -> None:
    text = f"A river. {'Nothing of note. ' * 60}The river barges wait. {'Nothing at all. ' * 60}"
    assert "The <mark>river</mark> <mark>barges</mark> wait." in shown(text, "river barges")
    assert len(shown(text, "river barges")) < 300


def test_words_far_apart_are_shown_in_two_parts() -> None:
    text = f"A river rose. {'Nothing of note. ' * 60}The barges wait."
    page = shown(text, "river barges")
    assert "A <mark>river</mark> rose." in page
    assert page.endswith("The <mark>barges</mark> wait.")
    assert " … " in page


@given(text=st.text(alphabet=st.sampled_from("river barges <>&'\"ўёé.\n"), max_size=600))
def test_a_text_with_marks_taken_out_is_a_part_of_the_text(text: str) -> None:
    page = shown(text, "river barges")
    for tag in ("<mark>", "</mark>"):
        page = page.replace(tag, "")
    assert "<" not in page
    assert ">" not in page
