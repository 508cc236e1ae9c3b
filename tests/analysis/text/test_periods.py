from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.periods import (
    format_date,
    format_month,
    format_period,
    iso_week_slug,
    month_name,
    parse_iso_week_slug,
    week_of,
)

LANGUAGES = ["en", "ru", "be"]


def shown(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "November 28 – December 4, 2016"),
        ("ru", "28 ноября – 4 декабря 2016"),
        ("be", "28 лістапада – 4 снежня 2016"),
    ],
)
def test_a_week_across_two_months_names_both(language: str, expected: str) -> None:
    assert shown(format_period(date(2016, 11, 28), date(2016, 12, 4), language=language)) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "November 7–13, 2016"), ("ru", "7–13 ноября 2016"), ("be", "7–13 лістапада 2016")],
)
def test_a_week_within_a_month_names_it_once(language: str, expected: str) -> None:
    assert shown(format_period(date(2016, 11, 7), date(2016, 11, 13), language=language)) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "December 26, 2016 – January 1, 2017"),
        ("ru", "26 декабря 2016 – 1 января 2017"),
        ("be", "26 снежня 2016 – 1 студзеня 2017"),
    ],
)
def test_a_week_across_new_year_names_both_years(language: str, expected: str) -> None:
    assert shown(format_period(date(2016, 12, 26), date(2017, 1, 1), language=language)) == expected


@pytest.mark.parametrize(("language", "expected"), [("en", "May 9, 2016"), ("ru", "9 мая 2016"), ("be", "9 мая 2016")])
def test_a_single_day_is_a_date(language: str, expected: str) -> None:
    day = date(2016, 5, 9)
    assert shown(format_period(day, day, language=language)) == expected
    assert format_period(day, day, language=language) == format_date(day, language=language)


def test_neither_a_day_nor_a_dash_begins_a_line() -> None:
    assert format_period(date(2016, 11, 28), date(2016, 12, 4), language="en") == (
        "November\u00a028\u00a0– December\u00a04, 2016"
    )
    assert format_date(date(2016, 12, 4), language="be") == "4\u00a0снежня 2016"


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        format_period(date(2016, 12, 4), date(2016, 11, 28), language="en")


@pytest.mark.parametrize(
    ("language", "month", "heading"),
    [
        ("en", "December", "December 2016"),
        ("ru", "Декабрь", "Декабрь 2016"),
        ("be", "Снежань", "Снежань 2016"),
    ],
)
def test_the_archive_names_months_in_the_nominative(language: str, month: str, heading: str) -> None:
    assert month_name(12, language=language) == month
    assert format_month(date(2016, 12, 31), language=language) == heading


@given(st.dates(), st.dates(), st.sampled_from(LANGUAGES))
def test_both_ends_of_a_period_can_be_read_in_it(first: date, second: date, language: str) -> None:
    start, end = sorted([first, second])
    text = format_period(start, end, language=language)
    numbers = [int(number) for number in "".join(c if c.isdecimal() else " " for c in text).split()]
    assert {start.day, end.day, start.year, end.year} == set(numbers)


@given(st.dates(max_value=date(9999, 12, 26)))
def test_the_slug_of_a_week_leads_back_to_its_monday(day: date) -> None:
    monday, sunday = week_of(day)
    assert monday.weekday() == 0
    assert sunday.weekday() == 6
    assert monday <= day <= sunday
    assert parse_iso_week_slug(iso_week_slug(day)) == monday


def test_a_week_belongs_to_the_year_of_its_thursday() -> None:
    assert iso_week_slug(date(2016, 11, 28)) == "2016-w48"
    assert iso_week_slug(date(2017, 1, 1)) == "2016-w52"
    assert parse_iso_week_slug("2020-w53") == date(2020, 12, 28)


@pytest.mark.parametrize(
    "slug",
    [
        "2016-w00",
        "2016-w53",
        "2016-w54",
        "2016-w5",
        "2016-W48",
        "2016-48",
        "0000-w01",
        "9999-w52",
        "2016-w48\n",
        "٢٠١٦-w48",
        "",
        "2016-w048",
        " 2016-w48",
    ],
)
def test_a_week_the_calendar_does_not_have_is_none(slug: str) -> None:
    assert parse_iso_week_slug(slug) is None
