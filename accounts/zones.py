import zoneinfo
from typing import Final

# The machine's own, which is another one elsewhere and which PostgreSQL does not know; and what says that none is set.
_NO_ZONES: Final = {"localtime", "Factory"}


def time_zones() -> set[str]:
    """Those that are the same everywhere, and go by UTC: not those that count leap seconds, `right/…`."""
    return zoneinfo.available_timezones() - _NO_ZONES
