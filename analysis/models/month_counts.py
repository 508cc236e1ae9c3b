"""How many texts appeared in each month, without reading them."""

from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.db import connections, models, router
from django.utils.translation import gettext_lazy as _

from analysis.models.article_indexes import UNDATED
from analysis.models.languages import Language


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
    ), dated AS NOT MATERIALIZED (
        SELECT first_published_at, live_from, live_until,
            date_trunc('month', first_published_at AT TIME ZONE %(zone)s) AS month,
            date_trunc('month', first_published_at AT TIME ZONE 'UTC') AS universal_month
        FROM analysis_publication WHERE language = %(language)s AND first_published_at > %(undated)s
    ), told AS (
        SELECT month::timestamp, articles FROM counted
        UNION ALL
        SELECT shifted.month, shifted.articles FROM edge
            JOIN dated ON first_published_at >= least(first_day AT TIME ZONE %(zone)s, first_day AT TIME ZONE 'UTC')
                AND first_published_at < greatest(first_day AT TIME ZONE %(zone)s, first_day AT TIME ZONE 'UTC')
                AND live_until IS NULL
            CROSS JOIN LATERAL (VALUES (dated.month, 1), (universal_month, -1)) AS shifted (month, articles)
        UNION ALL
        SELECT month, -1 FROM dated WHERE live_until IS NULL AND live_from > %(at)s
        UNION ALL
        SELECT month, 1 FROM dated WHERE live_until > %(at)s AND live_from <= %(at)s
    )
    SELECT month::date, sum(articles)::int FROM told WHERE month >= %(start)s AND month < %(end)s
    GROUP BY month HAVING sum(articles) > 0 ORDER BY month DESC
"""


def articles_by_month(*, language: str, at: datetime, start: date, end: date) -> list[tuple[date, int]]:
    """The months in which something appeared that is public, with how much: the newest first, before `end`."""
    given: dict[str, Any] = {"language": language, "at": at, "start": start, "end": end, "undated": UNDATED}
    with connections[router.db_for_read(MonthCount)].cursor() as cursor:
        cursor.execute(BY_MONTH, {**given, "zone": settings.TIME_ZONE})
        return list(cursor.fetchall())
