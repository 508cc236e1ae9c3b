from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from analysis import publishing
from analysis.models import Article, Issue, Publication, Topic
from tests.factories import NOON, ArticleFactory, AuthorFactory, IssueFactory, TopicFactory, published

pytestmark = pytest.mark.django_db
LIST = "/admin/analysis/article/"
MEMORY = f"{LIST}memory/"
MONDAY = date(2026, 11, 9)
AtDesk = Callable[[User], Client]


def days(monday: date) -> dict[str, date]:
    return {"period_start": monday, "period_end": monday + timedelta(days=6)}


def weekly(topic: Topic, weeks_ago: int, **article: Any) -> Publication:
    """Public, and about the week so many weeks before the one of 9 November 2026."""
    monday = MONDAY - timedelta(weeks=weeks_ago)
    return published(topic=topic, at=NOON - timedelta(weeks=weeks_ago), **days(monday), **article)


@pytest.fixture
def trend(db: None) -> Topic:
    return TopicFactory.create(slug="elite", name_en="The ruling elite", name_ru="Правящая элита")


@pytest.fixture
def this_week(trend: Topic) -> Article:
    return ArticleFactory.create(
        topic=trend,
        author=AuthorFactory.create(),
        assessment="worsened",
        assessment_reason="A minister left.",
        planned_date=date(2026, 11, 17),
        **days(MONDAY),
    )


def begin(client: Client, article: Article) -> Article:
    answer = client.post(f"{LIST}{article.pk}/next-week/")
    assert answer.status_code == 302
    return Article.objects.get(pk=int(answer["Location"].split("/")[-3]))


# --- The next text ------------------------------------------------------------------------------------------


def test_the_next_text_is_of_the_same_trend_author_and_language(desk: Client, this_week: Article, trend: Topic) -> None:
    this_week.tags.set(["port"])
    following = begin(desk, this_week)
    assert following.title == "The ruling elite, November\xa016–22, 2026"
    assert following.primary_topic == trend
    assert [byline.author for byline in following.bylines.all()] == [
        byline.author for byline in this_week.bylines.all()
    ]
    assert (following.period_start, following.period_end) == (date(2026, 11, 16), date(2026, 11, 22))
    assert following.planned_date == date(2026, 11, 24)
    assert (following.assessment, following.standfirst, following.body, following.slug) == ("", "", "", "")
    assert not following.tags.exists()
    assert following.revisions.count() == 1


def test_its_working_title_is_in_its_own_language(desk: Client, trend: Topic) -> None:
    following = begin(desk, ArticleFactory.create(topic=trend, language="ru", **days(MONDAY)))
    assert following.title == "Правящая элита, 16–22\xa0ноября 2026"


def test_asking_twice_leads_to_the_one_that_exists(desk: Client, this_week: Article) -> None:
    first = begin(desk, this_week)
    assert begin(desk, this_week) == first
    publishing.throw_away(article=first, by=None, at=NOON)
    assert begin(desk, this_week) != first


def test_an_editor_opens_the_issue_that_is_missing(desk: Client, this_week: Article) -> None:
    this_week.issue = IssueFactory.create(number=40)
    this_week.save()
    following = begin(desk, this_week)
    assert following.issue == Issue.objects.get(number=41)
    assert (following.issue.coverage_start, following.issue.coverage_end) == (date(2026, 11, 16), date(2026, 11, 22))


def test_the_issue_that_exists_is_taken(desk: Client, this_week: Article) -> None:
    issue = IssueFactory.create(coverage_start=date(2026, 11, 16), coverage_end=date(2026, 11, 22))
    assert begin(desk, this_week).issue == issue
    assert Issue.objects.count() == 1


def test_an_analyst_opens_no_issue(analyst: User, at_desk: AtDesk, this_week: Article) -> None:
    this_week.set_bylines([(AuthorFactory.create(user=analyst), "author")])
    following = begin(at_desk(analyst), this_week)
    assert following.issue is None
    assert following.period_start == date(2026, 11, 16)
    assert not Issue.objects.exists()


def test_without_a_plan_it_is_planned_for_the_weekday_of_the_last_one(desk: Client, trend: Topic) -> None:
    assert begin(desk, weekly(trend, 0).article).planned_date == NOON.date() + timedelta(weeks=1)


def test_nobody_begins_a_text_in_the_name_of_somebody_else(analyst: User, at_desk: AtDesk, this_week: Article) -> None:
    assert at_desk(analyst).post(f"{LIST}{this_week.pk}/next-week/").status_code == 403
    assert Article.objects.count() == 1


