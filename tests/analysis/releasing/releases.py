"""What has been released, and when."""

from datetime import datetime, timedelta

from analysis.models import Edition, Publication
from tests.factories import NOON

HOUR = timedelta(hours=1)
FRIDAY = NOON + timedelta(days=4)


def live_titles(instant: datetime) -> set[str]:
    return set(Publication.objects.live(instant).values_list("title", flat=True))


def released_at(edition: Edition) -> datetime | None:
    return Edition.objects.get(pk=edition.pk).released_at
