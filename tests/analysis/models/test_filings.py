"""What is filed under something is found there by its language and its time, whoever changes them."""

from datetime import timedelta

import pytest

from analysis.models import (
    Author,
    Authorship,
    BylineRole,
    Publication,
    PublicationByline,
    PublicationTag,
    PublicationTopic,
    Topic,
)
from tests.factories import NOON, AuthorFactory, TagFactory, TopicFactory, copies, published

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FILINGS = (PublicationTopic, PublicationTag, PublicationByline)


@pytest.fixture
def topic() -> Topic:
    return TopicFactory.create()


@pytest.fixture
def author() -> Author:
    return AuthorFactory.create()


@pytest.fixture
def publication(topic: Topic, author: Author) -> Publication:
    publication = published(topic=topic, author=author)
    publication.tags.add(TagFactory.create())
    return publication


def filed(publication: Publication) -> set[tuple[str, object]]:
    found = (model.objects.filter(publication=publication) for model in FILINGS)
    return {pair for filings in found for pair in filings.values_list("language", "first_published_at")}


def test_a_filing_has_the_language_and_the_time_of_its_publication(publication: Publication) -> None:
    assert all(model.objects.filter(publication=publication).exists() for model in FILINGS)
    assert filed(publication) == {("en", NOON)}


def test_they_change_with_the_publication(publication: Publication) -> None:
    Publication.objects.filter(pk=publication.pk).update(first_published_at=NOON - DAY, language="ru")
    assert filed(publication) == {("ru", NOON - DAY)}


def test_nothing_else_can_be_written_there(publication: Publication) -> None:
    PublicationTopic.objects.filter(publication=publication).update(language="be", first_published_at=NOON + DAY)
    assert filed(publication) == {("en", NOON)}


def test_texts_are_listed_newest_first_by_what_they_are_filed_under(publication: Publication, topic: Topic) -> None:
    older, newer = copies(publication, [NOON - DAY, NOON + DAY])
    listed = Publication.objects.in_language("en").about(topic).newest_filed_first()
    assert list(listed) == [newer, publication, older]


def test_a_text_is_listed_once_whatever_its_author_did_for_it(publication: Publication, author: Author) -> None:
    publication.bylines.create(author=author, role=BylineRole.EDITOR)
    assert list(Publication.objects.by(author).newest_filed_first()) == [publication]


def authorships(topic: Topic) -> list[tuple[str, int]]:
    return list(Authorship.objects.filter(topic=topic).values_list("language", "author"))


def test_who_writes_about_a_topic_follows_from_by_lines_and_topics(
    publication: Publication, topic: Topic, author: Author
) -> None:
    assert authorships(topic) == [("en", author.pk)]
    Publication.objects.filter(pk=publication.pk).update(language="ru")
    assert authorships(topic) == [("ru", author.pk)]
    publication.bylines.update(role=BylineRole.EDITOR)
    assert authorships(topic) == []
    publication.bylines.update(role=BylineRole.AUTHOR)
    publication.topics.remove(topic)
    assert authorships(topic) == []
    publication.topics.add(topic)
    publication.bylines.all().delete()
    assert authorships(topic) == []
