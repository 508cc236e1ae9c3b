"""Dates in the words of the page's language. Django's own formats do not know Belarusian, nor weeks."""

from datetime import UTC, date, datetime

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from analysis.models import Publication
from analysis.text.periods import format_date, format_month, format_period, month_name

register = template.Library()


@register.filter
def day(instant: datetime) -> str:
    """The day of an instant, where the publication is at home."""
    try:
        shown = timezone.localdate(instant)
    except OverflowError:  # the calendar's first and last hours exist in some zones only
        shown = instant.date()
    return format_date(shown, language=get_language())


@register.filter
def machine_readable(instant: datetime) -> str:
    """For `<time>` and its like. Django's own filter goes through local time, which the edges of time have not."""
    return instant.astimezone(UTC).isoformat(timespec="seconds")


@register.filter
def day_of(iso_date: str) -> str:
    """A day stored as text: "2026-11-16"."""
    return format_date(date.fromisoformat(iso_date), language=get_language())


@register.simple_tag
def when(publication: Publication) -> SafeString:
    """
    In a list: the monitored week, and the day it appeared; a text without a known date has none.

    Put together here, as `day_of_appearance` is: lists have dozens of them, and there is nothing in them to escape.
    """
    week = f'<span class="when__week">{monitored_week(publication)}</span>' if publication.period_start else ""
    return mark_safe(f'<p class="when">{week} {_time(publication)}</p>')  # noqa: S308


@register.simple_tag
def day_of_appearance(publication: Publication) -> SafeString:
    return mark_safe(f'<p class="when">{_time(publication)}</p>' if publication.is_dated else "")  # noqa: S308


def _time(publication: Publication) -> str:
    instant = publication.first_published_at
    return f'<time datetime="{machine_readable(instant)}">{day(instant)}</time>' if publication.is_dated else ""


@register.filter
def month_and_year(first_day: date) -> str:
    return format_month(first_day, language=get_language())


@register.filter
def month(first_day: date) -> str:
    return month_name(first_day.month, language=get_language())


@register.filter
def monitored_week(publication: Publication) -> str:
    """Empty when the text monitors none."""
    if not publication.period_start or not publication.period_end:
        return ""
    return format_period(publication.period_start, publication.period_end, language=get_language())
