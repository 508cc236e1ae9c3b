"""How many texts appeared in each month, without reading them."""

from datetime import date, datetime
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from analysis.models.languages import Language
from analysis.models.publications import Publication
from analysis.models.statements import Given, ask, database, written


class MonthCount(models.Model):
    """
    Of the dated publications that have no end, how many appeared in a month: by universal time, whether they have begun
    or not. The database alone counts (migration 0014). A month may have several rows, since nobody waits for another
    who is counting: their sum is right.
    """

    language = models.CharField(max_length=5, choices=Language)
    month = models.DateField()
    articles = models.IntegerField()

    class Meta:
        verbose_name = _("articles of a month")
        verbose_name_plural = _("articles by month")
        # Those of a language; those that are counted anew.
        indexes = [models.Index(fields=["language", "month"], name="month_counted")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.articles}"


# What is counted is put right by the few that time and place decide about: texts that have no end but have not begun,
# or have begun and will end; and those in hours that belong to one month at home and to another by universal time.
BY_MONTH: Final = """
    WITH counted AS (
        SELECT month, sum(articles) AS articles FROM analysis_monthcount
        WHERE language = %(language)s
            AND month >= %(start)s - interval '1 month' AND month <= %(end)s + interval '1 month'
        GROUP BY month
    ), edge AS (
        SELECT DISTINCT first_day FROM counted CROSS JOIN LATERAL (
            VALUES (month::timestamp), (month + interval '1 month')
        ) AS either (first_day)
    ), told AS (
        SELECT month::timestamp, articles FROM counted
        UNION ALL
        SELECT shifted.month, shifted.articles FROM edge
            JOIN ({lasting}) AS lasting
                ON first_published_at >= least(first_day AT TIME ZONE %(zone)s::text, first_day AT TIME ZONE 'UTC')
                AND first_published_at < greatest(first_day AT TIME ZONE %(zone)s::text, first_day AT TIME ZONE 'UTC')
            CROSS JOIN LATERAL (VALUES ({at_home}, 1), ({by_universal_time}, -1)) AS shifted (month, articles)
        UNION ALL
        SELECT {at_home}, -1 FROM ({to_begin}) AS to_begin
        UNION ALL
        SELECT {at_home}, 1 FROM ({to_end}) AS to_end
    )
    SELECT month::date, sum(articles)::int FROM told WHERE month >= %(start)s AND month < %(end)s
    GROUP BY month HAVING sum(articles) > 0 ORDER BY month DESC
"""
MONTH: Final = "date_trunc('month', first_published_at AT TIME ZONE {zone})"


def articles_by_month(*, language: str, at: datetime, start: date, end: date) -> list[tuple[date, int]]:
    """The months in which something appeared that is public, with how much: the newest first, before `end`."""
    given = {"language": language, "at": at, "start": start, "end": end, "zone": settings.TIME_ZONE}
    return [(month, articles) for month, articles in ask(_by_month(), given, database())]


@cache
def _by_month() -> str:
    given: dict[str, Any] = {name: Given(name) for name in ("language", "at")}
    dated, at = Publication.objects.in_language(given["language"]).dated(), given["at"]
    lasting = dated.filter(live_until=None)
    told = {"lasting": lasting, "to_begin": lasting.scheduled(at), "to_end": dated.live(at).exclude(live_until=None)}
    instants = {name: texts.order_by().values("first_published_at") for name, texts in told.items()}
    return BY_MONTH.format(
        at_home=MONTH.format(zone="%(zone)s::text"),
        by_universal_time=MONTH.format(zone="'UTC'"),
        **{name: written(texts, database()) for name, texts in instants.items()},
    )
