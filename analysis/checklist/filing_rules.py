"""Where a text belongs: its trend, its week, its assessment, whose it is, and that there is one of it."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from analysis.checklist.found import Found
from analysis.checklist.texts import Text
from analysis.models import Level
from analysis.text.house_style import weekday_mismatches


def no_topic(text: Text) -> Iterator[Found]:
    if text.primary_topic is None:
        yield Found(Level.BLOCK, "primary_topic")


def no_byline(text: Text) -> Iterator[Found]:
    if not text.content["bylines"]:
        yield Found(Level.WARN, "bylines")


def week_and_dates(text: Text) -> Iterator[Found]:
    start, end, issue = *_period(text), text.issue
    if issue and start and (start, end) != (issue.coverage_start, issue.coverage_end):
        week = [issue.coverage_start.isoformat(), issue.coverage_end.isoformat()]
        yield Found(Level.WARN, "period_start", {"issue": issue.number, "week": week})
    for field in ("title", "standfirst", "body"):
        for written in _wrong_weekdays(text, text.words[field]):
            yield Found(Level.WARN, field, {"quote": written})


def assessment_without_reason(text: Text) -> Iterator[Found]:
    """A trend is assessed week by week, and every assessment has its reason."""
    if text.content["assessment"]:
        if not text.content["assessment_reason"].strip():
            yield Found(Level.WARN, "assessment_reason", {"missing": "reason"})
    elif text.content["period_start"] and text.primary_topic and text.primary_topic.is_trend:
        yield Found(Level.WARN, "assessment", {"missing": "assessment"})


def duplicate_title(text: Text) -> Iterator[Found]:
    namesake = text.namesakes.first() if text.content["title"] else None
    if namesake:
        yield Found(Level.WARN, "title", {"article": namesake.pk})


def _period(text: Text) -> tuple[date | None, date | None]:
    start, end = (text.content[name] for name in ("period_start", "period_end"))
    return date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None


def _wrong_weekdays(text: Text, words: str) -> list[str]:
    """A date without a year is of the monitored week's; around New Year, of either."""
    wrong = partial(weekday_mismatches, words, text.language)
    years = {day.year for day in _period(text) if day}
    if len(years) < 2:
        return list(dict.fromkeys(wrong(year=next(iter(years), None))))
    in_one, in_other = (wrong(year=year) for year in sorted(years))
    return [written for written in dict.fromkeys(in_one) if written in in_other]
