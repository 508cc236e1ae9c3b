from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F, Model, Value
from django.test import Client
from django.utils.translation import override

from analysis.models import Image, Publication, Topic
from analysis.templatetags.components import drawn_each, drawn_once
from tests.factories import NOON, ImageFactory, TopicFactory, published

pytestmark = pytest.mark.django_db


def the_text() -> Publication:
    return Publication.objects.live(NOON).with_card().known().get()


def drawn() -> str:
    return drawn_once("card", publication=the_text(), topic=True, standfirst=True)


def test_a_row_that_says_the_same_is_drawn_once() -> None:
    published(title="Twelve ministers", at=NOON)
    first = drawn()
    assert drawn() is first
    assert drawn_each("card", publication=[the_text(), the_text()], topic=True, standfirst=True) == first * 2


def test_it_is_drawn_for_each_list_and_language_that_shows_it_otherwise() -> None:
    published(title="Twelve ministers", standfirst="More than ever.", at=NOON)
    short = drawn_once("card", publication=the_text(), topic=True, standfirst=False)
    assert ("More than ever." in drawn(), "More than ever." in short) == (True, False)
    english = drawn()
    with override("ru"):
        assert drawn() != english
    assert drawn() == english


def test_whatever_a_card_shows_of_others_is_drawn_anew_when_it_changes() -> None:
    topic = TopicFactory.create(slug="economy", name_en="Economy")
    published(title="Twelve ministers", topic=topic, at=NOON, lead_image=ImageFactory.create())
    seen = [drawn()]
    changes: list[tuple[type[Model], dict[str, Any]]] = [
        (Topic, {"name_en": "Economics"}),
        (Topic, {"slug": "economics"}),
        (Image, {"focal_point": "0.1x0.9"}),
        (Image, {"formats_drawn_at": NOON}),
        (Publication, {"title": "Thirteen ministers"}),
        (Publication, {"first_published_at": NOON - timedelta(days=3)}),
    ]
    for model, values in changes:
        model._default_manager.update(**values)
        seen.append(drawn())
    assert len(set(seen)) == len(seen)
    assert "Economics" in seen[-1]
    assert "Thirteen ministers" in seen[-1]


def test_what_a_list_asks_besides_is_its_own() -> None:
    published(title="Twelve ministers", at=NOON)
    cards = Publication.objects.live(NOON).with_card().known()
    one, other = (cards.annotate(place=Value(number), same=F("title")).get() for number in (1, 2))
    assert (one.place, other.place, one.same) == (1, 2, "Twelve ministers")
    assert not hasattr(the_text(), "place")
    assert one.drawings is other.drawings


def test_nobody_changes_what_others_get() -> None:
    published(title="Twelve ministers", at=NOON)
    mine = the_text()
    mine.title = mine.primary_topic.name_en = "Changed by me"
    theirs = the_text()
    assert "Changed by me" not in (theirs.title, theirs.primary_topic.name_en)


def test_what_lists_do_not_show_is_read_when_it_is_asked_for() -> None:
    published(title="Twelve ministers", at=NOON)
    text = the_text()
    Publication.objects.update(word_count=1234)
    assert text.word_count == 1234
    Publication.objects.update(word_count=99)
    assert the_text().word_count == 99


@pytest.mark.parametrize("path", ["/", "/economy/", "/archive/2026/11/"])
def test_a_page_shows_a_new_name_at_once_though_nothing_was_told(path: str, client: Client) -> None:
    published(topic=TopicFactory.create(slug="economy", name_en="Economy", is_trend=True), at=NOON)
    assert "Economy" in client.get(path).content.decode()
    Topic.objects.update(name_en="Household")
    page = client.get(path).content.decode()
    assert ("Economy" in page, "Household" in page) == (False, True)
