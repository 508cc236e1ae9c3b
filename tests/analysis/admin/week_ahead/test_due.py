from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app
from pytest_django import DjangoAssertNumQueries

from analysis import publishing
from analysis.admin.calendar.agenda import PURPOSES, due, late
from analysis.lateness import longest_wait
from analysis.related.tasks import update_neighbours
from tests.factories import NOON, ArticleFactory, published, scheduled
from tests.jobs import drop_jobs

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def said(at: object = NOON) -> list[tuple[str, str]]:
    return [(each.title, each.sentence) for each in due(NOON)]


def test_everything_due_stands_in_order() -> None:
    ArticleFactory.create(title="Planned", planned_date=(NOON + DAY).date())
    scheduled(title="Coming", go_live_at=NOON + 2 * DAY)
    ending = published(title="Ending", at=NOON - DAY)
    publishing.expire(publication=ending, expire_at=NOON + 3 * DAY, at=NOON)
    held = ArticleFactory.create(title="Held")
    publishing.embargo(article=held, until=NOON + 4 * DAY, at=NOON)
    assert said() == [
        ("Planned", "is planned"),
        ("Coming", "goes live"),
        ("Ending", "leaves the site"),
        ("Held", "the embargo ends"),
    ]


def test_it_takes_five_queries_however_much_is_due(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(1, 4):
        scheduled(go_live_at=NOON + number * DAY)
        ArticleFactory.create(planned_date=(NOON + number * DAY).date())
    with django_assert_num_queries(5):
        assert len(due(NOON)) == 6


def test_every_task_of_the_house_is_told_in_the_words_of_the_desk() -> None:
    assert {name for name in app.tasks if name.startswith(("accounts.", "analysis."))} == PURPOSES.keys()


def test_what_an_update_replaces_does_not_leave_the_site() -> None:
    article = published(title="Live", at=NOON - DAY).article
    publishing.schedule(article=article, by=None, go_live_at=NOON + DAY, at=NOON)
    assert said() == [("Live", "goes live")]


def test_a_plan_whose_day_has_passed_is_still_there() -> None:
    ArticleFactory.create(title="Forgotten", planned_date=(NOON - DAY).date())
    assert said() == [("Forgotten", "was planned for this day")]


def test_what_is_in_the_trash_or_public_is_not_planned() -> None:
    article = ArticleFactory.create(planned_date=(NOON + DAY).date())
    publishing.throw_away(article=article, by=None, at=NOON)
    published(planned_date=(NOON + DAY).date())
    assert said() == []


@pytest.mark.django_db(transaction=True)
def test_work_that_was_not_done_is_named_with_its_article(desk: Client) -> None:
    drop_jobs()
    article = ArticleFactory.create(title="Waits for its neighbours")
    update_neighbours.defer(article_id=article.pk)
    now = timezone.now()
    assert late(now, limit=5) == []
    (found,) = late(now + timedelta(minutes=2), limit=5)
    assert (found.article, found.purpose, found.has_failed) == (article, "similar articles", False)
    assert longest_wait(now + timedelta(minutes=2)) > timedelta(minutes=1)


def test_the_page_says_what_is_due(desk: Client) -> None:
    scheduled(title="Coming", go_live_at=timezone.now() + DAY, at=timezone.now())
    assert "Coming" in desk.get("/admin/analysis/article/due/").text
