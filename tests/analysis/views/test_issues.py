from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from analysis.models import Image, Issue
from tests.factories import (
    NOON,
    ArticleFactory,
    EditionFactory,
    IssueFactory,
    TopicFactory,
    copies,
    published,
    scheduled,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("masthead")]


def week(number: int) -> Issue:
    start = date(2024, 1, 1) + timedelta(weeks=number)
    return IssueFactory.create(coverage_start=start, coverage_end=start + timedelta(days=6))


def test_an_issue_shows_the_week_and_its_assessments_at_a_glance(client: Client) -> None:
    issue = IssueFactory.create()
    EditionFactory.create(issue=issue, title="A bridge and a bill", introduction="It rained.")
    published(issue=issue, title="One", standfirst="Its lead", assessment="worsened", assessment_reason="It sank.")
    page = client.get("/issues/2026-w46/").content.decode()
    for words in ("November\u00a09–15, 2026", "A bridge and a bill", "It rained.", "▼", "One", "Its lead", "It sank."):
        assert words in page


def test_an_issue_without_an_edition_prints_no_empty_words(client: Client) -> None:
    published(issue=IssueFactory.create())
    page = client.get("/issues/2026-w46/").content.decode()
    assert "None" not in page
    assert "at a glance" not in page


def test_an_issue_with_nothing_public_is_unknown_to_readers(client: Client, today: datetime) -> None:
    issue = IssueFactory.create()
    EditionFactory.create(issue=issue, title="A secret")
    ArticleFactory.create(issue=issue)
    scheduled(go_live_at=today + timedelta(days=1), issue=issue)
    assert client.get("/issues/2026-w46/").status_code == 404
    assert "2026-w46" not in client.get("/issues/").content.decode()
    published(issue=issue, language="ru")
    assert client.get("/issues/2026-w46/").status_code == 404
    assert client.get("/ru/issues/2026-w46/").status_code == 200


@pytest.mark.parametrize("slug", ["2026-w60", "0000-w00", "9999-w53"])
def test_weeks_that_no_calendar_has_are_not_found(client: Client, slug: str) -> None:
    assert client.get(f"/issues/{slug}/").status_code == 404


def test_an_issue_leads_to_the_readable_ones_around_it(client: Client) -> None:
    first, _hidden, third, fourth = (week(number) for number in range(4))
    for issue in (first, third, fourth):
        published(issue=issue)
    page = client.get(third.get_absolute_url()).content.decode()
    assert f'href="{first.get_absolute_url()}" rel="prev"' in page
    assert f'href="{fourth.get_absolute_url()}" rel="next"' in page
    assert 'rel="prev"' not in client.get(first.get_absolute_url()).content.decode()


def test_all_issues_are_listed_with_their_signs(client: Client) -> None:
    issue = IssueFactory.create()
    published(issue=issue, topic=TopicFactory.create(name_en="Economy"), assessment="improved")
    page = client.get("/issues/").content.decode()
    signs = page[page.index("week__signs") :]
    assert "▲" in signs
    assert "Economy: The situation has improved" in signs


def test_older_issues_are_on_the_next_page(client: Client) -> None:
    issues = [week(number) for number in range(53)]
    for publication, issue in zip(copies(published(), [NOON] * 53), issues, strict=True):
        publication.issue = issue
        publication.save(update_fields=["issue"])
    first = client.get("/issues/").content.decode()
    assert issues[0].get_absolute_url() not in first
    older = f"?before={issues[1].slug}"
    assert older in first
    assert issues[0].get_absolute_url() in client.get(f"/issues/{older}").content.decode()


@pytest.mark.parametrize("before", ["%00", "9999-w99", "-1", "x" * 5000])
def test_an_odd_place_in_the_list_breaks_nothing(client: Client, before: str) -> None:
    assert client.get(f"/issues/?before={before}").status_code == 200


def test_it_asks_the_same_questions_however_many_articles_there_are(
    client: Client, image: Image, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    issue = IssueFactory.create()
    for start in (0, 10):
        for number in range(start, start + 10):
            published(issue=issue, assessment="improved", lead_image=image)
            published(issue=week(number), assessment="improved")
        with django_assert_max_num_queries(3):
            client.get(issue.get_absolute_url())
        with django_assert_max_num_queries(3):
            client.get("/issues/")
