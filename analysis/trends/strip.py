"""The strip: a line for each trend, or for each year of one, and in it a cell for each week."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from heapq import nlargest
from typing import Any, Final, NamedTuple

from django.utils import timezone
from django.utils.translation import get_language, gettext

from analysis.models import Language, Topic
from analysis.text.periods import format_period, month_name
from analysis.trends.readings import Reading, Trend
from analysis.trends.weeks import days_of, iso_year, thursday, week_around, weeks_of_year

HALF_A_YEAR: Final = 26
# The week before the present one may still be written about; after that, it is a gap.
GRACE: Final = 2
# So many reasons a page has room for, the newest ones; from older cells it is one step to the text.
REASONS: Final = 52
# A month's name is as wide as so many cells.
ROOM_FOR_A_MONTH: Final = 3


class Cell(NamedTuple):
    """
    One week: what its text says, or else (`through`) a longer period that leads up to another cell, or else a gap.

    `outside` is before a trend's first week, where nothing is missing. `is_here`: the week that the page is about;
    `is_own`: with the text of the page, not a later one about the same week.
    """

    reading: Reading | None = None
    through: Reading | None = None
    outside: bool = False
    month: str = ""
    has_reason: bool = False
    is_here: bool = False
    is_own: bool = False

    @property
    def kind(self) -> str:
        if self.reading:
            return self.reading.assessment
        if self.through:
            return f"through {self.through.assessment}"
        return "outside" if self.outside else "gap"


@dataclass(frozen=True, kw_only=True)
class Line:
    """A topic's, or a year's; one without cells stands for the years `first_year` to `year`, which have none."""

    topic: Topic | None = None
    year: int = 0
    first_year: int = 0
    cells: Sequence[Cell] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Strip:
    """
    `topic`: the only one it is about; `columns`: a name for each week of its lines. Of the same trends `of_all_trends`
    and `by_year` give the same one.
    """

    lines: Sequence[Line]
    columns: Sequence[str]
    topic: Topic | None = None
    by_year: bool = False
    # HTML, by whatever it depends on besides.
    drawings: dict[Any, Any] = field(default_factory=dict)

    @property
    def full_lines(self) -> list[Line]:
        return [line for line in self.lines if line.cells]

    @property
    def rows(self) -> list[tuple[str, list[Cell | None]]]:
        """The same cells as a table has them: the newest week first, or week 1; a year of 52 has no 53rd."""
        cells = [line.cells for line in self.full_lines]
        rows = [
            (name, [each[number] if number < len(each) else None for each in cells])
            for number, name in enumerate(self.columns)
        ]
        return rows if self.by_year else rows[::-1]


def of_all_trends(trends: Iterable[Trend], at: datetime) -> Strip | None:
    """The last half year."""
    return _of_all_trends(tuple(trends), _present_week(at), _language())


# One for each language.
@lru_cache(maxsize=len(Language))
def _of_all_trends(trends: Sequence[Trend], present: int, _language: str) -> Strip | None:
    weeks = _half_a_year(_last_week(trends, present))
    shown = {week for trend in trends for week in trend.by_week} & set(weeks)
    if not shown:
        return None
    told = _told(trends, weeks)
    lines = [Line(topic=trend.topic, cells=_cells(trend, weeks, told)) for trend in trends]
    return Strip(lines=lines, columns=_names(weeks))


def by_year(trend: Trend, at: datetime) -> Strip | None:
    """The whole history, the newest year first. A year alone is in line with no other: it begins with its texts."""
    if not trend.by_week:
        return None
    present = _present_week(at)
    return trend.once(("years", present, _language()), lambda: _by_year(trend, present))


def _by_year(trend: Trend, present: int) -> Strip:
    history = range(min(trend.by_week), max(_last_week([trend], present), *trend.by_week) + 1)
    years = sorted({iso_year(week) for week in trend.by_week}, reverse=True)
    skipped = _weeks_before(trend, weeks_of_year(years[0])) if len(years) == 1 else 0
    told = _told([trend], range(history.stop))
    lines, later = [], iso_year(history[-1]) + 1
    for year in years:
        if year < later - 1:
            lines.append(Line(first_year=year + 1, year=later - 1))
        weeks = weeks_of_year(year)[skipped:]
        shown = range(weeks.start, min(weeks.stop, history.stop))
        lines.append(Line(year=year, cells=_cells(trend, shown, told, since=history.start)))
        later = year
    numbers = range(skipped + 1, skipped + _longest(lines) + 1)
    columns = [gettext("Week %(number)s") % {"number": number} for number in numbers]
    return Strip(lines=lines, columns=columns, topic=trend.topic, by_year=True)


def _weeks_before(trend: Trend, weeks: range) -> int:
    """Of these, how many are before everything that the trend's texts are about."""
    first = min([*trend.by_week, *(reading.weeks.start for reading in trend.longer)])
    return max(first - weeks.start, 0)


