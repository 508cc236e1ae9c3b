"""The mail of the morning: once a day, in one's own morning, and only if there is something to say."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import User
from analysis import publishing
from analysis.models import Article
from analysis.notices import digests
from analysis.notices.tasks import send_digest
from tests.factories import NOON, ArticleFactory, AuthorFactory, EditorFactory, UserFactory, scheduled

pytestmark = pytest.mark.django_db

# Monday, 06:30 in London, 07:30 in Warsaw, 09:30 in Minsk.
MORNING = datetime(2026, 11, 16, 6, 30, tzinfo=UTC)
JOB = "analysis.notices.tasks.send_digest"


@pytest.fixture
def analyst() -> User:
    return UserFactory.create(wants_digest=True, time_zone="Europe/Warsaw")


@pytest.fixture
def editor() -> User:
    return EditorFactory.create(wants_digest=True, time_zone="Europe/Warsaw")


@pytest.fixture
def article(analyst: User) -> Article:
    return ArticleFactory.create(title="Due today", author=AuthorFactory.create(user=analyst))


def hand_out(at: datetime = MORNING) -> None:
    digests.hand_out(at=at, send=send_digest.defer)


def waiting_jobs() -> list[dict[str, object]]:
    return [job.args for job in ProcrastinateJob.objects.filter(task_name=JOB).order_by("id")]


def deliver(user: User, at: datetime = MORNING, day: str = "2026-11-16") -> str:
    """The text of the mail, or nothing."""
    mail.outbox.clear()
    digests.deliver_digest(user_id=user.pk, day=day, at=at)
    return str(mail.outbox[0].body) if mail.outbox else ""


def plan(article: Article, planned_date: date) -> None:
    publishing.plan(article=article, planned_date=planned_date, by=None, at=NOON)


# --- When --------------------------------------------------------------------------------------------------


def test_two_runs_on_one_day_hand_out_one(analyst: User) -> None:
    hand_out()
    hand_out(MORNING + timedelta(hours=1))
    assert waiting_jobs() == [{"user_id": analyst.pk, "day": "2026-11-16"}]
    hand_out(MORNING + timedelta(days=1))
    assert [job["day"] for job in waiting_jobs()] == ["2026-11-16", "2026-11-17"]


def test_the_second_of_two_who_saw_the_same_state_hands_out_nothing(
    analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The claim is the update, not the look before it."""
    given: list[str] = []
    for _run in range(2):
        digests._claim(analyst, date(2026, 11, 16), lambda *, user_id, day: given.append(day))
    assert given == ["2026-11-16"]


def test_it_comes_in_everybodys_own_morning(analyst: User) -> None:
    london = UserFactory.create(wants_digest=True, time_zone="Europe/London")
    auckland = UserFactory.create(wants_digest=True, time_zone="Pacific/Auckland")
    hand_out()
    assert waiting_jobs() == [
        {"user_id": analyst.pk, "day": "2026-11-16"},
        {"user_id": auckland.pk, "day": "2026-11-16"},
    ]
    hand_out(MORNING + timedelta(minutes=30))
    assert waiting_jobs()[-1] == {"user_id": london.pk, "day": "2026-11-16"}
    hand_out(MORNING + timedelta(hours=12))
    assert waiting_jobs()[-1] == {"user_id": auckland.pk, "day": "2026-11-17"}


def test_only_those_who_asked_for_it_and_are_still_here_get_it() -> None:
    UserFactory.create(wants_digest=False)
    UserFactory.create(wants_digest=True, is_active=False)
    hand_out()
    assert waiting_jobs() == []


def test_a_claim_and_its_job_stand_or_fall_together(analyst: User) -> None:
    def fail(**_job: object) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        digests.hand_out(at=MORNING, send=fail)
    hand_out()
    assert len(waiting_jobs()) == 1


def test_what_is_sent_again_has_the_same_message_id(article: Article, analyst: User) -> None:
    plan(article, date(2026, 11, 16))
    for _run in range(2):
        digests.deliver_digest(user_id=analyst.pk, day="2026-11-16", at=MORNING)
    first, second = (letter.extra_headers["Message-ID"] for letter in mail.outbox)
    assert first == second == f"<digest.2026-11-16.{analyst.pk}@127.0.0.1>"


def test_a_morning_that_nobody_came_to_work_on_is_over(article: Article, analyst: User) -> None:
    """A worker that was away has the mail of the new morning as well: two that say the same would come at once."""
    plan(article, date(2026, 11, 17))
    assert not deliver(analyst, at=MORNING + timedelta(days=1))
    assert deliver(analyst, at=MORNING + timedelta(days=1), day="2026-11-17")


# --- What --------------------------------------------------------------------------------------------------


def test_without_anything_to_say_there_is_no_mail(article: Article, analyst: User, editor: User) -> None:
    assert deliver(analyst) == ""
    assert deliver(editor) == ""


def test_who_has_turned_it_off_meanwhile_gets_none(article: Article, analyst: User) -> None:
    plan(article, date(2026, 11, 16))
    User.objects.filter(pk=analyst.pk).update(wants_digest=False)
    assert deliver(analyst) == ""


def test_it_says_what_is_due_today_and_this_week_in_its_order(article: Article, analyst: User) -> None:
    writer = analyst.author
    plan(article, date(2026, 11, 16))
    plan(ArticleFactory.create(title="Due on Sunday", author=writer), date(2026, 11, 22))
    plan(ArticleFactory.create(title="Due next week", author=writer), date(2026, 11, 23))
    plan(ArticleFactory.create(title="A colleague’s"), date(2026, 11, 16))
    soon = datetime(2026, 11, 17, 23, 30, tzinfo=UTC)
    scheduled(title="Promised", author=writer, go_live_at=soon, at=MORNING - timedelta(days=1))
    text = deliver(analyst)
    assert "Today (planned): Due today" in text
    assert "Wed 2026-11-18 00:30: Promised" in text
    assert "Times are in Europe/Warsaw." in text
    assert text.index("Due today") < text.index("Promised") < text.index("Due on Sunday")
    assert "Due next week" not in text
    assert "colleague" not in text


def test_an_editor_answers_for_everybodys(article: Article, editor: User) -> None:
    plan(article, date(2026, 11, 16))
    assert "Due today" in deliver(editor)


def test_what_is_scheduled_or_public_is_planned_no_more(article: Article, analyst: User) -> None:
    plan(article, date(2026, 11, 16))
    publishing.publish(article=article, by=None, at=MORNING - timedelta(hours=1))
    assert deliver(analyst) == ""


def test_it_says_what_waits_for_me_and_what_came_back(article: Article, analyst: User, editor: User) -> None:
    publishing.submit(article=article, by=analyst, at=NOON)
    assert "Waiting for you" in deliver(editor)
    assert deliver(analyst) == ""
    publishing.return_to_author(article=article, by=editor, reason="Which Friday?", at=NOON)
    assert "Returned to you" in deliver(analyst)
    assert deliver(editor) == ""


def test_what_is_in_the_trash_is_not_in_it(article: Article, analyst: User) -> None:
    plan(article, date(2026, 11, 16))
    publishing.throw_away(article=article, by=analyst, at=NOON)
    assert deliver(analyst) == ""
