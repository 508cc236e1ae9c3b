"""How long a trend has gone one way: from the assessments of its weeks."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

# As long as less than a whole week is missing between two, they follow each other.
_LONGEST_GAP: Final = timedelta(days=7)


class Assessed(NamedTuple):
    """One monitored period, both days included, and how it was assessed."""

    start: date
    end: date
    assessment: str


class Streak(NamedTuple):
    assessment: str
    weeks: int


def streak(newest_first: Iterable[Assessed]) -> Streak | None:
    """The latest assessment and for how many periods in a row it was the same. A missing week ends it."""
    periods = _one_a_period(newest_first)
    if not periods:
        return None
    weeks = 1
    for later, earlier in pairwise(periods):
        if earlier.assessment != later.assessment or later.start - earlier.end > _LONGEST_GAP:
            break
        weeks += 1
    return Streak(periods[0].assessment, weeks)


def same_week_of_last_year(day: date) -> date:
    """The Monday of the ISO week with the same number a year ago; week 53 has none and becomes 52."""
    year, week, _weekday = day.isocalendar()
    try:
        return date.fromisocalendar(year - 1, week, 1)
    except ValueError:
        return date.fromisocalendar(year - 1, 52, 1)


def _one_a_period(newest_first: Iterable[Assessed]) -> list[Assessed]:
    """What was assessed twice counts as it was assessed last."""
    latest: dict[date, Assessed] = {}
    for assessed in newest_first:
        latest.setdefault(assessed.start, assessed)
    return list(latest.values())