def around(reading: Reading | None, trend: Trend, at: datetime) -> Strip | None:
    """The last half year, or the one around the week that a text is about."""
    if not reading or not reading.weeks:
        return None
    here = reading.weeks[-1]
    last = max(_last_week([trend], _present_week(at)), here)
    if here <= last - HALF_A_YEAR:
        last = here + HALF_A_YEAR // 2
    weeks = _half_a_year(last)
    cells = _cells(trend, weeks, _told([trend], weeks), own=reading)
    return Strip(lines=[Line(topic=trend.topic, cells=cells)], columns=_names(weeks), topic=trend.topic)


def _present_week(at: datetime) -> int:
    return week_around(timezone.localdate(at))


def _last_week(trends: Iterable[Trend], present: int) -> int:
    assessed = (week for trend in trends for week in trend.by_week if week <= present)
    return max(present - GRACE, *assessed, 0)


def _half_a_year(last: int) -> range:
    return range(max(last - HALF_A_YEAR + 1, 0), last + 1)


def _told(trends: Iterable[Trend], weeks: range) -> set[int]:
    """The articles whose reasons the page tells."""
    shown = [(week, reading.article_id) for trend in trends for week, reading in trend.by_week.items() if week in weeks]
    return {article_id for _week, article_id in nlargest(REASONS, shown)}


def _cells(
    trend: Trend, weeks: range, told: Collection[int], *, since: int = 0, own: Reading | None = None
) -> list[Cell]:
    here = own.weeks[-1] if own else None
    through, months = _through(trend, weeks), _months(range(max(weeks.start, since), weeks.stop))
    return [
        Cell(
            reading=(reading := trend.by_week.get(week)),
            through=through.get(week),
            outside=week < since,
            month=months.get(week, ""),
            has_reason=reading is not None and reading.article_id in told,
            is_here=week == here,
            is_own=reading is not None and reading == own,
        )
        for week in weeks
    ]


def _through(trend: Trend, weeks: range) -> dict[int, Reading]:
    """Which period goes on in a week; the newest one, where there are several."""
    found: dict[int, Reading] = {}
    for reading in trend.longer:
        for week in range(max(reading.weeks.start, weeks.start), min(reading.weeks.stop, weeks.stop)):
            found.setdefault(week, reading)
    return found


def _months(weeks: range) -> dict[int, str]:
    """A name where a month begins; also above the first week, if the next name leaves it room."""
    numbers = {week: thursday(week).month for week in weeks}
    begin = [week for week in weeks[1:] if numbers[week] != numbers[week - 1]]
    if weeks and weeks.start + ROOM_FOR_A_MONTH <= min(begin, default=weeks.stop):
        begin.append(weeks.start)
    return {week: month_name(numbers[week], language=_language())[:3] for week in begin}


def _names(weeks: range) -> list[str]:
    return [format_period(*days_of(week), language=_language()) for week in weeks]


def _longest(lines: Iterable[Line]) -> int:
    return max(len(line.cells) for line in lines)


def _language() -> str:
    return get_language() or "en"
