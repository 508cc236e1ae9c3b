from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.trends.weeks import days_of, iso_name, iso_number, iso_year, week_around, weeks_of, weeks_of_year

days = st.dates(max_value=date(9999, 12, 31))


@given(days)
def test_a_week_has_the_name_that_iso_8601_gives_it(day: date) -> None:
    year, number, _weekday = day.isocalendar()
    week = week_around(day)
    assert (iso_year(week), iso_number(week), iso_name(week)) == (year, number, f"{year:04}-W{number:02}")
    assert week in weeks_of_year(year)


@given(days)
def test_a_day_lies_between_the_first_and_the_last_one_of_its_week(day: date) -> None:
    monday, sunday = days_of(week_around(day))
    assert monday <= day <= sunday
    assert monday.isoweekday() == 1


def test_a_year_has_52_or_53_weeks() -> None:
    assert len(weeks_of_year(2026)) == 53
    assert len(weeks_of_year(2027)) == 52
    assert weeks_of_year(2027).start == weeks_of_year(2026).stop


@pytest.mark.parametrize(
    ("start", "end", "names"),
    [
        (date(2016, 11, 28), date(2016, 12, 4), ["2016-W48"]),
        # The turn of the year: the 53rd week, and a first one that begins in December.
        (date(2026, 12, 28), date(2027, 1, 3), ["2026-W53"]),
        (date(2024, 12, 30), date(2025, 1, 5), ["2025-W01"]),
        # Friday to Thursday: four of its days lie in the second week.
        (date(2026, 11, 13), date(2026, 11, 19), ["2026-W47"]),
        (date(2026, 11, 18), date(2026, 11, 24), ["2026-W47"]),
        # Two weeks around the holidays, a month, a day, a long weekend.
        (date(2026, 12, 21), date(2027, 1, 3), ["2026-W52", "2026-W53"]),
        (date(2026, 10, 1), date(2026, 10, 31), ["2026-W40", "2026-W41", "2026-W42", "2026-W43", "2026-W44"]),
        (date(2026, 11, 16), date(2026, 11, 16), ["2026-W47"]),
        (date(2026, 11, 15), date(2026, 11, 17), ["2026-W47"]),
    ],
)
def test_a_period_is_of_the_weeks_that_have_most_of_their_days_in_it(start: date, end: date, names: list[str]) -> None:
    assert [iso_name(week) for week in weeks_of(start, end)] == names


@given(days)
def test_seven_days_are_one_week_whatever_day_they_begin(day: date) -> None:
    if day > date.max - timedelta(days=6):
        return
    (week,) = weeks_of(day, day + timedelta(days=6))
    assert week in (week_around(day), week_around(day + timedelta(days=6)))


@given(days, days)
def test_no_period_is_of_no_week(one: date, other: date) -> None:
    assert weeks_of(min(one, other), max(one, other))
