"""A trend's present assessment, as pages show it."""

from collections.abc import Iterable
from itertools import dropwhile, islice
from typing import Any, Final, cast

from django.utils.translation import get_language, gettext, ngettext

from analysis.models import Publication
from analysis.text.streaks import Assessed, streak
from analysis.trends.readings import Reading, Trend

# Once is no streak, and nobody counts on after a year.
SHORTEST: Final = 2
LONGEST: Final = 52
# Readings that a year's streak can be told from, even where some of them are of the same week.
ENOUGH: Final = 2 * LONGEST


def present(trend: Trend) -> Publication | None:
    """As much of the latest text as a reading of the trend shows, with its `streak`."""
    return trend.once(("present", get_language()), lambda: _present(trend))


def _present(trend: Trend) -> Publication | None:
    reading = trend.present
    if not reading:
        return None
    publication: Any = Publication(
        article_id=reading.article_id,
        issue_id=reading.issue_id,
        primary_topic=trend.topic,
        language=reading.language,
        title=reading.title,
        slug=reading.slug,
        assessment=reading.assessment,
        assessment_reason=reading.reason,
        period_start=reading.period_start,
        period_end=reading.period_end,
        first_published_at=reading.published_at,
    )
    publication.streak, publication.drawings = streak_in_words(trend), {}
    return cast(Publication, publication)


def streak_in_words(trend: Trend, *, until: Reading | None = None) -> str:
    """For how many weeks in a row it has been assessed so: up to the latest week, or to that of `until`."""
    readings: Iterable[Reading] = trend.by_week.values()
    if until:
        readings = dropwhile(lambda reading: reading != until, readings)
    counted = streak(map(_assessed, islice(readings, ENOUGH)))
    if not counted or counted.weeks < SHORTEST:
        return ""
    if counted.weeks > LONGEST:
        return gettext("for more than a year")
    words = ngettext("%(weeks)s week in a row", "%(weeks)s weeks in a row", counted.weeks)
    return words % {"weeks": counted.weeks}


def _assessed(reading: Reading) -> Assessed:
    if not reading.period_start or not reading.period_end:
        raise ValueError("a reading without a period is of no week")
    return Assessed(reading.period_start, reading.period_end, reading.assessment)
