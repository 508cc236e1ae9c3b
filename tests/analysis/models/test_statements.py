import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, QuerySet
from pytest_django import DjangoAssertNumQueries

from analysis.models import Publication, Topic
from analysis.models.statements import written_once
from analysis.views.articles import publications_at
from tests.factories import NOON, TopicFactory, published, scheduled

pytestmark = pytest.mark.django_db


@written_once
def titled(*, beginning: str, at: Any) -> QuerySet[Publication]:
    return Publication.objects.live(at).filter(title__startswith=beginning).select_related("primary_topic")


@written_once
def slugs(*, keys: list[int]) -> "QuerySet[Topic, str]":
    return Topic.objects.filter(pk__any_of=keys).order_by("slug").values_list("slug", flat=True)


@written_once
def below(*, parent: int | None) -> QuerySet[Topic]:
    return Topic.objects.filter(parent=parent)


@written_once
def with_a_per_cent_sign() -> QuerySet[Topic]:
    return Topic.objects.filter(name_en__endswith="%").exclude(name_en__contains="50%").annotate(same=F("slug"))


def test_it_is_asked_again_with_other_values(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    published(title="Twelve ministers", at=NOON)
    scheduled(title="Twelve more", go_live_at=NOON + timedelta(hours=1))
    with django_assert_num_queries(4):
        assert [each.title for each in titled(beginning="Twelve", at=NOON)] == ["Twelve ministers"]
        assert len(titled(beginning="Twelve", at=NOON + timedelta(hours=1))) == 2
        assert titled(beginning="Eleven", at=NOON) == []
        assert titled(beginning="Twelve", at=NOON)[0].primary_topic.slug


@pytest.fixture
def hurried_threads() -> Iterator[None]:
    """They take turns every few steps, as they do now and then under load."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_it_first_at_once_all_get_an_answer(hurried_threads: None) -> None:
    path = published(title="Twelve ministers", at=NOON).get_absolute_url()
    for _time in range(10):
        fresh = written_once(publications_at.__wrapped__)
        together = threading.Barrier(8)

        def ask(fresh: Any = fresh, together: threading.Barrier = together) -> list[str]:
            try:
                together.wait()
                return [each.primary_topic.slug for each in fresh(path=path, at=NOON)]
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as crowd:
            answers = [crowd.submit(ask) for _each in range(8)]
        assert len({tuple(answer.result()) for answer in answers}) == 1


def test_what_is_asked_often_is_prepared_by_the_server() -> None:
    for _time in range(10):
        titled(beginning="Twelve", at=NOON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%analysis_publication%'")
        assert cursor.fetchone() == (1,)


def test_a_list_and_nothing_are_values_too() -> None:
    one, other, third = (TopicFactory.create(slug=slug) for slug in ("budget", "economy", "security"))
    assert slugs(keys=[third.pk, one.pk]) == ["budget", "security"]
    assert slugs(keys=[]) == []
    Topic.objects.filter(pk=other.pk).update(parent=one)
    assert [topic.slug for topic in below(parent=one.pk)] == ["economy"]
    assert below(parent=None) == []


def test_what_is_always_the_same_stands_in_the_text_as_it_is() -> None:
    for name in ("Up by 10%", "Up by 50%", "Half"):
        TopicFactory.create(name_en=name)
    assert [topic.name_en for topic in with_a_per_cent_sign()] == ["Up by 10%"]


def test_values_are_no_part_of_the_text() -> None:
    published(title="Twelve ministers", at=NOON)
    assert titled(beginning="' OR ''='", at=NOON) == []
