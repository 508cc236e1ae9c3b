"""Weeks and months as the calendar shows them: days in the person's own zone, and their addresses."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from analysis.text.local_times import YEARS
from analysis.text.periods import format_month, format_period, iso_week_slug, parse_iso_week_slug, week_of

DAY = timedelta(days=1)
MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


class Span(NamedTuple):
    """Days, the last included."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        return [self.first + DAY * number for number in range((self.last - self.first).days + 1)]

    @property
    def weeks(self) -> Iterator["Span"]:
        return (Span(*week_of(day)) for day in self.days[::7])

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """From the first midnight up to, and without, the last."""
        return midnight(self.first), midnight(self.last + DAY)


class Shown(NamedTuple):
    """One page of the calendar; `span` is whole weeks, `previous` and `following` are days on its neighbours."""

    by: str
    name: str
    label: str
    span: Span
    previous: date
    following: date

    @property
    def address(self) -> str:
        return f"{reverse('admin:analysis_article_calendar')}?{self.by}={self.name}"


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def week_shown(day: date) -> Shown:
    span = Span(*week_of(day))
    label = format_period(*span, language=get_language() or "en")
    return Shown("week", iso_week_slug(day), label, span, span.first - DAY, span.last + DAY)


def month_shown(day: date) -> Shown:
    first = day.replace(day=1)
    following = (first + DAY * 31).replace(day=1)
    span = Span(week_of(first)[0], week_of(following - DAY)[1])
    label = format_month(first, language=get_language() or "en")
    return Shown("month", f"{first:%Y-%m}", label, span, first - DAY, following)


SHOWN = {"week": week_shown, "month": month_shown}


def asked_for(*, week: str, month: str) -> Shown | None:
    """What an address names; None where no calendar has such a week or month."""
    if month:
        match = MONTH.fullmatch(month)
        day = date(int(match[1]), int(match[2]), 1) if match and int(match[1]) in YEARS else None
        return month_shown(day) if day else None
    day = parse_iso_week_slug(week)
    return week_shown(day) if day and day.year in YEARS else None
