from datetime import datetime

from django.contrib.postgres.search import SearchQuery

from analysis.models import Publication
from analysis.models.publications import PublicationQuerySet


def search(text: str, *, language: str, at: datetime) -> PublicationQuerySet:
    return Publication.objects.live(at).in_language(language).filter(search_vector=SearchQuery(text)).newest_first()
