"""Row 29: of two people on one article, nobody's words are lost without being shown."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html as parser

from analysis import publishing
from analysis.models import (
    Address,
    Article,
    FormerSlug,
    Publication,
    Topic,
)
from tests.factories import (
    ArticleFactory,
    TopicFactory,
    published,
)
from tests.functional.trust.attacks import form_data
from tests.functional.trust.two_people import at_once, signed_in


def desk(name: str, *args: object) -> str:
    return reverse(f"admin:analysis_article_{name}", args=args)


def without_tags(page: str) -> str:
    return parser.document_fromstring(page).text_content()


@pytest.mark.django_db
def test_the_second_of_two_saves_is_told_and_keeps_its_words_on_the_page() -> None:
    article = ArticleFactory.create()
    first, second = signed_in(), signed_in()
    path = desk("change", article.pk)
    data = {client: form_data(client, path) for client in (first, second)}
    assert first.post(path, data[first] | {"body": "<p>Words of the first.</p>"}).status_code == 302
    mine = data[second] | {"body": "<p>Words of the second.</p>", "title": "A second title"}
    answer = second.post(path, mine, follow=True)
    words = without_tags(answer.text)
    assert "Words of the second." in words
    assert "Words of the first." in words
    article.refresh_from_db()
    assert "Words of the first." in article.body
    kept = [revision.content for revision in article.revisions.all()]
    assert ("A second title", mine["body"]) in [(content["title"], content["body"]) for content in kept]


@pytest.mark.django_db
def test_saving_other_fields_is_an_update_too() -> None:
    """A change of the by-lines or topics alone must not be overwritten by an older form."""
    article = ArticleFactory.create()
    first, second = signed_in(), signed_in()
    path = desk("change", article.pk)
    data = {client: form_data(client, path) for client in (first, second)}
    assert first.post(path, data[first] | {"tags": "budget"}).status_code == 302
    assert second.post(path, data[second] | {"tags": "war"}).status_code == 302
    assert sorted(article.tags.names()) == ["budget", "war"]


@pytest.mark.django_db
def test_saving_an_older_form_as_it_came_takes_nothing_back() -> None:
    article = ArticleFactory.create()
    first, second = signed_in(), signed_in()
    path = desk("change", article.pk)
    data = {client: form_data(client, path) for client in (first, second)}
    changes = {"body": "<p>Words of the first.</p>", "tags": "budget", "standfirst": "New."}
    first.post(path, data[first] | changes)
    second.post(path, data[second])
    article.refresh_from_db()
    assert (article.body, article.standfirst) == (changes["body"], "New.")
    assert list(article.tags.names()) == ["budget"]


@pytest.mark.django_db
@pytest.mark.parametrize("decision", ["publish", "schedule", "embargo"])
def test_nobody_publishes_a_text_they_have_not_seen(decision: str) -> None:
    """Wagtail's dialogue was skipped when a schedule was saved; here every decision names its version."""
    article = ArticleFactory.create()
    writer, editor = signed_in(), signed_in()
    path = desk(decision, article.pk)
    seen = form_data(editor, path)
    change = desk("change", article.pk)
    assert writer.post(change, form_data(writer, change, body="<p>Not for print.</p>")).status_code == 302
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    instants = {
        f"{name}_{part}": value
        for name in ("go_live_at", "embargo_until")
        for part, value in (("day", day), ("time", "09:00"))
    }
    answer = editor.post(path, seen | instants)
    assert answer.status_code == 200
    assert not Publication.objects.exists()
    article.refresh_from_db()
    assert article.embargo_until is None


@pytest.mark.django_db
def test_going_back_to_an_old_text_asks_for_the_version_on_the_screen() -> None:
    article = published().article
    revision = article.revisions.first()
    assert revision is not None
    first, second = signed_in(), signed_in()
    change = desk("change", article.pk)
    first.post(change, form_data(first, change, body="<p>New words.</p>"))
    seen = form_data(second, desk("compare", article.pk, revision.pk))
    first.post(change, form_data(first, change, body="<p>Newer words.</p>"))
    second.post(desk("restore", article.pk, revision.pk), seen)
    article.refresh_from_db()
    assert "Newer words." in article.body


@pytest.mark.django_db
def test_what_was_chosen_against_is_in_the_history() -> None:
    article = ArticleFactory.create()
    first, second = signed_in(), signed_in()
    path = desk("change", article.pk)
    data = {client: form_data(client, path) for client in (first, second)}
    first.post(path, data[first] | {"title": "Of the first"})
    merge = second.post(path, data[second] | {"title": "Of the second"}).headers["Location"]
    article.refresh_from_db()
    assert second.post(merge, {"version": article.version, "field-title": "mine"}).status_code == 302
    article.refresh_from_db()
    assert article.title == "Of the second"
    kept = [revision.content["title"] for revision in article.revisions.all()]
    assert {"Of the first", "Of the second"} <= set(kept)


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_one_wins_and_the_other_waits_to_be_merged() -> None:
    article = ArticleFactory.create()
    path = desk("change", article.pk)
    clients = [signed_in(), signed_in()]
    data = [form_data(client, path, body=f"<p>Words {number}.</p>") for number, client in enumerate(clients)]
    answers = at_once(*(lambda c=client, d=given: c.post(path, d) for client, given in zip(clients, data, strict=True)))
    assert sorted("/merge/" in answer.headers["Location"] for answer in answers) == [False, True]
    kept = [revision.content["body"] for revision in article.revisions.all()]
    assert {"<p>Words 0.</p>", "<p>Words 1.</p>"} <= set(kept)


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_of_different_fields_at_once_both_win() -> None:
    article = ArticleFactory.create()
    path = desk("change", article.pk)
    clients = [signed_in(), signed_in()]
    changes = ({"standfirst": "New words."}, {"dateline": "KORIN"})
    data = [form_data(client, path, **change) for client, change in zip(clients, changes, strict=True)]
    answers = at_once(*(lambda c=client, d=given: c.post(path, d) for client, given in zip(clients, data, strict=True)))
    assert {answer.headers["Location"] for answer in answers} == {path}
    article.refresh_from_db()
    assert (article.standfirst, article.dateline) == ("New words.", "KORIN")


