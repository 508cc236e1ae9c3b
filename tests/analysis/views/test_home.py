from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from analysis.models import Image
from tests.factories import (
    NOON,
    EditionFactory,
    IssueFactory,
    TopicFactory,
    published,
    scheduled,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("masthead")]


def home(client: Client, path: str = "/") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_site_has_a_first_page(client: Client) -> None:
    page = home(client)
    assert "The Weekly" in page
    assert "Nothing has been published here yet." in page
    assert "In other languages" not in page
    assert 'class="columns' not in page  # an empty one is a line under nothing


def test_it_shows_each_trend_with_its_present_assessment(client: Client) -> None:
    economy = TopicFactory.create(slug="economy", name_en="Economy")
    week: dict[str, Any] = {"period_start": date(2026, 11, 9), "period_end": date(2026, 11, 15)}
    before: dict[str, Any] = {"period_start": date(2026, 11, 2), "period_end": date(2026, 11, 8)}
    published(topic=economy, assessment="worsened", assessment_reason="Prices rose.", **week)
    # A text about an earlier week that comes late does not turn the present back.
    late = NOON + timedelta(hours=1)
    published(topic=economy, at=late, assessment="improved", assessment_reason="Prices fell.", **before)
    page = home(client)
    assert '<p class="reading__reason">Prices rose.' in page
    assert '<p class="reading__reason">Prices fell.' not in page
    assert "▼" in page


def test_the_newest_issue_is_announced_with_its_edition(client: Client, today: datetime) -> None:
    issue, older = (
        IssueFactory.create(),
        IssueFactory.create(coverage_start=date(2026, 11, 2), coverage_end=date(2026, 11, 8)),
    )
    coming = IssueFactory.create(coverage_start=date(2026, 11, 16), coverage_end=date(2026, 11, 22))
    EditionFactory.create(issue=issue, title="A bridge and a bill", introduction="It rained.")
    EditionFactory.create(issue=issue, language="ru", title="Мост и закон")
    EditionFactory.create(issue=older, title="An older title")
    EditionFactory.create(issue=coming, title="A coming title")
    published(issue=issue)
    published(issue=older)
    scheduled(go_live_at=today + timedelta(days=1), issue=coming)
    page = home(client)
    assert "A bridge and a bill" in page
    assert "It rained." in page
    for absent in ("An older title", "A coming title", "Мост и закон"):
        assert absent not in page


def test_the_newest_come_first_and_the_undated_last(client: Client) -> None:
    published(title="Old", at=NOON - timedelta(days=3))
    published(title="New")
    page = home(client)
    assert page.index("New<") < page.index("Old<")


def test_other_languages_are_shown_by_their_newest(client: Client) -> None:
    published(title="English only")
    for number in range(4):
        published(title=f"Навіна {number}", language="be", at=NOON - timedelta(days=number))
    page = home(client)
    assert "Навіна 2" in page
    assert "Навіна 3" not in page
    assert "English only" in home(client, "/be/")


@pytest.mark.parametrize(("path", "words"), [("/", "The Weekly"), ("/ru/", "Еженедельник"), ("/be/", "The Weekly")])
def test_it_is_in_the_language_of_its_address(client: Client, path: str, words: str) -> None:
    response = client.get(path, headers={"Accept-Language": "de"})
    page = response.content.decode()
    assert f'<html lang="{path.strip("/") or "en"}">' in page
    assert words in page
    assert response.headers["Content-Language"] == path.strip("/") or "en"


def test_it_asks_six_questions_however_much_there_is_to_show(
    client: Client, image: Image, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    issue = IssueFactory.create()
    for _round in range(2):
        for _number in range(10):
            published(issue=issue, assessment="improved", lead_image=image)
            published(language="ru")
        with django_assert_max_num_queries(6):
            home(client)
