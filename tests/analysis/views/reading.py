from django.test import Client

from analysis.models import Author, Publication, Tag
from analysis.publishing.former_slugs import keep_former_slug


def text_of(client: Client, publication: Publication) -> str:
    """The page of a text, as a reader gets it."""
    response = client.get(publication.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def rename(named: Author | Tag, slug: str) -> None:
    former, named.slug = named.slug, slug
    named.save()
    keep_former_slug(named, former)
