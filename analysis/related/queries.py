from datetime import datetime
from typing import Any

from django.db.models import Exists, F, FilteredRelation, Q, QuerySet

from analysis.models import Publication
from analysis.related.reasons import with_what_they_share


def similar_to(publication: Publication, *, at: datetime, limit: int = 5) -> list[Publication]:
    """
    The likest first, with their cards and what they share. While there are too few of them, the newest of the same
    trend follow, and the newest of all.
    """
    found = Publication.objects.live(at).filter(pk__in=chosen(publication, at=at, limit=limit)).with_card()
    likeness = FilteredRelation(
        "article__neighbour_of", condition=Q(article__neighbour_of__article=publication.article_id)
    )
    same_trend = Q(primary_topic=publication.primary_topic_id)
    likest_first = found.annotate(likeness=likeness, same_trend=same_trend).order_by(
        F("likeness__score").desc(nulls_last=True), "-same_trend", "-first_published_at", "-id"
    )
    return list(with_what_they_share(likest_first, publication)[:limit])


def chosen(publication: Publication, *, at: datetime, limit: int) -> QuerySet[Publication, Any]:
    """Keys of at least as many as there are to show, in one question. Stand-ins are only looked for where needed."""
    others = Publication.objects.live(at).in_language(publication.language).exclude(article=publication.article_id)
    nearest = others.filter(article__neighbour_of__article=publication.article_id)
    likest = nearest.order_by("-article__neighbour_of__score", "-id")
    stand_ins = others.filter(~Exists(nearest.order_by("pk")[limit - 1 : limit])).newest_first()
    of_trend = stand_ins.filter(primary_topic=publication.primary_topic_id)
    several = [each.values("pk")[: 2 * limit] for each in (of_trend, stand_ins)]
    return likest.values("pk")[:limit].union(*several, all=True)
