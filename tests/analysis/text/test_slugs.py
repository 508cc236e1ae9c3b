import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.text.slugs import free_slug, normalise, slugify

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
languages = st.sampled_from(["en", "ru", "be"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Сітуацыя ў Беларусі", "situacyja-u-bielarusi"),
        ("Ельск, Бабаедава, Венцавічы", "jelsk-babajedava-viencavicy"),
        ("Ёды, Вераб’ёвічы, Мёры", "jody-vierabjovicy-miory"),
        ("Юхнаўка, Гаюціна, Любонічы", "juchnauka-hajucina-liubonicy"),
        ("Ямнае, Баяры, Вязынка", "jamnaje-bajary-viazynka"),
        ("Чачэрск — Шчучын", "cacersk-scucyn"),
        ("Рух з'езда", "ruch-zjezda"),
    ],
)
def test_belarusian_follows_the_national_instruction(text: str, expected: str) -> None:
    assert slugify(text, language="be") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ельцин объявил выборы", "yeltsin-obyavil-vybory"),
        ("Щедрый подъезд на Южной", "shchedryy-podyezd-na-yuzhnoy"),
        ("Хроника: чья это жизнь?", "khronika-chya-eto-zhizn"),
        ("Ёлка и мёд", "yelka-i-med"),
    ],
)
def test_russian_follows_bgn_pcgn(text: str, expected: str) -> None:
    assert slugify(text, language="ru") == expected


def test_cyrillic_in_an_english_text_is_spelt_as_in_the_press() -> None:
    assert slugify("The word “Жыве” in Минск", language="en") == "the-word-zhyve-in-minsk"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Café Łódź, Straße & Ærø", "cafe-lodz-strasse-aero"),
        ("People's Assembly", "peoples-assembly"),
        ("ﬁnal №5, ½ and Ⅻ", "final-no5-1-2-and-xii"),
        ("soft\u00adhyphen", "softhyphen"),
        ("٢٠١٦", "2016"),
        ("  --- ", ""),
        ("日本", "65e5672c"),
    ],
)
def test_any_script_becomes_plain_latin(text: str, expected: str) -> None:
    assert slugify(text, language="en") == expected


@given(st.text(), languages, st.integers(1, 90))
def test_a_slug_is_lower_case_ascii_and_short_enough(text: str, language: str, max_length: int) -> None:
    slug = slugify(text, language=language, max_length=max_length)
    assert len(slug) <= max_length
    assert slug == "" or SLUG.fullmatch(slug)


@given(st.text(), languages)
def test_a_slug_is_empty_only_without_letters_and_digits(text: str, language: str) -> None:
    # A soft or hard sign has no Latin letter of its own, nor has the apostrophe that Unicode counts among the letters.
    assume(any(c.isalnum() and c.lower() not in "ьъʼ" for c in normalise(text)))
    assert slugify(text, language=language)


@given(st.text(), languages)
def test_a_slug_is_its_own_slug(text: str, language: str) -> None:
    slug = slugify(text, language=language)
    assert slugify(slug, language=language) == slug


@given(st.text(), languages)
def test_composed_and_decomposed_text_has_one_slug(text: str, language: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert slugify(decomposed, language=language) == slugify(
        unicodedata.normalize("NFC", decomposed), language=language
    )


def test_a_long_title_is_cut_at_the_end_of_a_word() -> None:
    assert slugify("one two three", language="en", max_length=8) == "one-two"
    assert slugify("one two three", language="en", max_length=7) == "one-two"
    assert slugify("one two three", language="en", max_length=6) == "one"
    assert slugify("incomprehensible", language="en", max_length=8) == "incompre"


def test_a_free_slug_is_the_wanted_one_or_its_first_free_neighbour() -> None:
    assert free_slug("week", set()) == "week"
    assert free_slug("week", {"week", "week-2"}) == "week-3"
    assert free_slug("week", lambda slug: slug == "week") == "week-2"


@given(st.sampled_from(["a", "week", "the-week", "twelve-chars", "a-b-c-d-e-f"]), st.integers(0, 120))
def test_a_free_slug_is_free_and_short_enough(wanted: str, number_taken: int) -> None:
    taken: set[str] = set()
    for _ in range(number_taken + 1):
        slug = free_slug(wanted, taken, max_length=12)
        assert slug not in taken
        assert len(slug) <= 12
        assert SLUG.fullmatch(slug)
        taken.add(slug)


@given(st.text(st.characters()))
def test_normalised_text_can_be_stored_and_stays_as_it_is(text: str) -> None:
    normal = normalise(text)
    assert "\x00" not in normal
    assert normal.encode().decode() == normal
    assert unicodedata.is_normalized("NFC", normal)
    assert normalise(normal) == normal


def test_normalising_keeps_lines_and_drops_what_is_no_text() -> None:
    assert normalise("a\r\nb\rc\u2028d\te") == "a\nb\nc\nd\te"
    assert normalise("pay\u202ecod.exe\x00\x07\ud800") == "paycod.exe"
    assert normalise("и\u0306") == "й"
