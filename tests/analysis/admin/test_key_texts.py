"""The texts that an editor pins to a topic's dossier."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from analysis.models import Topic
from tests.analysis.admin.test_registers import topic_form
from tests.factories import ArticleFactory, EditorFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db


def save(client: Client, user: User, topic: Topic, *articles: int) -> None:
    rows: dict[str, Any] = {"key_texts-TOTAL_FORMS": len(articles)}
    for number, article in enumerate(articles):
        rows |= {f"key_texts-{number}-article": article, f"key_texts-{number}-position": number}
    client.force_login(user)
    client.post(reverse("admin:analysis_topic_change", args=[topic.pk]), topic_form(topic, **rows))


def pinned(topic: Topic) -> list[str]:
    return [str(key_text) for key_text in topic.key_texts.all()]


def test_an_editor_pins_texts_in_an_order(client: Client) -> None:
    topic = TopicFactory.create()
    first, second = ArticleFactory.create(title="First"), ArticleFactory.create(title="Second")
    save(client, EditorFactory.create(), topic, first.pk, second.pk)
    assert pinned(topic) == ["First", "Second"]


def test_a_text_is_pinned_once(client: Client) -> None:
    topic, article = TopicFactory.create(), ArticleFactory.create(title="The one")
    save(client, EditorFactory.create(), topic, article.pk, article.pk)
    assert pinned(topic) == []


def test_an_analyst_pins_nothing(client: Client) -> None:
    topic = TopicFactory.create()
    save(client, UserFactory.create(), topic, ArticleFactory.create().pk)
    assert pinned(topic) == []


def test_texts_are_found_by_their_words_and_not_listed_whole(client: Client) -> None:
    ArticleFactory.create(title="Far too many to list")
    client.force_login(EditorFactory.create())
    page = client.get(reverse("admin:analysis_topic_add")).content.decode()
    assert 'data-model-name="keytext"' in page
    assert "Far too many to list" not in page


def test_a_row_is_a_search_for_a_text_and_nothing_else(client: Client) -> None:
    topic, editor = TopicFactory.create(), EditorFactory.create()
    save(client, editor, topic, ArticleFactory.create().pk)
    shown = client.get(reverse("admin:analysis_topic_change", args=[topic.pk])).content.decode()
    assert "admin-autocomplete" in shown
    assert "related-widget-wrapper" not in shown
