from datetime import datetime
from typing import Any

from django.db.models import Exists, F, FilteredRelation, Q, QuerySet

from analysis.models import Publication
from analysis.related.reasons import with_what_they_share


def similar_to(publication: Publication, *, at: datetime, limit: int = 5) -> list[Publication]:
    """The likest first, with their cards and what they share. Until any are found: the newest of the same trend."""
    found = Publication.objects.live(at).filter(pk__in=chosen(publication, at=at, limit=limit)).with_card()
    likeness = FilteredRelation(
        "article__neighbour_of", condition=Q(article__neighbour_of__article=publication.article_id)
    )
    likest_first = found.annotate(likeness=likeness).order_by(
        F("likeness__score").desc(nulls_last=True), "-first_published_at", "-id"
    )
    return list(with_what_they_share(likest_first, publication))


def chosen(publication: Publication, *, at: datetime, limit: int) -> QuerySet[Publication, Any]:
    """Their keys, in one question whichever of the two there are."""
    others = Publication.objects.live(at).in_language(publication.language).exclude(article=publication.article_id)
    nearest = others.filter(article__neighbour_of__article=publication.article_id)
    stand_ins = others.about(publication.primary_topic).filter(~Exists(nearest)).newest_first()
    likest = nearest.order_by("-article__neighbour_of__score", "-id")
    return likest.values("pk")[:limit].union(stand_ins.values("pk")[:limit], all=True)
