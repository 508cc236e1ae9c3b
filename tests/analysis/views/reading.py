from django.test import Client

from analysis.models import Publication


def text_of(client: Client, publication: Publication) -> str:
    """The page of a text, as a reader gets it."""
    response = client.get(publication.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()
