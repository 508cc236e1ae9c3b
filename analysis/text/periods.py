"""Dates and monitored weeks as readers see them, and ISO weeks as addresses name them."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

NO_BREAK_SPACE: Final = "\u00a0"
EN_DASH: Final = "\u2013"
# The dash may end a line but never begin one.
TO: Final = f"{NO_BREAK_SPACE}{EN_DASH} "

# English; Russian alone and in a date; Belarusian alone and in a date.
_MONTHS: Final = (
    ("January", "Январь", "января", "Студзень", "студзеня"),
    ("February", "Февраль", "февраля", "Люты", "лютага"),
    ("March", "Март", "марта", "Сакавік", "сакавіка"),
    ("April", "Апрель", "апреля", "Красавік", "красавіка"),
    ("May", "Май", "мая", "Май", "мая"),
    ("June", "Июнь", "июня", "Чэрвень", "чэрвеня"),
    ("July", "Июль", "июля", "Ліпень", "ліпеня"),
    ("August", "Август", "августа", "Жнівень", "жніўня"),
    ("September", "Сентябрь", "сентября", "Верасень", "верасня"),
    ("October", "Октябрь", "октября", "Кастрычнік", "кастрычніка"),
    ("November", "Ноябрь", "ноября", "Лістапад", "лістапада"),
    ("December", "Декабрь", "декабря", "Снежань", "снежня"),
)
ALONE: Final = {"en": 0, "ru": 1, "be": 3}
IN_A_DATE: Final = {"en": 0, "ru": 2, "be": 4}
_WEEK_SLUG: Final = re.compile(r"([0-9]{4})-w([0-9]{2})")


def month_name(month: int, *, language: str) -> str:
    """The month as a heading names it: "December", "Декабрь", "Снежань"."""
    return _MONTHS[month - 1][ALONE[language]]


def format_month(day: date, *, language: str) -> str:
    return f"{month_name(day.month, language=language)} {day.year}"


@lru_cache(maxsize=4_000)
def format_date(day: date, *, language: str) -> str:
    return _with_year(_with_month(str(day.day), day, language), day, language)


# A trend's history names five hundred of them.
@lru_cache(maxsize=4_000)
def format_period(start: date, end: date, *, language: str) -> str:
    """Both days included; what they share is said once: "7–13 ноября 2016"."""
    if end < start:
        raise ValueError(f"the period ends on {end}, before it begins on {start}")
    if start == end:
        return format_date(end, language=language)
    if start.year != end.year:
        return format_date(start, language=language) + TO + format_date(end, language=language)
    if start.month != end.month:
        days = _with_month(str(start.day), start, language) + TO + _with_month(str(end.day), end, language)
    else:
        days = _with_month(f"{start.day}{EN_DASH}{end.day}", end, language)
    return _with_year(days, end, language)


def week_of(day: date) -> tuple[date, date]:
    """The Monday and the Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def iso_week_slug(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04}-w{week:02}"


def parse_iso_week_slug(slug: str) -> date | None:
    """The Monday of the week, or None where the calendar has no such week."""
    match = _WEEK_SLUG.fullmatch(slug)
    if match is None:
        return None
    try:
        return week_of(date.fromisocalendar(int(match[1]), int(match[2]), 1))[0]
    except (ValueError, OverflowError):  # no such week; the last one of 9999 has no Sunday
        return None


def _with_month(days: str, day: date, language: str) -> str:
    month = _MONTHS[day.month - 1][IN_A_DATE[language]]
    return NO_BREAK_SPACE.join((month, days) if language == "en" else (days, month))


def _with_year(days: str, day: date, language: str) -> str:
    return f"{days}, {day.year}" if language == "en" else f"{days} {day.year}"
