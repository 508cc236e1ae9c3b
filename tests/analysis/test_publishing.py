from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from analysis import publishing
from analysis.models import Address, Article, Publication, Status, Topic
from analysis.models.revisions import Event
from analysis.publishing import PublishingError
from analysis.signals import timeline_changed
from tests.factories import (
    NOON,
    ArticleFactory,
    AuthorFactory,
    EditorFactory,
    TopicFactory,
    copies,
    published,
    scheduled,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
LATER = NOON + HOUR


def titles_at(instant: datetime) -> list[str]:
    return list(Publication.objects.live(instant).values_list("title", flat=True))


def rewrite(article: Article, title: str) -> Article:
    article.title = title
    article.save(update_fields=["title"])
    return article


def test_a_published_article_is_public_from_that_instant_on() -> None:
    published(title="Now", at=NOON)
    assert titles_at(NOON - timedelta(microseconds=1)) == []
    assert titles_at(NOON) == ["Now"]


def test_a_scheduled_article_becomes_public_at_its_second_with_nothing_running() -> None:
    scheduled(title="Monday", go_live_at=LATER)
    assert titles_at(LATER - timedelta(microseconds=1)) == []
    assert titles_at(LATER) == ["Monday"]


def test_editing_the_working_copy_changes_nothing_readers_see() -> None:
    publication = published(title="As approved")
    article = publication.article
    article.set_topics([(TopicFactory(), True)])
    article.tags.set(["secret"])
    rewrite(article, "A second thought")
    live = Publication.objects.live(LATER).get()
    assert (live.title, live.primary_topic_id) == ("As approved", publication.primary_topic_id)
    assert not live.tags.exists()


def test_a_scheduled_update_replaces_the_live_text_at_its_second() -> None:
    article = published(title="First").article
    publishing.schedule(article=rewrite(article, "Second"), by=None, go_live_at=LATER, at=NOON + HOUR / 2)
    assert titles_at(LATER - timedelta(seconds=1)) == ["First"]
    assert titles_at(LATER) == ["Second"]


def test_cancelling_an_update_leaves_the_live_text_for_good() -> None:
    article = published(title="First").article
    update = publishing.schedule(article=rewrite(article, "Second"), by=None, go_live_at=LATER, at=NOON)
    publishing.cancel(publication=update, at=NOON)
    assert titles_at(LATER + 99 * HOUR) == ["First"]


def ends_and_is_followed(*, end_first: bool) -> Publication:
    """What begins at the very instant at which the live text was to end."""
    live = published(title="First")
    if end_first:
        publishing.expire(publication=live, expire_at=LATER, at=NOON)
    update = publishing.schedule(article=rewrite(live.article, "Second"), by=None, go_live_at=LATER, at=NOON)
    if not end_first:
        publishing.expire(publication=live, expire_at=LATER, at=NOON)
    return update


@pytest.mark.parametrize("end_first", [True, False])
def test_cancelling_what_begins_at_an_end_that_was_set_leaves_the_end(end_first: bool) -> None:
    publishing.cancel(publication=ends_and_is_followed(end_first=end_first), at=NOON)
    assert titles_at(LATER - timedelta(seconds=1)) == ["First"]
    assert titles_at(LATER) == []


def test_what_begins_at_an_end_that_was_set_is_moved_without_the_end_and_not_before_it() -> None:
    update = ends_and_is_followed(end_first=True)
    with pytest.raises(PublishingError, match="Another change"):
        publishing.reschedule(publication=update, go_live_at=LATER - HOUR / 2, at=NOON)
    publishing.reschedule(publication=update, go_live_at=LATER + HOUR, at=NOON)
    assert titles_at(LATER) == []
    assert titles_at(LATER + HOUR) == ["Second"]


def test_an_end_that_is_taken_back_does_not_come_back_with_what_follows() -> None:
    update = ends_and_is_followed(end_first=True)
    publishing.expire(publication=Publication.objects.live(NOON).get(), expire_at=None, at=NOON)
    publishing.cancel(publication=update, at=NOON)
    assert titles_at(LATER + 99 * HOUR) == ["First"]


def test_an_update_takes_an_end_that_was_set_along_and_gives_it_back() -> None:
    live = published(title="First")
    publishing.expire(publication=live, expire_at=LATER + HOUR, at=NOON)
    update = publishing.schedule(article=rewrite(live.article, "Second"), by=None, go_live_at=LATER, at=NOON)
    last = publishing.schedule(article=rewrite(live.article, "Third"), by=None, go_live_at=LATER + HOUR, at=NOON)
    publishing.cancel(publication=update, at=NOON)
    publishing.cancel(publication=last, at=NOON)
    assert titles_at(LATER) == ["First"]
    assert titles_at(LATER + HOUR) == []


def test_rescheduling_moves_the_update_and_the_end_of_what_it_replaces() -> None:
    article = published(title="First").article
    update = publishing.schedule(article=rewrite(article, "Second"), by=None, go_live_at=LATER, at=NOON)
    publishing.reschedule(publication=update, go_live_at=LATER + HOUR, at=NOON)
    assert titles_at(LATER) == ["First"]
    assert titles_at(LATER + HOUR) == ["Second"]
    publishing.reschedule(publication=update, go_live_at=NOON + HOUR / 2, at=NOON)
    assert titles_at(NOON + HOUR / 2) == ["Second"]


def test_a_move_across_another_change_is_refused() -> None:
    article = published(title="First").article
    first = publishing.schedule(article=rewrite(article, "Second"), by=None, go_live_at=LATER, at=NOON)
    publishing.schedule(article=rewrite(article, "Third"), by=None, go_live_at=LATER + HOUR, at=NOON)
    with pytest.raises(PublishingError) as refused:
        publishing.reschedule(publication=first, go_live_at=LATER + 2 * HOUR, at=NOON)
    assert refused.value.field == "go_live_at"


def test_withdrawing_takes_the_article_and_all_its_plans_off_the_site() -> None:
    article = published().article
    publishing.schedule(article=article, by=None, go_live_at=LATER, at=NOON)
    publishing.withdraw(article=article, at=NOON + HOUR / 2)
    article.refresh_from_db()
    assert titles_at(NOON + HOUR / 2) == titles_at(LATER) == []
    assert article.status == Status.WITHDRAWN


def test_withdrawing_what_is_not_public_is_refused() -> None:
    with pytest.raises(PublishingError, match="neither public nor scheduled"):
        publishing.withdraw(article=ArticleFactory(), at=NOON)


def test_an_expired_article_is_gone_at_its_second_and_back_when_the_end_is_taken_back() -> None:
    publication = published(title="For a day")
    publishing.expire(publication=publication, expire_at=LATER, at=NOON)
    assert titles_at(LATER) == []
    publishing.expire(publication=publication, expire_at=None, at=NOON)
    assert titles_at(LATER) == ["For a day"]


def test_an_update_keeps_the_end_of_the_text_it_replaces() -> None:
    publication = published()
    publishing.expire(publication=publication, expire_at=LATER + HOUR, at=NOON)
    publishing.publish(article=publication.article, by=None, at=LATER)
    assert titles_at(LATER + HOUR) == []


def test_no_verb_publishes_under_an_embargo() -> None:
    article = ArticleFactory()
    publishing.embargo(article=article, until=LATER, at=NOON)
    with pytest.raises(PublishingError, match="embargo"):
        publishing.publish(article=article, by=None, at=NOON)
    with pytest.raises(PublishingError, match="embargo"):
        publishing.schedule(article=article, by=None, go_live_at=LATER - timedelta(seconds=1), at=NOON)
    late = publishing.schedule(article=article, by=None, go_live_at=LATER, at=NOON)
    with pytest.raises(PublishingError, match="embargo"):
        publishing.reschedule(publication=late, go_live_at=LATER - timedelta(seconds=1), at=NOON)


def test_the_database_refuses_a_publication_under_an_embargo() -> None:
    publication = scheduled(go_live_at=LATER)
    with pytest.raises(IntegrityError, match="publication_respects_embargo"), transaction.atomic():
        Publication.objects.filter(pk=publication.pk).update(embargo_until=LATER + HOUR)


def test_an_embargo_on_a_public_article_is_refused() -> None:
    with pytest.raises(PublishingError) as refused:
        publishing.embargo(article=published().article, until=LATER, at=NOON + HOUR / 2)
    assert refused.value.field == "embargo_until"


def test_the_database_refuses_two_publications_at_once() -> None:
    publication = published()
    twin = Publication.objects.get(pk=publication.pk)
    twin.pk, twin.live_from = None, LATER
    with pytest.raises(IntegrityError, match="one_publication_at_a_time"), transaction.atomic():
        twin.save()


def test_scheduling_in_the_past_is_refused_beside_its_field() -> None:
    with pytest.raises(PublishingError) as refused:
        publishing.schedule(article=ArticleFactory(), by=None, go_live_at=NOON, at=NOON)
    assert refused.value.field == "go_live_at"


def test_a_refused_schedule_leaves_nothing_behind() -> None:
    article = ArticleFactory()
    with pytest.raises(PublishingError):
        publishing.schedule(article=article, by=None, go_live_at=LATER, expire_at=NOON, at=NOON)
    assert not article.publications.exists()
    assert not article.revisions.exists()
    assert not Address.objects.exists()


def test_an_article_without_a_primary_topic_has_no_address_to_be_published_at() -> None:
    article = ArticleFactory()
    article.set_topics([])
    with pytest.raises(PublishingError) as refused:
        publishing.publish(article=article, by=None, at=NOON)
    assert refused.value.field == "topics"


def test_an_address_another_article_ever_had_is_refused() -> None:
    topic = TopicFactory()
    first = published(topic=topic, slug="budget").article
    publishing.withdraw(article=first, at=NOON + HOUR / 2)
    with pytest.raises(PublishingError) as refused:
        published(topic=topic, slug="budget", at=LATER)
    assert refused.value.field == "slug"


def test_every_address_an_article_had_stays_its_own() -> None:
    publication = published(topic=TopicFactory(slug="economy"), slug="rate")
    article = publication.article
    article.slug = "base-rate"
    article.save()
    publishing.publish(article=article, by=None, at=LATER)
    assert set(article.addresses.values_list("path", flat=True)) == {"/economy/rate/", "/economy/base-rate/"}


def test_renaming_a_topic_keeps_the_old_addresses_and_claims_the_new() -> None:
    topic = TopicFactory(slug="economy")
    article = published(topic=topic, slug="rate").article
    publishing.rename_topic(topic=topic, slug="money", at=LATER)
    assert set(article.addresses.values_list("path", flat=True)) == {"/economy/rate/", "/money/rate/"}


def test_a_topic_takes_along_every_slug_its_articles_ever_had_under_it() -> None:
    topic = TopicFactory(slug="economy")
    article = published(topic=topic, slug="rate").article
    article.slug = "base-rate"
    article.save()
    publishing.publish(article=article, by=None, at=LATER)
    scheduled(topic=topic, slug="outlook", language="ru", go_live_at=LATER + HOUR)
    publishing.rename_topic(topic=topic, slug="money", at=LATER)
    new = Address.objects.filter(path__contains="/money/").values_list("path", flat=True)
    assert set(new) == {"/money/rate/", "/money/base-rate/", "/ru/money/outlook/"}


def test_a_topic_that_would_take_addresses_of_others_stays_what_it_was() -> None:
    other = published(topic=TopicFactory(slug="money"), slug="rate").article
    Topic.objects.filter(slug="money").update(slug="finance")
    topic = TopicFactory(slug="economy")
    published(topic=topic, slug="rate")
    published(topic=topic, slug="outlook")
    with pytest.raises(PublishingError, match="“money”"):
        publishing.rename_topic(topic=topic, slug="money", at=LATER)
    assert Topic.objects.get(pk=topic.pk).slug == "economy"
    assert list(Address.objects.filter(path__startswith="/money/").values_list("article", flat=True)) == [other.pk]


def test_a_topic_of_many_texts_is_renamed_with_as_many_queries_as_one_of_few() -> None:
    few, many = TopicFactory(slug="economy"), TopicFactory(slug="elite")
    for topic, number in ((few, 2), (many, 40)):
        copies(published(topic=topic), [NOON + HOUR * each for each in range(1, number)])

    def renaming(topic: Topic, slug: str) -> tuple[int, list[int]]:
        heard: list[int] = []

        def listen(article_ids: list[int], **_kwargs: object) -> None:
            heard.extend(article_ids)

        timeline_changed.connect(listen)
        try:
            with CaptureQueriesContext(connection) as captured:
                publishing.rename_topic(topic=topic, slug=slug, at=LATER)
        finally:
            timeline_changed.disconnect(listen)
        return len(captured), heard

    (of_few, _), (of_many, heard) = renaming(few, "money"), renaming(many, "power")
    assert of_many == of_few
    assert len(heard) == len(set(heard)) == 40


def test_the_first_appearance_stays_the_date_of_all_later_versions() -> None:
    article = published(at=NOON).article
    update = publishing.publish(article=article, by=None, at=LATER)
    update.refresh_from_db()
    assert (update.first_published_at, update.last_published_at) == (NOON, LATER)


def test_restoring_brings_back_text_topics_bylines_and_tags_and_is_itself_a_revision() -> None:
    editor, author, topic = EditorFactory(), AuthorFactory(), TopicFactory()
    article = ArticleFactory(title="Before", topic=topic, author=author)
    article.tags.set(["budget", "cabinet"])
    revision = publishing.record(article=article, by=editor, event=Event.SAVE, at=NOON)
    article.set_topics([(TopicFactory(), True)])
    article.set_bylines([])
    article.tags.set(["other"])
    rewrite(article, "After")
    restored = publishing.restore(revision=revision, by=editor, at=LATER)
    article.refresh_from_db()
    assert article.title == "Before"
    assert article.primary_topic == topic
    assert list(article.authors.all()) == [author]
    assert sorted(article.tags.names()) == ["budget", "cabinet"]
    assert restored.content == revision.content
    assert [r.content["title"] for r in article.revisions.all()] == ["Before", "After", "Before"]


def test_saving_without_a_change_makes_no_revision() -> None:
    article = ArticleFactory()
    first = publishing.record(article=article, by=None, event=Event.SAVE, at=NOON)
    assert publishing.record(article=article, by=None, event=Event.SAVE, at=LATER) == first


def test_everybody_who_listens_is_told_of_a_change() -> None:
    heard = []

    def listen(article_ids: list[int], **_kwargs: object) -> None:
        heard.extend(article_ids)

    timeline_changed.connect(listen)
    try:
        article = published().article
    finally:
        timeline_changed.disconnect(listen)
    assert heard == [article.pk]
