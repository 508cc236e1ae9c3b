from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.citations import Work, citations
from analysis.text.reference_files import bibtex, ris

NOVEMBER = date(2026, 11, 16)
LATER = date(2026, 11, 24)
ADDRESS = "https://weekly.example/economy/bank-cuts/"


def work(**fields: Any) -> Work:
    known: dict[str, Any] = {
        "key": "bank-cuts-2026",
        "title": "The Bank cuts",
        "authors": ["Oskar Brennick"],
        "site": "The Weekly",
        "language": "en",
        "address": ADDRESS,
        "published": NOVEMBER,
        "version": NOVEMBER,
    }
    return Work(**(known | fields))


def styles(**fields: Any) -> dict[str, str]:
    return {citation.style: citation.text for citation in citations(work(**fields))}


def test_there_are_four_styles() -> None:
    assert styles() == {
        "Chicago": f"Oskar Brennick, “The Bank cuts,” The Weekly, November 16, 2026, {ADDRESS}.",
        "APA": f"Brennick, O. (2026, November 16). The Bank cuts. The Weekly. {ADDRESS}",
        "MLA": f"Brennick, Oskar. “The Bank cuts.” The Weekly, 16 Nov. 2026, {ADDRESS}.",
        "Harvard": f"Brennick, O. (2026) ‘The Bank cuts’, The Weekly, 16 November. Available at: {ADDRESS}",
    }


@pytest.mark.parametrize(
    ("language", "citation"),
    [
        (
            "ru",
            "Бренник О., Талване М. Банк // The Weekly : [сайт]. 2026. 16 ноября. "
            f"URL: {ADDRESS} (версия от 16.11.2026).",
        ),
        (
            "be",
            "Бренник, О. Банк [Электронны рэсурс] / О. Бренник, М. Талване // The Weekly. – 2026. – 16 лістапада. – "
            f"Рэжым доступу: {ADDRESS}. – Версія ад 16.11.2026.",
        ),
    ],
)
def test_the_standard_of_the_texts_own_language_comes_first(language: str, citation: str) -> None:
    found = citations(work(language=language, title="Банк", authors=["Оскар Бренник", "Мира Талване"]))
    assert [each.language for each in found] == [language, "en", "en", "en"]
    assert found[0].text == citation


def test_a_later_version_is_named() -> None:
    assert all("24" in text and "16" in text for text in styles(version=LATER).values())
    assert "(версия от 24.11.2026)" in styles(language="ru", version=LATER)["ГОСТ Р 7.0.5"]


@pytest.mark.parametrize("language", ["en", "ru", "be"])
def test_nothing_stands_for_an_author_or_a_date_that_nobody_knows(language: str) -> None:
    for text in styles(authors=[], published=None, version=None, language=language).values():
        assert not text.startswith((" ", ",", "("))
        assert ", ," not in text
        assert "None" not in text
        assert "  " not in text
    assert styles(published=None, version=None)["APA"].startswith("Brennick, O. (n.d.). ")


def test_many_authors_are_listed_as_each_style_lists_them() -> None:
    found = styles(authors=[f"Ada Bel{letter}" for letter in "abcdefghij"])
    assert found["Chicago"].startswith("Ada Bela et al., ")
    assert found["APA"].startswith("Bela, A., Belb, A., ")
    assert "Beli, A., & Belj, A. (" in found["APA"]
    assert found["MLA"].startswith("Bela, Ada, et al. ")
    assert found["Harvard"].startswith("Bela, A. et al. (")


def test_two_authors_stand_side_by_side() -> None:
    found = styles(authors=["Oskar Brennick", "Mira Talvane"])
    assert found["Chicago"].startswith("Oskar Brennick and Mira Talvane, ")
    assert found["APA"].startswith("Brennick, O., & Talvane, M. (")
    assert found["MLA"].startswith("Brennick, Oskar, and Mira Talvane. ")
    assert found["Harvard"].startswith("Brennick, O. and Talvane, M. (")