def test_a_text_without_a_trend_or_a_week_has_none_after_it(desk: Client, trend: Topic) -> None:
    other = TopicFactory.create(is_trend=False)
    of_the_last_days = ArticleFactory.create(topic=trend, period_start=date(9999, 12, 27), period_end=date.max)
    for article in (ArticleFactory.create(topic=trend), ArticleFactory.create(topic=other, **days(MONDAY))):
        answer = desk.post(f"{LIST}{article.pk}/next-week/", follow=True)
        assert "Only a text about a trend and a week" in answer.text
        assert "Begin next week" not in answer.text
    assert "Only a text" in desk.post(f"{LIST}{of_the_last_days.pk}/next-week/", follow=True).text
    assert Article.objects.count() == 3


# --- The trend's memory -------------------------------------------------------------------------------------


def remembered(client: Client, topic: Topic, **asked: Any) -> Any:
    return client.get(MEMORY, {"topic": str(topic.pk), "language": "en", "before": "2026-11-16"} | asked)


@time_machine.travel(NOON, tick=False)
def test_it_tells_the_last_six_assessments_with_their_reasons(desk: Client, trend: Topic) -> None:
    for weeks_ago in range(7):
        weekly(trend, weeks_ago, assessment="unchanged", assessment_reason=f"Reason {weeks_ago}")
    weekly(trend, 7, assessment="worsened")
    page = remembered(desk, trend)
    told = [publication.assessment_reason for publication in page.context["memory"].assessed]
    assert told == [f"Reason {weeks_ago}" for weeks_ago in range(6)]
    assert "Unchanged for 7 weeks" in page.text
    assert "■" in page.text
    assert "The situation has not changed" in page.text


@time_machine.travel(NOON, tick=False)
def test_a_draft_of_another_text_is_not_told(desk: Client, trend: Topic) -> None:
    ArticleFactory.create(topic=trend, assessment="worsened", assessment_reason="Secret", **days(MONDAY))
    page = remembered(desk, trend)
    assert "Secret" not in page.text
    assert page.context["memory"].assessed == []


@time_machine.travel(NOON, tick=False)
def test_only_the_trend_the_language_and_the_weeks_before_count(desk: Client, trend: Topic) -> None:
    weekly(TopicFactory.create(), 1, assessment="improved")
    weekly(trend, 1, assessment="improved", language="be")
    weekly(trend, 0, assessment="improved")
    weekly(trend, 1, title="Counts", assessment="worsened")
    told = remembered(desk, trend, before=MONDAY.isoformat()).context["memory"].assessed
    assert [publication.title for publication in told] == ["Counts"]


@time_machine.travel(NOON, tick=False)
def test_it_remembers_the_same_week_of_last_year(desk: Client, trend: Topic) -> None:
    weekly(trend, 53, title="The week before")
    weekly(trend, 51, title="A year ago", assessment="improved", assessment_reason="A pact held.")
    page = remembered(desk, trend)
    assert page.context["memory"].a_year_ago.title == "A year ago"
    assert "A pact held." in page.text


@time_machine.travel(NOON, tick=False)
def test_the_text_before_is_at_hand_also_when_it_is_not_public_yet(desk: Client, this_week: Article) -> None:
    weekly(this_week.topics.get(), 1, title="Older")
    following = begin(desk, this_week)
    page = desk.get(f"{LIST}{following.pk}/change/")
    assert page.context["memory"].last == this_week
    assert this_week.standfirst in page.text


@time_machine.travel(NOON, tick=False)
def test_a_new_text_about_a_trend_opens_with_its_memory(desk: Client, trend: Topic) -> None:
    weekly(trend, 1, assessment="worsened", assessment_reason="A minister left.")
    weekly(trend, 0, assessment="worsened")
    page = desk.get(f"{LIST}add/", {"primary_topic": trend.pk})
    assert "A minister left." in page.text
    assert "Worsened 2 weeks in a row" in page.text


@time_machine.travel(NOON, tick=False)
def test_a_live_text_is_no_memory_of_itself(desk: Client, trend: Topic) -> None:
    article = weekly(trend, 0, assessment="worsened").article
    assert desk.get(f"{LIST}{article.pk}/change/").context["memory"].assessed == []
    asked = {"topic": str(trend.pk), "language": "en", "article": str(article.pk)}
    assert desk.get(MEMORY, asked).context["memory"].assessed == []


@pytest.mark.parametrize("asked", [{}, {"topic": "x"}, {"topic": "9" * 30, "language": "en"}, {"before": "x\x00"}])
def test_what_is_no_trend_has_no_memory(desk: Client, asked: dict[str, str]) -> None:
    answer = desk.get(MEMORY, asked)
    assert answer.status_code == 200
    assert "With a trend as its primary topic" in answer.text


def test_more_weeks_cost_the_same_number_of_queries(desk: Client, trend: Topic) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            remembered(desk, trend)
        return len(captured)

    weekly(trend, 0, assessment="worsened")
    weekly(trend, 52, assessment="worsened")
    few = queries()
    for weeks_ago in range(1, 10):
        weekly(trend, weeks_ago, assessment="worsened")
    assert queries() == few
