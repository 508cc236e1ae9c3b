from datetime import datetime

from analysis.models import Publication


def similar_to(publication: Publication, *, at: datetime, limit: int = 5) -> list[Publication]:
    """The likest first, with their cards. Until any are found: the newest of the same trend."""
    others = Publication.objects.live(at).in_language(publication.language).with_card()
    nearest = others.filter(article__neighbour_of__article=publication.article_id)
    found = list(nearest.order_by("-article__neighbour_of__score", "-id")[:limit])
    if found:
        return found
    same_trend = others.about(publication.primary_topic).exclude(article=publication.article_id)
    return list(same_trend.newest_first()[:limit])