def test_a_pseudonym_of_one_word_is_left_as_it_is() -> None:
    found = styles(authors=["Veil"])
    assert found["APA"].startswith("Veil. (2026")
    assert found["MLA"].startswith("Veil. “")


def test_a_question_is_not_followed_by_a_full_stop() -> None:
    assert "Who cut? The Weekly" in styles(title="Who cut?")["APA"]
    assert "“Who cut?” " in styles(title="Who cut?")["MLA"]


def test_the_names_of_site_and_work_are_told_from_the_words_of_the_style() -> None:
    (_chicago, apa, *_others) = citations(work(language="ru"))[1:]
    assert {part.kind for part in apa.parts} == {"own", "style", "site"}


# --- Files -----------------------------------------------------------------------------------------------------------


def test_bibtex_has_the_fields_that_are_known() -> None:
    assert bibtex(work(version=LATER, authors=["Oskar Brennick", "The Desk"])) == (
        "@online{bank-cuts-2026,\n"
        "  author = {Brennick, Oskar and {The Desk}},\n"
        "  title = {{The Bank cuts}},\n"
        "  organization = {The Weekly},\n"
        "  year = {2026},\n"
        "  date = {2026-11-16},\n"
        f"  url = {{{ADDRESS}}},\n"
        "  langid = {english},\n"
        "  note = {Version of 24 November 2026}\n"
        "}\n"
    )
    bare = bibtex(work(authors=[], published=None, version=None))
    assert all(name not in bare for name in ("author", "year", "date =", "note"))


def test_ris_has_the_fields_that_are_known() -> None:
    assert ris(work(version=LATER)).split("\r\n") == [
        "TY  - ELEC",
        "AU  - Brennick, Oskar",
        "TI  - The Bank cuts",
        "T2  - The Weekly",
        "PY  - 2026",
        "DA  - 2026/11/16",
        "ET  - Version of 24 November 2026",
        f"UR  - {ADDRESS}",
        "LA  - en",
        "ER  - ",
        "",
    ]
    assert all(tag not in ris(work(authors=[], published=None)) for tag in ("AU  -", "PY  -", "DA  -"))


def test_cyrillic_is_kept() -> None:
    fields = {"title": "Ўсё пра бюджэт", "authors": ["Мира Талване"], "language": "be"}
    assert "{{Ўсё пра бюджэт}}" in bibtex(work(**fields))
    assert "AU  - Талване, Мира\r\n" in ris(work(**fields))


def test_bibtex_reads_specials_as_words() -> None:
    written = bibtex(work(title=r"50 % of $5 & #1 {x} \input{a}_b^c~"))
    assert r"50 \% of \$5 \& \#1 \textbraceleft{}x\textbraceright{} \textbackslash{}input" in written
    assert r"\_b\textasciicircum{}c\textasciitilde{}" in written


@given(st.text(), st.lists(st.text(), max_size=3))
def test_no_title_or_name_gets_out_of_its_field_in_bibtex(title: str, authors: list[str]) -> None:
    written = bibtex(work(title=title, authors=authors, version=None))
    depth = 0
    for place, character in enumerate(written):
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth > 0 or place < len("@online") or place >= len(written) - 2
    assert depth == 0
    # One line a field, and no field that is not ours.
    names = [line.split(" = ")[0].strip() for line in written.splitlines()[1:-1]]
    assert set(names) <= {"author", "title", "organization", "year", "date", "url", "langid"}
    assert len(names) == len(set(names))


@given(st.text(), st.lists(st.text(), max_size=3))
def test_no_title_or_name_gets_out_of_its_line_in_ris(title: str, authors: list[str]) -> None:
    lines = ris(work(title=title, authors=authors)).splitlines()
    assert all(line[2:6] == "  - " for line in lines)
    assert [line[:2] for line in lines if line[:2] not in ("AU", "TI")] == "TY T2 PY DA ET UR LA ER".split()  # noqa: SIM905
