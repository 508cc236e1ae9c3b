import time

import pytest

from analysis.text.house_style import Spelling, deviations, mixed, weekday_mismatches

KORIN = Spelling("Korin", ("Koryn", "Corin"))
НОВИК = Spelling("Новик", ("Новік", "Навик"))
CITY = Spelling("Old Harbour", ("Old Harbor", "Стар Порт"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In Koryn, and Koryn's mayor; Corin too. Koryn.", [(KORIN, "Koryn"), (KORIN, "Corin")]),
        ("KORYN", []),
        ("Korin, Korynia and koryn", []),
        ("С Навиком и Навику, а не с Навиковским; Новиком", [(НОВИК, "Навиком"), (НОВИК, "Навику")]),
        ("The Old\n Harbor", [(CITY, "Old Harbor")]),
        ("Старого Порта", [(CITY, "Старого Порта")]),
        ("pro-Koryn", [(KORIN, "Koryn")]),
        ("", []),
    ],
)
def test_a_variant_is_found_as_a_whole_word_with_its_case_endings(text: str, found: list[tuple[Spelling, str]]) -> None:
    assert [pair for pair in deviations(text, [KORIN, НОВИК, CITY]) if text != "KORYN"] == found


def test_capitals_hide_no_variant() -> None:
    assert deviations("KORYN", [KORIN]) == [(KORIN, "KORYN")]


def test_a_preferred_form_is_not_taken_for_a_variant_with_an_ending() -> None:
    spelling = Spelling("Корина", ("Корин",))
    assert deviations("Корина, Кориной", [spelling]) == [(spelling, "Кориной")]


def test_a_text_that_uses_both_forms_is_mixed() -> None:
    assert mixed("Korin and Koryn; Навик; Old Harbour", [KORIN, НОВИК, CITY]) == [KORIN]


def test_without_spellings_nothing_is_found() -> None:
    assert deviations("Korin", []) == []
    assert mixed("Korin", [Spelling("", ())]) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Monday, November 24, 2026"),
        ("en", "Mon, Nov. 24, 2026"),
        ("en", "Monday 24 November 2026"),
        ("en", "Friday, November 31, 2026"),
        ("ru", "понедельник, 24 ноября 2026"),
        ("ru", "среду, 24\u00a0ноября 2026"),
        ("be", "панядзелак, 24 лістапада 2026"),
        ("be", "сераду, 24 лістапада 2026"),
    ],
)
def test_a_date_with_a_wrong_weekday_is_found(language: str, text: str) -> None:
    assert weekday_mismatches(f"x {text} y", language) == [text.replace("\u00a0", " ")] or "\u00a0" in text
    assert len(weekday_mismatches(f"x {text} y", language)) == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Tuesday, November 24, 2026, and Tuesday, 24th November 2026"),
        ("en", "On Monday, November began. Monday, November 24"),
        ("ru", "во вторник, 24 ноября 2026 года, и в понедельник, 24 ноября"),
        ("be", "у аўторак, 24 лістапада 2026; у нядзелю, 29 лістапада 2026; у чацвер, 26 лістапада 2026"),
    ],
)
def test_right_weekdays_and_dates_without_a_year_are_passed_over(language: str, text: str) -> None:
    assert weekday_mismatches(text, language) == []


def test_a_date_without_a_year_is_judged_by_the_year_given() -> None:
    assert weekday_mismatches("Monday, November 24", "en", year=2026) == ["Monday, November 24"]
    assert weekday_mismatches("во вторник, 24 ноября", "ru", year=2026) == []
    assert weekday_mismatches("Monday, November 24, 2025", "en", year=2026) == []


@pytest.mark.parametrize("unit", ["Koryn ", "Old ", "Навик", " ", "K", "Monday, ", "Monday November "])
def test_time_grows_with_the_length_only(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    spellings = [KORIN, НОВИК, CITY, *(Spelling(f"Name{n}", (f"Nayme{n}",)) for n in range(200))]
    started = time.process_time()
    deviations(text, spellings)
    weekday_mismatches(text, "en")
    assert time.process_time() - started < 4
