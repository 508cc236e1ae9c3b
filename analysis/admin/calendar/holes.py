"""Trends that nobody has a text for: neither planned, nor scheduled, nor public for the first time in a week."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, Q

from analysis.admin.calendar.days import Span
from analysis.admin.calendar.entries import plans
from analysis.models import Language, Publication, Status, Topic

# A trend is owed in each language it had a text in within this time before, and always in the default one.
MEMORY = timedelta(weeks=8)
Places = set[tuple[int, str]]


class Hole(NamedTuple):
    topic: Topic
    language: str

    @property
    def language_name(self) -> str:
        return str(Language(self.language).label)


def holes(*, week: tuple[date, date], at: datetime) -> list[Hole]:
    """In the order of the trends; three queries."""
    trends = list(Topic.objects.trends())
    followed, filled = places(Span(*week), at)
    followed |= {(trend.pk, settings.LANGUAGE_CODE) for trend in trends}
    missing = followed - filled
    return [Hole(trend, code) for trend in trends for code in Language.values if (trend.pk, code) in missing]


def places(week: Span, at: datetime) -> tuple[Places, Places]:
    """Trends and languages that had texts before the week, and those that have one in it."""
    start, end = week.instants
    appeared = Publication.objects.filter(
        language__in=Language.values,  # the index begins with it
        first_published_at__gte=min(start, at) - MEMORY,
        first_published_at__lt=end,
    ).exclude(article__status=Status.WITHDRAWN)
    in_week = ExpressionWrapper(Q(first_published_at__gte=start), output_field=BooleanField())
    seen = set(appeared.annotate(in_week=in_week).values_list("primary_topic", "language", "in_week").order_by())
    intended: Any = plans(*week).order_by()
    planned = set(intended.values_list("primary_topic_pk", "language"))
    before = {(topic, language) for topic, language, is_in_week in seen if not is_in_week}
    return before, planned | {(topic, language) for topic, language, is_in_week in seen if is_in_week}
