from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from analysis import publishing
from analysis.models import Image, KeyText, Publication, Topic
from tests.factories import NOON, ArticleFactory, AuthorFactory, TopicFactory, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("masthead")]


def test_a_trend_lists_its_articles_with_the_week_beside_each(client: Client) -> None:
    topic = TopicFactory.create(slug="economy", name_en="Economy", description_en="Prices and power.")
    published(topic=topic, title="About it", period_start=date(2026, 11, 9), period_end=date(2026, 11, 15))
    published(title="About another")
    page = client.get("/economy/").content.decode()
    assert "Prices and power." in page
    assert "About it" in page
    assert "November\u00a09–15, 2026" in page
    assert "About another" not in page


def test_a_text_is_listed_under_each_of_its_topics_and_assessed_under_the_first(client: Client) -> None:
    economy, security = TopicFactory.create(slug="economy"), TopicFactory.create(slug="security")
    article = ArticleFactory.create(title="Both", assessment="worsened", assessment_reason="Because.")
    article.set_topics([(economy, True), (security, False)])
    publishing.publish(article=article, by=None, at=NOON)
    assert "Because." in client.get("/economy/").content.decode()
    page = client.get("/security/").content.decode()
    assert "Both" in page
    assert "Because." not in page


def test_a_trend_is_there_before_its_first_article(client: Client) -> None:
    TopicFactory.create(slug="economy")
    for path in ("/economy/", "/ru/economy/"):
        response = client.get(path)
        assert response.status_code == 200
        assert 'class="empty"' in response.content.decode()


def test_another_topic_exists_where_something_about_it_can_be_read(client: Client) -> None:
    topic = TopicFactory.create(slug="budget-2027", name_en="A secret plan", is_trend=False)
    ArticleFactory.create(topic=topic)
    assert client.get("/budget-2027/").status_code == 404
    assert "A secret plan" not in client.get("/topics/").content.decode()
    published(topic=topic)
    assert client.get("/budget-2027/").status_code == 200
    assert client.get("/ru/budget-2027/").status_code == 404
    assert "A secret plan" in client.get("/topics/").content.decode()


def test_a_description_in_another_language_says_so(client: Client) -> None:
    TopicFactory.create(slug="economy", description_en="Prices and power.")
    assert '<p class="opening__text"><span lang="en">Prices' in client.get("/ru/economy/").content.decode()
    assert '<p class="opening__text">Prices' in client.get("/economy/").content.decode()


def test_all_trends_are_listed_with_their_present_assessments(client: Client) -> None:
    assessed = TopicFactory.create(name_en="Assessed")
    TopicFactory.create(name_en="Not yet")
    published(topic=assessed, assessment="unchanged", assessment_reason="Nothing moved.")
    page = client.get("/topics/").content.decode()
    assert "Nothing moved." in page
    assert page.index("Assessed") < page.index("Nothing moved.") < page.rindex("Not yet")


# --- The dossier ----------------------------------------------------------------------------------------------


def key_texts(client: Client, path: str = "/economy/") -> list[str]:
    return [publication.title for publication in client.get(path).context["key_texts"]]


def pin(topic: Topic, *publications: Publication) -> None:
    for position, publication in enumerate(publications):
        KeyText.objects.create(topic=topic, article=publication.article, position=position)


def test_its_key_texts_stand_in_the_editors_order_wherever_they_are_filed(client: Client) -> None:
    topic = TopicFactory.create(slug="economy")
    first, second, third = (published(title=title) for title in ("Third", "First", "Second"))
    pin(topic, second, third, first)
    published(topic=topic, title="Not pinned")
    assert key_texts(client) == ["First", "Second", "Third"]
    assert "Key texts" in client.get("/economy/").content.decode()


def test_a_key_text_is_there_while_it_is_public(client: Client) -> None:
    topic = TopicFactory.create(slug="economy")
    draft = ArticleFactory.create(title="A draft")
    KeyText.objects.create(topic=topic, article=draft)
    over = published(title="It is over", at=NOON - timedelta(days=2))
    Publication.objects.filter(pk=over.pk).update(live_until=NOON - timedelta(days=1))
    coming = published(title="It is coming", at=timezone.now() + timedelta(days=1))
    pin(topic, over, coming)
    page = client.get("/economy/").content.decode()
    assert not any(words in page for words in ("A draft", "It is over", "It is coming", "Key texts"))


def test_a_key_text_is_read_in_the_readers_language(client: Client) -> None:
    topic = TopicFactory.create(slug="economy")
    original = published(title="The budget")
    pin(topic, original, published(title="Not translated"))
    published(title="Бюджет", language="ru", translation_key=original.translation_key)
    assert key_texts(client) == ["The budget", "Not translated"]
    assert key_texts(client, "/ru/economy/") == ["Бюджет"]


def test_it_names_those_who_write_about_it_in_the_readers_language(client: Client) -> None:
    topic = TopicFactory.create(slug="economy")
    for name in ("Zofia", "Ada"):
        published(topic=topic, author=AuthorFactory.create(name_en=name))
    published(author=AuthorFactory.create(name_en="Writes elsewhere"))
    published(topic=topic, language="ru", author=AuthorFactory.create(name_en="Writes in Russian"))
    ArticleFactory.create(topic=topic, author=AuthorFactory.create(name_en="Has a draft"))
    assert [str(name) for _path, name in client.get("/economy/").context["authors"]] == ["Ada", "Zofia"]


def test_a_dossier_without_texts_shows_no_empty_shelves(client: Client) -> None:
    TopicFactory.create(slug="economy")
    page = client.get("/economy/").content.decode()
    assert not any(label in page for label in ("Key texts", "Who writes about it", "Present assessment"))
    assert 'href="/economy/feed.atom"' in page


def test_older_parts_of_the_list_are_lists_alone(client: Client) -> None:
    topic = TopicFactory.create(slug="economy")
    pin(topic, published(title="Pinned"))
    for number in range(21):
        published(topic=topic, at=NOON - timedelta(days=number))
    older = client.get("/economy/" + client.get("/economy/").context["page"].older).content.decode()
    assert "Pinned" not in older


def test_it_asks_five_questions_however_many_articles_it_has(
    client: Client, image: Image, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    topic = TopicFactory.create(slug="economy", parent=TopicFactory.create())
    for start in (0, 10):
        for number in range(start, start + 10):
            day = NOON - timedelta(days=number)
            pin(
                topic,
                published(topic=topic, at=day, assessment="improved", lead_image=image, author=AuthorFactory.create()),
            )
        with django_assert_max_num_queries(5):
            assert client.get("/economy/").content.decode().count('<article class="entry"') == start + 10
        with django_assert_max_num_queries(5):
            client.get("/topics/")
