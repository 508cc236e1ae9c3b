"""Nobody is written to regularly who has not said so from the mailbox, and nobody can be buried under letters."""

from datetime import timedelta

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from analysis.models import Masthead
from analysis.newsletters import forgetting, subscribing
from analysis.newsletters.models import Subscription
from analysis.newsletters.subscribing import MOST_AN_HOUR, TooManyRequestsError
from tests.analysis.newsletters.readers import addresses, subscribed
from tests.factories import NOON
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db

ANSWER = "analysis.newsletters.tasks.send_answer"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def ask(email: str = "reader@example.org", *, language: str = "en", after: timedelta = timedelta(0)) -> None:
    subscribing.ask(email=email, language=language, at=NOON + after)


def answers() -> int:
    return ProcrastinateJob.objects.filter(task_name=ANSWER).count()


def test_who_asks_gets_one_letter_and_nothing_else_before_confirming(masthead: Masthead) -> None:
    ask()
    run_jobs(ANSWER)
    subscription = Subscription.objects.get()
    assert [letter.to for letter in mail.outbox] == [["reader@example.org"]]
    assert subscription.get_absolute_url() in mail.outbox[0].body
    assert not Subscription.objects.confirmed().exists()


def test_confirming_twice_keeps_the_first_instant(masthead: Masthead) -> None:
    ask()
    key = Subscription.objects.get().key
    subscribing.confirm(key=key, at=NOON + MINUTE)
    subscribing.confirm(key=key, at=NOON + DAY)
    assert Subscription.objects.get().confirmed_at == NOON + MINUTE


def test_leaving_deletes_all_that_is_known() -> None:
    subscription = subscribed("reader@example.org")
    subscribing.leave(key=subscription.key)
    assert not addresses()


def test_an_address_is_one_in_capitals_and_is_written_to_as_it_was_given_first() -> None:
    ask("Reader@Example.org")
    ask("reader@example.ORG", after=DAY)
    assert addresses() == {"Reader@Example.org"}


def test_each_language_is_asked_for_by_itself() -> None:
    ask(language="en")
    ask(language="be")
    assert Subscription.objects.count() == 2
    assert answers() == 2


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_an_address_that_is_asked_for_again_and_again_gets_a_letter_now_and_then(is_confirmed: bool) -> None:
    if is_confirmed:
        Subscription.objects.create(email="reader@example.org", language="en", confirmed_at=NOON)
    for minutes in range(6 * 24 * 60 // 10):
        ask(after=10 * minutes * MINUTE)
    assert answers() == subscribing.MOST_LETTERS


def test_after_a_week_of_rest_it_can_be_asked_for_again() -> None:
    for minutes in (0, 20, 40, 60):
        ask(after=minutes * MINUTE)
    ask(after=8 * DAY)
    assert answers() == subscribing.MOST_LETTERS + 1


def test_who_gets_it_already_is_told_so_in_the_mailbox_only(masthead: Masthead) -> None:
    subscribed("reader@example.org")
    ask(after=DAY)
    run_jobs(ANSWER)
    assert "already" in mail.outbox[0].subject
    assert Subscription.objects.get().confirmed_at == NOON


def test_the_site_does_not_write_to_thousands_of_strangers() -> None:
    for number in range(MOST_AN_HOUR):
        ask(f"stranger-{number}@example.org")
    with pytest.raises(TooManyRequestsError):
        ask("one-more@example.org")
    assert "one-more@example.org" not in addresses()
    ask("one-more@example.org", after=timedelta(hours=2))


def test_a_letter_to_somebody_who_left_meanwhile_is_not_sent(masthead: Masthead) -> None:
    ask()
    Subscription.objects.all().delete()
    run_jobs(ANSWER)
    assert not mail.outbox


def test_what_nobody_confirmed_is_forgotten_after_a_week() -> None:
    ask("stranger@example.org")
    subscribed("reader@example.org")
    forgetting.forget(at=NOON + 6 * DAY)
    assert addresses() == {"stranger@example.org", "reader@example.org"}
    forgetting.forget(at=NOON + 8 * DAY)
    assert addresses() == {"reader@example.org"}


def test_the_name_of_a_row_does_not_tell_the_address() -> None:
    assert "reader" not in str(subscribed("reader@example.org"))
