"""The demo publication is always of last week: its weeks are counted back from the day it is loaded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from analysis.demo.manuscripts import Manuscript

LAST_WEEK: Final = 26
_SCHEDULED_FOR: Final = time(9)


@dataclass(frozen=True)
class Weeks:
    newest: date
    zone: ZoneInfo

    @classmethod
    def before(cls, at: datetime, zone: ZoneInfo, manuscripts: Iterable[Manuscript]) -> "Weeks":
        """Week 26 is the last full one, or the one before it while some of its articles are still to come out."""
        today = at.astimezone(zone).date()
        last_full = cls(today - timedelta(days=today.weekday() + 7), zone)
        published = (one for one in manuscripts if one.is_published)
        if all(last_full.published_at(manuscript) <= at for manuscript in published):
            return last_full
        return cls(last_full.newest - timedelta(weeks=1), zone)

    def day(self, week: int, weekday: int) -> date:
        """`weekday` 1 is Monday."""
        return self.newest + timedelta(weeks=week - LAST_WEEK, days=weekday - 1)

    def published_at(self, manuscript: Manuscript) -> datetime:
        """In the week after the one it covers."""
        publish: dict[str, Any] = manuscript.head["publish"]
        day = self.day(manuscript.head["week"] + 1, publish["day"])
        return datetime.combine(day, time.fromisoformat(publish["time"]), self.zone)

    def next_monday(self, at: datetime) -> datetime:
        monday = at.astimezone(self.zone).date() - timedelta(days=at.astimezone(self.zone).weekday())
        instants = (datetime.combine(monday + timedelta(weeks=n), _SCHEDULED_FOR, self.zone) for n in range(2))
        return next(instant for instant in instants if instant > at)
