"""Wall-clock times that a time zone skips or has twice, when its clocks change."""

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

# Nobody schedules for another century; near the ends of the calendar zones cannot be reckoned with.
YEARS: Final = range(1990, 2200)


class UnresolvableTime(ValueError):
    """The clocks of `zone` never, or twice, show `local`."""

    def __init__(self, local: datetime, zone: ZoneInfo) -> None:
        super().__init__(f"{local:%Y-%m-%d %H:%M:%S} in {zone.key}")
        self.local = local
        self.zone = zone


class NonexistentTime(UnresolvableTime):
    """Skipped: clocks jump from the naive `clocks_go_from` to the naive `clocks_go_to`."""

    def __init__(self, local: datetime, zone: ZoneInfo) -> None:
        super().__init__(local, zone)
        before, after = _offset(local, zone, fold=0), _offset(local, zone, fold=1)
        change_at = _change_between(local - after, local - before, zone)
        self.clocks_go_from = change_at + before
        self.clocks_go_to = change_at + after


class AmbiguousTime(UnresolvableTime):
    """Repeated: `earlier` and `later` are the two instants, in the zone."""

    def __init__(self, local: datetime, zone: ZoneInfo) -> None:
        super().__init__(local, zone)
        self.earlier = local.replace(tzinfo=zone, fold=0)
        self.later = local.replace(tzinfo=zone, fold=1)


def resolve_local(local: datetime, zone: ZoneInfo) -> datetime:
    """The one instant at which the clocks of a zone show a naive time."""
    if local.tzinfo is not None:
        raise TypeError(f"{local} already has a time zone")
    # The two readings of PEP 495 differ around a change only: forward in a gap, back in a repeated hour.
    first, second = _offset(local, zone, fold=0), _offset(local, zone, fold=1)
    if first < second:
        raise NonexistentTime(local, zone)
    if first > second:
        raise AmbiguousTime(local, zone)
    return local.replace(tzinfo=zone, fold=0)


def _offset(local: datetime, zone: ZoneInfo, *, fold: int) -> timedelta:
    return local.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta()


def _change_between(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The naive UTC second in (low, high] from which the zone has another offset than at low."""
    before = _offset_at(low, zone)
    low, high = low.replace(microsecond=0), high.replace(microsecond=0)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        low, high = (middle, high) if _offset_at(middle, zone) == before else (low, middle)
    return high


def _offset_at(utc: datetime, zone: ZoneInfo) -> timedelta:
    return utc.replace(tzinfo=UTC).astimezone(zone).utcoffset() or timedelta()
