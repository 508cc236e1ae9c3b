from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from analysis import publishing
from analysis.models import Image
from tests.factories import NOON, ArticleFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("masthead")]


def publish_with_tag(title: str, tag: str, **fields: Any) -> None:
    article = ArticleFactory.create(title=title, **fields)
    article.tags.set([tag])
    publishing.publish(article=article, by=None, at=NOON)


def test_a_tag_lists_its_articles_in_the_pages_language(client: Client) -> None:
    publish_with_tag("On inflation", "inflation")
    publish_with_tag("Об инфляции", "inflation", language="ru")
    page = client.get("/tags/inflation/").content.decode()
    assert "On inflation" in page
    assert "Об инфляции" not in page
    assert 'href="/ru/tags/inflation/"' in page
    assert 'href="/be/tags/inflation/"' not in page


def test_a_tag_of_drafts_is_unknown_to_readers(client: Client) -> None:
    ArticleFactory.create().tags.set(["secret"])
    assert client.get("/tags/secret/").status_code == 404


def test_it_asks_three_questions_however_many_articles_there_are(
    client: Client, image: Image, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _round in range(2):
        for number in range(10):
            publish_with_tag(f"Text {number}", "inflation", lead_image=image)
        with django_assert_max_num_queries(3):
            client.get("/tags/inflation/")
