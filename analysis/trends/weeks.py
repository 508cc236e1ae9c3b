"""
ISO weeks as numbers that can be counted with: 0 is the first one of the year 1.

A week belongs to what its Thursday belongs to: so ISO 8601 gives it a year, and so a monitored period gets its weeks.
"""

from datetime import date
from functools import lru_cache
from typing import Final

_THURSDAY: Final = 4


def week_around(day: date) -> int:
    return (day.toordinal() - 1) // 7


def thursday(week: int) -> date:
    return date.fromordinal(week * 7 + _THURSDAY)


def days_of(week: int) -> tuple[date, date]:
    """The Monday and the Sunday; the calendar's last week has none."""
    monday = week * 7 + 1
    return date.fromordinal(monday), date.fromordinal(min(monday + 6, date.max.toordinal()))


# A page asks for the weeks of each reading several times.
@lru_cache(maxsize=4_000)
def weeks_of(start: date, end: date) -> range:
    """Those whose Thursday is monitored. A period too short to have one belongs to the week of its middle day."""
    first_day, last_day = start.toordinal(), end.toordinal()
    weeks = range(-((_THURSDAY - first_day) // 7), (last_day - _THURSDAY) // 7 + 1)
    if weeks:
        return weeks
    middle = week_around(date.fromordinal((first_day + last_day) // 2))
    return range(middle, middle + 1)


def iso_year(week: int) -> int:
    return thursday(week).year


def iso_number(week: int) -> int:
    """1 to 53."""
    return thursday(week).isocalendar().week


def iso_name(week: int) -> str:
    """As ISO 8601 writes it: "2016-W48"."""
    return f"{iso_year(week):04}-W{iso_number(week):02}"


def weeks_of_year(year: int) -> range:
    """52 or 53 of them: week 1 is the one around 4 January."""
    return range(week_around(date(year, 1, 4)), week_around(date(year, 12, 28)) + 1)
