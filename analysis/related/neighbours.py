"""Finds out which texts are like which, ahead of time: pages only look it up."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import Q

from analysis.related.candidates import Found, candidates, read
from analysis.related.likeness import Weights, nearest
from analysis.related.models import Neighbour, Profile

# More than a page shows, since some of them will be withdrawn, or are not public yet.
KEPT: Final = 12
Nearest = list[tuple[int, float]]


def compare(profile: Profile, *, weights: Weights, before: datetime | None = None, number: int = KEPT) -> Nearest:
    """What to show beside a text, the best first; only older ones where an instant is given."""
    found = read(candidates(profile, before=before), beside=profile)
    return nearest_of(profile.pk, found, weights=weights, number=number)


def nearest_of(article_id: int, found: Found, *, weights: Weights, number: int = KEPT) -> Nearest:
    place = found.place(article_id)
    return nearest(found.texts, place, number=number, weights=weights, without=found.links_to[place])


def join(article_id: int, *, weights: Weights, at: datetime) -> None:
    """Finds an article's neighbours, and makes it a neighbour of those it belongs to."""
    profile = Profile.objects.get(pk=article_id)
    about = read(candidates(profile), beside=profile)
    mine = nearest_of(article_id, about, weights=weights, number=2 * KEPT)
    lists = {article_id: nearest_of(article_id, about, weights=weights)}
    theirs: dict[int, list[int]] = {other: [article_id] for other, _score in mine}
    for other, neighbour in Neighbour.objects.filter(article__in=theirs).values_list("article_id", "neighbour_id"):
        theirs[other].append(neighbour)
    found = read({article_id, *theirs, *(each for some in theirs.values() for each in some)})
    for other, some in theirs.items():
        lists[other] = nearest_of(other, found.only({other, *some}), weights=weights)
    keep(lists, at=at)


def keep(lists: Mapping[int, Nearest], *, at: datetime) -> None:
    """Replaces the neighbours of these articles. One at a time: no two of these ever wait for each other."""
    rows = [
        Neighbour(article_id=article, neighbour_id=neighbour, score=score, found_at=at)
        for article, some in lists.items()
        for neighbour, score in some
    ]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('related'))")
        Neighbour.objects.filter(article__in=lists).delete()
        Neighbour.objects.bulk_create(rows, batch_size=2_000)
        Profile.objects.filter(article__in=lists).update(compared_at=at)


def forget(article_id: int) -> None:
    Profile.objects.filter(article_id=article_id).delete()
    Neighbour.objects.filter(Q(article_id=article_id) | Q(neighbour_id=article_id)).delete()


def not_compared(language: str) -> Sequence[int]:
    profiles = Profile.objects.filter(language=language, compared_at=None)
    return list(profiles.order_by("article_id").values_list("article_id", flat=True))
