from datetime import datetime, timedelta

import pytest
from django.test import Client

from analysis import publishing
from tests.factories import NOON, ArticleFactory, published, scheduled

pytestmark = pytest.mark.django_db


def test_an_earlier_address_redirects_in_one_hop(client: Client) -> None:
    publication = published(slug="first")
    article, old = publication.article, publication.get_absolute_url()
    article.slug = "second"
    article.save()
    new = publishing.publish(article=article, by=None, at=NOON + timedelta(hours=1)).get_absolute_url()
    response = client.get(f"{old}?utm_source=x")
    assert (response.status_code, response.headers["Location"]) == (301, new)


@pytest.mark.parametrize(
    "path", ["/old/", "/2014/05/some/old/page/", "/story.html", "/authors/old-story/", "/tags/old/"]
)
def test_an_address_of_any_depth_leads_to_its_article(client: Client, path: str) -> None:
    publication = published()
    publication.article.addresses.create(path=path)
    response = client.get(path)
    assert (response.status_code, response.headers["Location"]) == (301, publication.get_absolute_url())


def test_the_address_of_a_withdrawn_article_says_that_it_is_gone(client: Client) -> None:
    publication = published(title="Not any more")
    publishing.withdraw(article=publication.article, at=NOON + timedelta(hours=1))
    response = client.get(publication.get_absolute_url())
    assert response.status_code == 410
    page = response.content.decode()
    assert "withdrawn" in page
    assert 'name="q"' in page
    assert "Not any more" not in page


def test_an_expired_article_is_gone_with_its_last_second(client: Client, today: datetime) -> None:
    publication = publishing.expire(publication=published(), expire_at=today, at=NOON)
    assert client.get(publication.get_absolute_url()).status_code == 410


def test_drafts_and_scheduled_articles_are_not_found(client: Client, today: datetime) -> None:
    draft = ArticleFactory.create()
    publication = scheduled(go_live_at=today + timedelta(seconds=1))
    assert client.get(str(draft.path)).status_code == 404
    assert client.get(publication.get_absolute_url()).status_code == 404


def test_a_scheduled_article_is_there_with_its_second(client: Client, today: datetime) -> None:
    assert client.get(scheduled(go_live_at=today).get_absolute_url()).status_code == 200
