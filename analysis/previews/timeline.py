"""The instants at which what readers see changes."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from django.db.models import Max, Min, Q
from django.utils import timezone

from analysis.models import Publication
from analysis.previews.addresses import SECOND, at_the_second, is_within_reach

MONDAY, NINE = 0, 9


class Moment(NamedTuple):
    at: datetime
    publications: list[Publication]


def next_change(at: datetime) -> datetime | None:
    return _reachable(
        Publication.objects.aggregate(
            begins=Min("live_from", filter=Q(live_from__gt=at)), ends=Min("live_until", filter=Q(live_until__gt=at))
        ),
        min,
    )


def previous_change(at: datetime) -> datetime | None:
    """The last one that an address of an earlier second shows as done."""
    before = at - SECOND
    return _reachable(
        Publication.objects.aggregate(
            begins=Max("live_from", filter=Q(live_from__lte=before)),
            ends=Max("live_until", filter=Q(live_until__lte=before)),
        ),
        max,
    )


def coming(at: datetime, limit: int) -> list[Moment]:
    """What is scheduled next, second by second."""
    scheduled = Publication.objects.scheduled(at).with_card().order_by("live_from", "id")[:limit]
    by_second = groupby(scheduled, key=lambda publication: at_the_second(publication.live_from))
    return [Moment(instant, list(publications)) for instant, publications in by_second]


def next_monday(at: datetime) -> datetime:
    """The next Monday morning where the clock of the person who asks stands."""
    local = timezone.localtime(at)
    monday = local + timedelta(days=(MONDAY - local.weekday()) % 7)
    morning = monday.replace(hour=NINE, minute=0, second=0, microsecond=0, fold=0)
    return morning if morning > at else morning + timedelta(weeks=1)


def _reachable(moments: dict[str, datetime | None], first: Callable[[Iterable[datetime]], datetime]) -> datetime | None:
    found = [at_the_second(moment) for moment in moments.values() if moment]
    moment = first(found) if found else None
    return moment if moment and is_within_reach(moment) else None
