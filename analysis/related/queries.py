from datetime import datetime
from typing import Any

from django.db.models import Exists, F, FilteredRelation, Q, QuerySet

from analysis.models import Publication, Suggestion, SuggestionKind
from analysis.models.publications import PublicationQuerySet
from analysis.related.reasons import facts_of, with_what_they_share
from analysis.related.texts import linked_from


def similar_to(publication: Publication, *, at: datetime, limit: int = 5) -> list[Publication]:
    """
    What editors pinned, in their order, then the likest, with their cards and what they share. While there are too
    few of them, the newest of the same trend follow, and the newest of all.
    """
    found = Publication.objects.live(at).filter(pk__in=chosen(publication, at=at, limit=limit)).with_card()
    beside = Q(article__neighbour_of__article=publication.article_id)
    best_first = found.annotate(
        likeness=FilteredRelation("article__neighbour_of", condition=beside),
        pin=FilteredRelation("article__suggested_beside", condition=pinned_beside(publication)),
        pinned_at=F("pin__decided_at"),
        same_trend=Q(primary_topic=publication.primary_topic_id),
    ).order_by(
        *(F("pin__position").asc(nulls_last=True), F("likeness__score").desc(nulls_last=True)),
        *("-same_trend", "-first_published_at", "-id"),
    )
    return list(with_what_they_share(best_first, facts_of(publication))[:limit])


def chosen(publication: Publication, *, at: datetime, limit: int) -> QuerySet[Publication, Any]:
    """Keys of at least as many as there are to show, in one question. Stand-ins are only looked for where needed."""
    others = Publication.objects.live(at).in_language(publication.language).exclude(article=publication.article_id)
    pins = others.filter(pinned_beside(publication)).order_by("article__suggested_beside__position")
    free = without_the_decided(others, publication)
    nearest = free.filter(article__neighbour_of__article=publication.article_id)
    likest = nearest.order_by("-article__neighbour_of__score", "-id")
    stand_ins = free.filter(~Exists(nearest.order_by("pk")[limit - 1 : limit])).newest_first()
    of_trend = stand_ins.filter(primary_topic=publication.primary_topic_id)
    several = [each.values("pk")[: 2 * limit] for each in (of_trend, stand_ins)]
    return pins.values("pk")[:limit].union(likest.values("pk")[:limit], *several, all=True)


def pinned_beside(publication: Publication) -> Q:
    return Q(
        article__suggested_beside__article=publication.article_id, article__suggested_beside__kind=SuggestionKind.PIN
    )


def without_the_decided(others: PublicationQuerySet, publication: Publication) -> PublicationQuerySet:
    """Without what editors pinned or banned, and what the page leads to already: from its text, or beside it."""
    decided = Suggestion.objects.filter(article=publication.article_id)
    free = others.exclude(article__in=decided.values("suggested"))
    if publication.issue_id:
        free = free.exclude(issue=publication.issue_id)
    linked = linked_from(publication.body)
    return free.exclude(article__in=linked) if linked is not None else free
