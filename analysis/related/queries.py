from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from analysis.models import Publication, Suggestion, SuggestionKind
from analysis.models.publications import PublicationQuerySet
from analysis.models.statements import written_once
from analysis.related.models import Neighbour
from analysis.related.reasons import with_what_can_be_shared
from analysis.text.body import internal_paths

# What was found before, and what editors decided: these come with the article's own row.
NEAREST = ArraySubquery(
    Neighbour.objects.filter(article=OuterRef("article")).order_by("-score", "-neighbour").values("neighbour")
)
DECIDED = ArraySubquery(
    Suggestion.objects.filter(article=OuterRef("article")).values(row=JSONObject(suggested="suggested", kind="kind"))
)


class Beside(NamedTuple):
    """Numbers of the articles to show beside one, in this order, and of those never to show."""

    pinned: Sequence[int] = ()
    nearest: Sequence[int] = ()
    banned: Sequence[int] = ()


def beside_from(nearest: Sequence[int], decided: Sequence[dict[str, Any]]) -> Beside:
    """Of what `NEAREST` and `DECIDED` brought."""
    pinned = [row["suggested"] for row in decided if row["kind"] == SuggestionKind.PIN]
    banned = [row["suggested"] for row in decided if row["kind"] == SuggestionKind.BAN]
    return Beside(pinned, [each for each in nearest if each not in (*pinned, *banned)], banned)


def beside_of(article_id: int) -> Beside:
    """Of an article whose row is at hand already, or has never been public."""
    nearest = Neighbour.objects.filter(article=article_id).order_by("-score", "-neighbour")
    decided: Any = Suggestion.objects.filter(article=article_id).values("suggested", "kind")
    return beside_from(list(nearest.values_list("neighbour", flat=True)), list(decided))


def similar_to(
    publication: Publication, *, at: datetime, limit: int = 5, beside: Beside | None = None
) -> list[Publication]:
    """
    What editors pinned, then the likest, with their cards and what they may share. While there are too few of them,
    the newest of the same trend follow, and the newest of all. `beside`: where it came with the publication already.
    """
    beside = beside or beside_of(publication.article_id)
    wanted = [*beside.pinned, *beside.nearest]
    others = Publication.objects.live(at).in_language(publication.language).exclude(article=publication.article_id)
    found: list[Publication] = []
    if len(wanted) >= limit:
        likest = live_of(articles=wanted, language=publication.language, at=at)
        found = _in_order(likest, publication, beside)
    if len(found) < limit:
        few = Q(article__in=wanted) | Q(pk__in=stand_ins(others, publication, beside, limit=limit))
        found = _in_order(with_what_can_be_shared(others.filter(few).newest_first()), publication, beside)
    return found[:limit]


@written_once
def live_of(*, articles: Sequence[int], language: str, at: datetime) -> PublicationQuerySet:
    of_them = Publication.objects.live(at).in_language(language).filter(article__any_of=articles)
    return with_what_can_be_shared(of_them.newest_first())


def stand_ins(
    others: PublicationQuerySet, publication: Publication, beside: Beside, *, limit: int
) -> QuerySet[Publication, Any]:
    """Keys of more than `limit`, since the page may lead to some of them already."""
    others = others.exclude(article__in=beside.banned)
    if publication.issue_id:
        others = others.exclude(issue=publication.issue_id)
    number = limit + len(beside.pinned) + len(beside.nearest) + len(internal_paths(publication.body))
    of_trend = others.filter(primary_topic=publication.primary_topic_id).newest_first().values("pk")[:number]
    return of_trend.union(others.newest_first().values("pk")[:number])


def _in_order(publications: Iterable[Publication], publication: Publication, beside: Beside) -> list[Publication]:
    places = {article: place for place, article in enumerate([*beside.pinned, *beside.nearest])}
    found = without_the_linked(publications, publication, beside)
    trend = publication.primary_topic_id
    # Those that stand in have no place of their own: the newest of the trend first.
    return sorted(found, key=lambda each: (places.get(each.article_id, len(places)), each.primary_topic_id != trend))


def without_the_linked(found: Iterable[Publication], publication: Publication, beside: Beside) -> Iterable[Publication]:
    """Not again what the page leads to already, from its text or from its issue, unless an editor pinned it."""
    linked = internal_paths(publication.body)
    for each in found:
        is_of_the_issue = each.issue_id is not None and each.issue_id == publication.issue_id
        if each.article_id in beside.pinned or not (is_of_the_issue or each.get_absolute_url() in linked):
            yield each
