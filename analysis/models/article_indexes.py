"""How articles are found among any number of them: each index, and what for."""

from datetime import UTC, datetime

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf

from analysis.models.body_pictures import shown_pictures
from analysis.models.plain_words import PlainWords
from analysis.models.statuses import Status

# An imported text whose date nobody knows sorts behind all others and is shown without a date.
UNDATED = datetime(1900, 1, 1, tzinfo=UTC)
APPEARED_AT = Coalesce(NullIf("originally_published_at", Value(UNDATED)), "created_at")
# What the desk's list looks for.
NAMING = ("title", "standfirst", "slug")

INDEXES = [
    models.Index(fields=["-updated_at"], name="article_recently_changed"),
    models.Index(fields=["planned_date"], name="article_planned", condition=Q(planned_date__isnull=False)),
    # What is owed: plans of texts that are not finished.
    models.Index(fields=["status", "planned_date"], name="article_owed", condition=Q(planned_date__isnull=False)),
    models.Index(fields=["status", "-status_changed_at"], name="article_by_status"),
    # What is approved and waits to be given to readers: nearly all that is approved has been.
    models.Index(
        fields=["id"],
        name="article_approved",
        condition=Q(status=Status.APPROVED, trashed_at__isnull=True),
    ),
    # All texts in the order in which they appeared: the board of three languages.
    models.Index(APPEARED_AT.desc(), F("id").desc(), name="article_appeared"),
    # The desk's search. Kept up to date at once, since what somebody has just saved is sought next.
    GinIndex(PlainWords(*NAMING), name="article_words", fastupdate=False),
    # A namesake is looked for whenever a form is opened; the list in the order of titles.
    models.Index(fields=["title"], name="article_titled"),
    # A trend's last text and next week's; texts of an issue's days; the list in the order of weeks.
    models.Index(fields=["period_start"], name="article_of_week"),
    # Where a picture is used, asked before it may be deleted.
    shown_pictures("article_pictures"),
    # Embargoes that end in these weeks: few texts ever have one.
    models.Index(fields=["embargo_until"], name="article_under_embargo", condition=Q(embargo_until__isnull=False)),
    # The trash, newest first, which is next to nothing of the table.
    models.Index(fields=["-trashed_at", "-id"], name="article_in_the_trash", condition=Q(trashed_at__isnull=False)),
]
