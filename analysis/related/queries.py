from datetime import datetime

from analysis.models import Publication


def similar_to(publication: Publication, *, at: datetime, limit: int = 5) -> list[Publication]:
    live = Publication.objects.live(at).in_language(publication.language).about(publication.primary_topic)
    return list(live.exclude(article=publication.article_id).with_card().newest_first()[:limit])
