from datetime import date, timedelta

import pytest

from analysis.text.streaks import Assessed, Streak, same_week_of_last_year, streak

MONDAY = date(2026, 11, 16)


def weeks(*assessments: str) -> list[Assessed]:
    """Newest first; an empty word is a week of which nothing was written."""
    starts = [MONDAY - timedelta(weeks=ago) for ago in range(len(assessments))]
    pairs = zip(starts, assessments, strict=True)
    return [Assessed(start, start + timedelta(days=6), assessment) for start, assessment in pairs if assessment]


@pytest.mark.parametrize(
    ("assessments", "expected"),
    [
        (["worsened", "worsened", "worsened", "improved"], Streak("worsened", 3)),
        (["unchanged", "worsened"], Streak("unchanged", 1)),
        (["improved"], Streak("improved", 1)),
        (["worsened", "worsened", "", "worsened"], Streak("worsened", 2)),
    ],
)
def test_it_counts_the_weeks_that_went_one_way(assessments: list[str], expected: Streak) -> None:
    assert streak(weeks(*assessments)) == expected


def test_without_an_assessment_there_is_no_streak() -> None:
    assert streak([]) is None


def test_a_week_assessed_twice_counts_once_and_as_it_was_assessed_last() -> None:
    newest, before = weeks("worsened", "worsened")
    assert streak([newest, newest._replace(assessment="improved"), before]) == Streak("worsened", 2)


def test_weeks_that_began_on_another_day_still_follow_each_other() -> None:
    newest, before = weeks("improved", "improved")
    moved = before._replace(start=before.start - timedelta(days=3), end=before.end - timedelta(days=3))
    assert streak([newest, moved]) == Streak("improved", 2)


@pytest.mark.parametrize(
    ("day", "a_year_ago"),
    [
        (date(2026, 11, 18), date(2025, 11, 17)),
        (date(2027, 1, 1), date(2025, 12, 22)),
        (date(2021, 1, 4), date(2019, 12, 30)),
    ],
)
def test_a_week_has_its_number_last_year(day: date, a_year_ago: date) -> None:
    assert same_week_of_last_year(day) == a_year_ago
