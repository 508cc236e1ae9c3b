"""Addresses of the site as of an instant: the instant, then the path that readers know."""

from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

from django.urls import reverse

from analysis.text.local_times import YEARS

FORM = "%Y%m%dT%H%M%SZ"
SECOND = timedelta(seconds=1)


class Instant:
    """A second of UTC such as `20261130T080000Z`."""

    regex = r"(?:1[0-9]|2[01])\d{6}T\d{6}Z"

    def to_python(self, value: str) -> datetime:
        instant = datetime.strptime(value, FORM).replace(tzinfo=UTC)
        if not is_within_reach(instant):
            raise ValueError(value)
        return instant

    def to_url(self, value: datetime) -> str:
        return f"{at_the_second(value):{FORM}}"


def is_within_reach(instant: datetime) -> bool:
    """Of the calendar: near its ends zones cannot be reckoned with."""
    return instant.astimezone(UTC).year in YEARS


def at_the_second(instant: datetime) -> datetime:
    """The first whole second at which what happens at the instant has happened."""
    utc = instant.astimezone(UTC)
    return utc + SECOND - timedelta(microseconds=utc.microsecond) if utc.microsecond else utc


def as_of(instant: datetime, path: str = "/", query: str = "") -> str:
    """`path` as it is, or as addresses write it: either way it is quoted once."""
    address = reverse("as-of-page", args=[instant, unquote(path)])
    return f"{address}?{query}" if query else address
