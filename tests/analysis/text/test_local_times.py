from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.local_times import AmbiguousTime, NonexistentTime, UnresolvableTime, resolve_local

WARSAW = ZoneInfo("Europe/Warsaw")
# Half an hour; a whole day left out; a name for winter time that is a summer time in law.
ODD_ZONES = [WARSAW, *map(ZoneInfo, ["Australia/Lord_Howe", "Pacific/Apia", "Europe/Dublin", "Europe/Minsk"])]


def local(time: str) -> datetime:
    return datetime.fromisoformat(time)


def resolved_or_refused(time: datetime, zone: ZoneInfo) -> datetime | UnresolvableTime:
    try:
        return resolve_local(time, zone)
    except UnresolvableTime as refusal:
        return refusal


def test_an_ordinary_time_is_one_instant() -> None:
    resolved = resolve_local(local("2026-03-28 02:30"), WARSAW)
    assert resolved.tzinfo is WARSAW
    assert resolved == datetime(2026, 3, 28, 1, 30, tzinfo=UTC)


def test_a_skipped_time_says_how_the_clocks_go() -> None:
    with pytest.raises(NonexistentTime) as refusal:
        resolve_local(local("2026-03-29 02:30"), WARSAW)
    assert refusal.value.local == local("2026-03-29 02:30")
    assert refusal.value.zone is WARSAW
    assert refusal.value.clocks_go_from == local("2026-03-29 02:00")
    assert refusal.value.clocks_go_to == local("2026-03-29 03:00")


def test_a_repeated_time_offers_both_instants() -> None:
    with pytest.raises(AmbiguousTime) as refusal:
        resolve_local(local("2026-10-25 02:30"), WARSAW)
    assert refusal.value.earlier.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert refusal.value.later.astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("minute", ["01:59:59.999999", "03:00:00"])
def test_the_edges_of_the_gap_exist(minute: str) -> None:
    assert resolve_local(local(f"2026-03-29 {minute}"), WARSAW)


@pytest.mark.parametrize("minute", ["02:00:00", "02:59:59.999999"])
def test_the_whole_gap_is_reported_alike(minute: str) -> None:
    with pytest.raises(NonexistentTime) as refusal:
        resolve_local(local(f"2026-03-29 {minute}"), WARSAW)
    assert refusal.value.clocks_go_to == local("2026-03-29 03:00")


def test_a_day_that_an_island_left_out_does_not_exist() -> None:
    with pytest.raises(NonexistentTime) as refusal:
        resolve_local(local("2011-12-30 12:00"), ZoneInfo("Pacific/Apia"))
    assert refusal.value.clocks_go_from == local("2011-12-30")
    assert refusal.value.clocks_go_to == local("2011-12-31")


def test_a_time_with_a_zone_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(TypeError):
        resolve_local(datetime(2026, 3, 29, 2, 30, tzinfo=UTC), WARSAW)


@given(st.datetimes(local("1970-01-01"), local("2037-01-01"), timezones=st.just(UTC)), st.sampled_from(ODD_ZONES))
def test_what_the_clocks_show_is_resolved_to_an_instant_that_shows_it(instant: datetime, zone: ZoneInfo) -> None:
    match resolved_or_refused(instant.astimezone(zone).replace(tzinfo=None), zone):
        case AmbiguousTime(earlier=earlier, later=later):
            assert instant in {earlier.astimezone(UTC), later.astimezone(UTC)}
        case resolved:
            assert resolved == instant


@given(st.datetimes(), st.sampled_from(ODD_ZONES))
def test_no_time_is_shifted_silently(time: datetime, zone: ZoneInfo) -> None:
    match resolved_or_refused(time, zone):
        case NonexistentTime(clocks_go_from=before, clocks_go_to=after):
            assert before <= time < after <= before + timedelta(days=1)
        case AmbiguousTime(earlier=earlier, later=later):
            assert earlier.astimezone(UTC) < later.astimezone(UTC)
        case datetime() as resolved:
            assert resolved.replace(tzinfo=None) == time
        case other:
            raise AssertionError(other)
