"""The week and the month ahead: what is planned, promised and public, by trend and day, and what is missing."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from analysis import publishing
from analysis.admin.calendar.grid import Row
from analysis.models import Topic
from tests.factories import NOON, ArticleFactory, AuthorFactory, TopicFactory, published, scheduled

pytestmark = pytest.mark.django_db
PAGE = "/admin/analysis/article/calendar/"
WEDNESDAY = date(2026, 11, 18)


@pytest.fixture(autouse=True)
def monday_noon() -> object:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def elite() -> Topic:
    return TopicFactory.create(slug="elite", name_en="The ruling elite")


def row(client: Client, topic: Topic | None, **asked: str) -> Row:
    return next(each for each in client.get(PAGE, asked).context["rows"] if each.trend == topic)


def titles(found: Row) -> list[list[str]]:
    return [[entry.title for entry in cell.entries] for cell in found.cells]


def test_it_shows_the_present_week_by_trend(desk: Client, elite: Topic) -> None:
    ArticleFactory.create(title="Meant", planned_date=WEDNESDAY, topic=elite)
    scheduled(title="Promised", go_live_at=datetime(2026, 11, 19, 8, 0, 30, tzinfo=UTC), topic=elite)
    published(title="Public", at=NOON - timedelta(hours=1), topic=elite)
    found = row(desk, elite)
    assert [cell.day for cell in found.cells] == [date(2026, 11, 16) + timedelta(days=days) for days in range(7)]
    assert titles(found) == [["Public"], [], ["Meant"], ["Promised"], [], [], []]
    answer = desk.get(PAGE).text
    assert "November\xa016–22, 2026" in answer
    assert "09:00:30" in answer


def test_each_kind_is_told_in_words(desk: Client, elite: Topic) -> None:
    ArticleFactory.create(planned_date=WEDNESDAY, topic=elite)
    coming = scheduled(go_live_at=NOON + timedelta(days=1), topic=elite)
    past = published(at=NOON - timedelta(hours=1), topic=elite)
    publishing.schedule(article=past.article, by=None, go_live_at=NOON + timedelta(days=2), at=NOON)
    kinds = [str(entry.kind.label) for cell in row(desk, elite).cells for entry in cell.entries]
    assert kinds == ["Went live", "Scheduled", "Scheduled", "Planned"]
    answer = desk.get(PAGE).text
    assert f'id="publication-{coming.pk}" class="entry entry-scheduled"' in answer
    assert "Scheduled · update" in answer


def test_what_has_no_trend_stands_under_other_topics(desk: Client, elite: Topic) -> None:
    ArticleFactory.create(title="Elsewhere", planned_date=WEDNESDAY, topic=TopicFactory.create(is_trend=False))
    assert ["Elsewhere"] in titles(row(desk, None))
    assert ["Elsewhere"] not in titles(row(desk, elite))


def test_days_are_those_of_the_persons_zone(desk: Client, elite: Topic) -> None:
    scheduled(title="After midnight", go_live_at=datetime(2026, 11, 19, 23, 30, tzinfo=UTC), topic=elite)
    assert titles(row(desk, elite))[4] == ["After midnight"]


def test_a_plan_that_came_true_or_was_thrown_away_is_none_any_more(desk: Client, editor: User, elite: Topic) -> None:
    away = ArticleFactory.create(planned_date=WEDNESDAY, topic=elite)
    publishing.throw_away(article=away, by=editor, at=NOON)
    published(title="Public", planned_date=WEDNESDAY, at=NOON, topic=elite)
    assert titles(row(desk, elite)) == [["Public"], [], [], [], [], [], []]


def test_ends_and_embargoes_are_small_marks(desk: Client, elite: Topic) -> None:
    publication = published(title="Leaving", at=NOON - timedelta(days=9), topic=elite)
    publishing.expire(publication=publication, expire_at=NOON + timedelta(days=1), at=NOON)
    held = ArticleFactory.create(title="Held", topic=elite)
    publishing.embargo(article=held, until=NOON + timedelta(days=2), at=NOON, by=None)
    marks = [mark for cell in row(desk, elite).cells for mark in cell.marks]
    assert [(mark.title, str(mark.sentence)) for mark in marks] == [
        ("Leaving", "leaves the site"),
        ("Held", "the embargo ends"),
    ]


def test_a_trend_without_a_text_is_a_hole_with_a_way_to_begin_one(desk: Client, elite: Topic) -> None:
    answer = desk.get(PAGE)
    assert "1 hole" in answer.text
    assert "Nothing yet · English" in answer.text
    address = f"/admin/analysis/article/add/?primary_topic={elite.pk}&amp;planned_date=2026-11-16&amp;language=en"
    assert address in answer.text


def test_what_is_begun_for_a_hole_belongs_to_it(desk: Client, elite: Topic) -> None:
    asked = {"primary_topic": str(elite.pk), "planned_date": "2026-11-16", "language": "ru"}
    form = desk.get(reverse("admin:analysis_article_add"), asked).context["adminform"].form
    assert {name: str(form[name].value()) for name in asked} == asked


def test_a_plan_fills_the_hole(desk: Client, elite: Topic) -> None:
    ArticleFactory.create(planned_date=WEDNESDAY, topic=elite)
    assert "No holes" in desk.get(PAGE).text


def test_a_trend_is_owed_in_the_languages_it_had(desk: Client, elite: Topic) -> None:
    published(at=NOON - timedelta(weeks=2), topic=elite, language="ru")
    assert [hole.language for hole in row(desk, elite).holes] == ["en", "ru"]


def test_nothing_is_begun_for_a_week_that_has_passed(desk: Client, elite: Topic) -> None:
    answer = desk.get(PAGE, {"week": "2026-w40"})
    assert answer.context["holes"]
    assert "Begin a text" not in answer.text


def test_the_month_shows_whole_weeks(desk: Client, elite: Topic) -> None:
    ArticleFactory.create(title="Meant", planned_date=date(2026, 12, 1), topic=elite)
    weeks = desk.get(PAGE, {"month": "2026-11"}).context["weeks"]
    assert [week.name for week in weeks] == [f"2026-w{number}" for number in range(44, 50)]
    assert [entry.title for entry in weeks[-1].cells[1].entries] == ["Meant"]


def test_the_neighbours_are_links(desk: Client) -> None:
    week = desk.get(PAGE, {"week": "2026-w53"}).text
    assert all(f"{PAGE}?week={name}" in week for name in ("2026-w52", "2027-w01", "2026-w47"))
    month = desk.get(PAGE, {"month": "2026-12"}).text
    assert all(f"{PAGE}?month={name}" in month for name in ("2026-11", "2027-01"))


@pytest.mark.parametrize(
    "asked", [{"week": "2026-w54"}, {"week": "'"}, {"month": "2026-13"}, {"month": "0001-01"}, {"week": "9999-w52"}]
)
def test_what_no_calendar_has_is_not_found(desk: Client, asked: dict[str, str]) -> None:
    assert desk.get(PAGE, asked).status_code == 404


def test_an_analyst_moves_their_own_plans_and_no_promise(
    analyst: User, at_desk: Callable[[User], Client], elite: Topic
) -> None:
    own, other = AuthorFactory.create(user=analyst), AuthorFactory.create()
    ArticleFactory.create(title="Own", planned_date=WEDNESDAY, topic=elite, author=own)
    ArticleFactory.create(title="Other", planned_date=WEDNESDAY, topic=elite, author=other)
    scheduled(title="Promise", go_live_at=NOON + timedelta(days=2), topic=elite, author=own)
    entries = [entry for cell in row(at_desk(analyst), elite).cells for entry in cell.entries]
    assert {entry.title: entry.can_move for entry in entries} == {"Own": True, "Other": False, "Promise": False}


@pytest.mark.parametrize("asked", [{}, {"month": "2026-11"}])
@pytest.mark.parametrize("person", ["editor", "analyst"])
def test_the_number_of_queries_is_constant(
    person: str, asked: dict[str, str], elite: Topic, at_desk: Callable[[User], Client], request: pytest.FixtureRequest
) -> None:
    client = at_desk(request.getfixturevalue(person))

    def fill() -> int:
        ArticleFactory.create(planned_date=WEDNESDAY, topic=elite, author=AuthorFactory.create())
        scheduled(go_live_at=NOON + timedelta(days=1), topic=elite, author=AuthorFactory.create())
        held = ArticleFactory.create(topic=elite)
        publishing.embargo(article=held, until=NOON + timedelta(days=2), at=NOON, by=None)
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE, asked)
        return len(captured)

    fill()
    assert fill() == fill()
