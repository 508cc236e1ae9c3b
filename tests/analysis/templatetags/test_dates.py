from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.utils.translation import override

from analysis.models import Publication
from analysis.templatetags.dates import day, day_of, machine_readable, monitored_week

HALF_PAST_ELEVEN_IN_LONDON = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "November\u00a016, 2026"), ("ru", "16\u00a0ноября 2026"), ("be", "16\u00a0лістапада 2026")],
)
def test_a_day_is_the_one_where_the_publication_is_at_home(language: str, words: str) -> None:
    with override(language):
        assert day(HALF_PAST_ELEVEN_IN_LONDON) == words
        assert day_of("2026-11-16") == words


def test_the_edges_of_time_are_days_too() -> None:
    last = datetime.max.replace(tzinfo=UTC)
    assert "9999" in day(last)
    assert machine_readable(last) == "9999-12-31T23:59:59+00:00"


def test_machines_are_told_the_instant_whatever_the_zone() -> None:
    in_warsaw = HALF_PAST_ELEVEN_IN_LONDON.astimezone(timezone(timedelta(hours=1)))
    assert machine_readable(in_warsaw) == "2026-11-15T23:30:00+00:00"


def test_a_text_that_monitors_no_week_names_none() -> None:
    assert monitored_week(Publication()) == ""