@pytest.mark.django_db(transaction=True)
def test_a_save_and_a_late_autosave_at_once_do_not_stop_each_other() -> None:
    """Both touch the article and the draft buffer; in whichever order, what is saved is not offered again."""
    article, client = ArticleFactory.create(), signed_in()
    path, key = desk("change", article.pk), f"{article.pk}.a"
    for number in range(5):
        data = form_data(client, path, standfirst=f"Words {number}.", autosave_key=f"{key}{number}")
        typed = {"key": f"{key}{number}", "fields": json.dumps([["standfirst", f"Words {number}"]])}
        client.post(desk("autosave"), typed)
        answers = at_once(partial(client.post, path, data), partial(client.post, desk("autosave"), typed))
        assert [answer.status_code for answer in answers] == [302, 200]
    assert "You typed this on" not in client.get(path).text


@pytest.mark.django_db(transaction=True)
def test_of_two_publications_at_once_one_wins() -> None:
    article = ArticleFactory.create()
    path = desk("publish", article.pk)
    clients = [signed_in(), signed_in()]
    data = [form_data(client, path) for client in clients]
    answers = at_once(*(lambda c=client, d=given: c.post(path, d) for client, given in zip(clients, data, strict=True)))
    assert all(answer.status_code < 500 for answer in answers)
    assert article.publications.live(timezone.now()).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_articles_that_claim_one_address_at_once_one_wins() -> None:
    """Row 30: twins of a slug, in the milliseconds between the check and the insert."""
    topic = ArticleFactory.create().primary_topic
    twins = [ArticleFactory.create(slug="twin", topic=topic) for _ in range(2)]

    def publish(article: Article) -> bool:
        try:
            publishing.publish(article=article, by=None, at=timezone.now())
        except publishing.PublishingError:
            return False
        return True

    assert sorted(at_once(*(lambda a=twin: publish(a) for twin in twins))) == [False, True]
    assert Publication.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_rename_a_topic_at_once_neither_loses_an_address() -> None:
    topic = TopicFactory.create(slug="elite")
    published(topic=topic, slug="budget")

    def rename(slug: str) -> None:
        publishing.rename_topic(topic=Topic.objects.get(pk=topic.pk), slug=slug, at=timezone.now())

    at_once(partial(rename, "power"), partial(rename, "rulers"))
    present = Topic.objects.get(pk=topic.pk).slug
    former = set(FormerSlug.objects.values_list("slug", flat=True))
    assert former == {"elite", "power", "rulers"} - {present}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_public", [False, True])
def test_what_is_published_while_its_topic_is_renamed_has_its_address(is_public: bool) -> None:
    topic = TopicFactory.create(slug="elite-0")
    for number in range(1, 6):
        text = published(topic=topic).article if is_public else ArticleFactory.create(topic=topic)
        publish = partial(publishing.publish, article=text, by=None, at=timezone.now())
        rename = partial(publishing.rename_topic, topic=topic, slug=f"elite-{number}", at=timezone.now())
        at_once(publish, rename)
        public = Publication.objects.live(timezone.now()).get(article=text)
        assert public.get_absolute_url().startswith(f"/elite-{number}/")
        assert Address.objects.get(path=public.get_absolute_url()).article == text


def save_the_form(article: Article, client: Client) -> Callable[[], int]:
    path = desk("change", article.pk)
    data = form_data(client, path) | {"title": "Saved meanwhile"}
    return lambda: client.post(path, data).status_code


def begin_a_translation(article: Article, client: Client) -> Callable[[], int]:
    return lambda: client.post(desk("translate", article.pk), {"language": "ru"}).status_code


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", [save_the_form, begin_a_translation])
def test_no_page_and_no_renaming_of_its_topic_wait_for_each_other_for_ever(
    step: Callable[[Article, Client], Callable[[], int]],
) -> None:
    topic, client = TopicFactory.create(slug="elite-0"), signed_in()
    for number in range(1, 4):
        carry_out = step(published(topic=topic).article, client)
        rename = partial(publishing.rename_topic, topic=topic, slug=f"elite-{number}", at=timezone.now())
        assert at_once(carry_out, rename)[0] == 302


@pytest.mark.django_db(transaction=True)
def test_of_two_translations_begun_at_once_from_two_languages_there_is_one() -> None:
    clients = [signed_in(), signed_in()]
    for _round in range(3):
        english = ArticleFactory.create(language="en")
        key = english.translation_key
        belarusian = ArticleFactory.create(language="be", translation_key=key)
        begin = [
            partial(client.post, desk("translate", article.pk), {"language": "ru"})
            for client, article in zip(clients, (english, belarusian), strict=True)
        ]
        answers = at_once(*begin)
        russian = Article.objects.get(translation_key=key, language="ru")
        assert [answer.headers["Location"] for answer in answers] == [desk("change", russian.pk)] * 2
