from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from analysis.models import Edition, Gap, Image, Issue
from tests.factories import (
    NOON,
    ArticleFactory,
    AuthorFactory,
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


def test_the_week_is_filed_topic_by_topic_with_authors_and_reasons(client: Client) -> None:
    issue = IssueFactory.create()
    economy = TopicFactory.create(name_en="Economy", position=2)
    security = TopicFactory.create(name_en="Security", position=1)
    author = AuthorFactory.create(name_en="Ada Analyst")
    published(issue=issue, topic=economy, title="Prices fall", author=author)
    published(issue=issue, topic=security, title="Guards leave", assessment="improved", assessment_reason="They left.")
    page = client.get("/issues/2026-w46/").content.decode()
    glance, texts = page[page.index('id="glance"') :].split('class="dossiers"')
    assert "They left." in glance
    assert "Economy" not in glance
    assert texts.index("Security") < texts.index("Guards leave") < texts.index("Economy") < texts.index("Ada Analyst")


def test_what_joins_a_released_issue_says_so(client: Client, today: datetime) -> None:
    issue, topic = IssueFactory.create(), TopicFactory.create()
    published(issue=issue, topic=topic, title="In time", at=NOON - timedelta(hours=2))
    published(issue=issue, topic=topic, title="Late", at=NOON)
    edition = EditionFactory.create(issue=issue, released_at=NOON - timedelta(hours=1))
    page = client.get("/issues/2026-w46/").content.decode()
    late, in_time = page.split('class="dossier-text"')[1:]
    assert "Late" in late
    assert "added on November\u00a016, 2026" in late
    assert "added on" not in in_time
    edition.released_at = today + timedelta(hours=1)
    edition.save()
    assert "added on" not in client.get("/issues/2026-w46/").content.decode()


def test_a_trend_with_nothing_says_why_once_the_edition_is_released(client: Client, today: datetime) -> None:
    edition = EditionFactory.create(issue=IssueFactory.create(), released_at=None)
    published(issue=edition.issue)
    Gap.objects.create(edition=edition, topic=TopicFactory.create(name_en="Security"), reason="Nobody moved.")
    for released_at, is_seen in ((None, False), (today + timedelta(seconds=1), False), (today, True)):
        Edition.objects.update(released_at=released_at)
        for address in ("/issues/2026-w46/", "/issues/2026-w46/print/"):
            assert ("Nobody moved." in client.get(address).content.decode()) is is_seen
        assert ("Nothing this week" in client.get("/issues/").content.decode()) is is_seen


def test_a_gap_closes_when_a_text_about_the_trend_joins(client: Client, today: datetime) -> None:
    edition = EditionFactory.create(issue=IssueFactory.create(), released_at=NOON)
    security = TopicFactory.create(name_en="Security")
    Gap.objects.create(edition=edition, topic=security, reason="Nobody moved.")
    published(issue=edition.issue, topic=security, assessment="worsened")
    assert "Nobody moved." not in client.get("/issues/2026-w46/").content.decode()
    assert "Nothing this week" not in client.get("/issues/").content.decode()


def test_a_gap_of_another_language_is_not_shown(client: Client) -> None:
    edition = EditionFactory.create(issue=IssueFactory.create(), language="ru", released_at=NOON)
    published(issue=edition.issue)
    Gap.objects.create(edition=edition, topic=TopicFactory.create(), reason="Nobody moved.")
    assert "Nobody moved." not in client.get("/issues/2026-w46/").content.decode()


def test_what_an_edition_says_waits_for_its_release(client: Client, today: datetime) -> None:
    issue = IssueFactory.create()
    published(issue=issue)
    EditionFactory.create(issue=issue, title="Coming", introduction="Soon.", released_at=today + timedelta(hours=1))
    for address in ("/", "/issues/", "/issues/2026-w46/", "/issues/2026-w46/print/"):
        page = client.get(address).content.decode()
        assert "Coming" not in page
        assert "Soon." not in page


def test_an_issue_can_be_had_in_other_forms(client: Client) -> None:
    published(issue=IssueFactory.create())
    page = client.get("/issues/2026-w46/").content.decode()
    for address in ("/issues/2026-w46/print/", "/issues/2026-w46/issue.pdf", "/feed.atom"):
        assert f'href="{address}"' in page


def test_all_issues_are_listed_with_their_signs(client: Client) -> None:
    issue = IssueFactory.create()
    published(issue=issue, topic=TopicFactory.create(name_en="Economy"), assessment="improved")
    EditionFactory.create(issue=issue, title="A bridge and a bill")
    page = client.get("/issues/").content.decode()
    ledger = page[page.index('class="ledger"') :]
    assert ledger.index("Economy") < ledger.index("A bridge and a bill") < ledger.index("▲")
    assert 'aria-label="The situation has improved"' in ledger


def test_the_signs_of_a_topic_stand_in_its_column(client: Client) -> None:
    economy, security = (TopicFactory.create(position=number) for number in (1, 2))
    published(issue=week(0), topic=security, assessment="worsened")
    published(issue=week(1), topic=economy, assessment="improved")
    page = client.get("/issues/").content.decode()
    cells = ["".join(sign for sign in cell.split("</td>")[0] if sign in "▲▼") for cell in page.split("<td>")[1:]]
    assert cells == ["▲", "", "", "▼"]


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


def test_where_no_issue_is_older_the_newest_are_shown(client: Client) -> None:
    issue = week(0)
    published(issue=issue)
    for before in (issue.slug, "0", "-1"):
        page = client.get(f"/issues/?before={before}").content.decode()
        assert page == client.get("/issues/").content.decode()
        assert "No issue has appeared yet" not in page


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
