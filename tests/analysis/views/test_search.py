from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from analysis.models import Image
from tests.factories import published, scheduled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("masthead")]


def search(client: Client, text: str, path: str = "/search/") -> str:
    response = client.get(path, {"q": text})
    assert response.status_code == 200
    return response.content.decode()


def test_it_finds_words_and_marks_them(client: Client) -> None:
    published(title="The dam", body="<p>Tea &amp; water in Arvel.</p>")
    published(title="Elsewhere", body="<p>Nothing of note.</p>")
    page = search(client, "arvel")
    assert "The dam" in page
    assert "in <mark>Arvel</mark>" in page
    assert "Elsewhere" not in page
    assert "1 article for “arvel”." in page


def test_words_of_the_title_alone_leave_the_standfirst_as_it_is(client: Client) -> None:
    published(title="Interconnector", standfirst="A cable.", body="<p>Begins in the middle of things.</p>")
    page = search(client, "interconnector")
    assert "A cable." in page
    assert "<mark>" not in page


def test_it_helps_when_nothing_is_asked_or_found(client: Client) -> None:
    published(title="The newest of all")
    assert "The newest of all" in search(client, "")
    page = search(client, "qwertyuiop")
    assert "Nothing was found for “qwertyuiop”." in page
    assert "The newest of all" in page


def test_what_was_asked_is_shown_as_text(client: Client) -> None:
    page = search(client, '"><script>alert(1)</script>{{ 91*97 }}')
    assert "<script" not in page
    assert "8827" not in page


def test_it_finds_nothing_that_is_not_live_or_in_another_language(client: Client, today: datetime) -> None:
    scheduled(go_live_at=today + timedelta(days=1), title="Coming arvel")
    published(title="Арвель", body="<p>arvel</p>", language="ru")
    assert "Nothing was found" in search(client, "arvel")
    assert "Арвель" in search(client, "arvel", "/ru/search/")


@pytest.mark.parametrize(
    "text",
    ["\x00", "a" * 2**20, "' OR 1=1; --", "%_\\", "&|!():*<->", '"', "- -", "ў" * 300, "word " * 5000, "\ud83d"[:0]],
)
def test_odd_questions_get_a_polite_answer(client: Client, text: str) -> None:
    assert len(search(client, text)) < 60_000


def test_results_are_not_for_search_engines(client: Client) -> None:
    assert '<meta name="robots" content="noindex' in search(client, "x")


def test_it_asks_the_same_questions_however_much_is_found(
    client: Client, image: Image, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _round in range(2):
        for _number in range(10):
            published(title="Budget", lead_image=image)
        with django_assert_max_num_queries(3):
            search(client, "budget")


def test_more_than_a_page_of_results_says_so(client: Client) -> None:
    for _number in range(21):
        published(title="Budget")
    page = search(client, "budget")
    assert page.count("<article") == 20
    assert "The 20 best matches" in page
