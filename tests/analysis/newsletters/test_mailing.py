"""An edition goes to each of its readers once: not before its release, not twice, and none of them is left out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from analysis import publishing
from analysis.models import Edition, Issue, Masthead
from analysis.newsletters import forgetting, mailing
from analysis.newsletters.mailing import MOST_REFUSALS, UnsentError
from analysis.newsletters.models import Delivery, Mailing
from analysis.newsletters.tasks import send_mailing
from tests.analysis.newsletters.readers import addresses, subscribed
from tests.factories import NOON, EditionFactory, IssueFactory, approved
from tests.jobs import run_jobs
from tests.smtp import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("masthead")]

HOUR = timedelta(hours=1)
NO_SUCH_USER = "550 5.1.1 no such user"


@pytest.fixture
def issue() -> Issue:
    return IssueFactory.create()


@pytest.fixture
def edition(issue: Issue) -> Edition:
    edition = EditionFactory.create(issue=issue)
    approved(title="Ministers", issue=issue)
    return edition


def release(edition: Edition, go_live_at: datetime = NOON) -> None:
    publishing.release(edition=edition, go_live_at=go_live_at, by=None, at=NOON)


def begin(at: datetime = NOON) -> list[int]:
    """The mailings that a run of the minute begins."""
    begun: list[int] = []
    mailing.begin_due(at=at, send=lambda *, mailing_id: begun.append(mailing_id))
    return begun


def deliver(begun: list[int], at: datetime = NOON) -> None:
    for mailing_id in begun:
        while mailing.deliver(mailing_id=mailing_id, at=at):
            pass


def recipients() -> list[str]:
    return sorted(letter.to[0] for letter in mail.outbox)


# --- When --------------------------------------------------------------------------------------------------


def test_it_goes_out_after_the_release_and_once(edition: Edition) -> None:
    subscribed("reader@example.org")
    release(edition, NOON + HOUR)
    assert not begin(NOON + HOUR - timedelta(microseconds=1))
    begun = begin(NOON + HOUR)
    deliver(begun, NOON + HOUR)
    deliver(begun + begin(NOON + 2 * HOUR), NOON + 2 * HOUR)
    assert recipients() == ["reader@example.org"]


def test_the_letters_wait_in_the_transaction_that_begins_them(edition: Edition) -> None:
    subscribed("reader@example.org")
    release(edition)
    mailing.begin_due(at=NOON, send=send_mailing.defer)
    waiting = ProcrastinateJob.objects.filter(task_name="analysis.newsletters.tasks.send_mailing")
    assert [job.args for job in waiting] == [{"mailing_id": Mailing.objects.get().pk}]


def test_a_release_that_is_called_off_or_moved_takes_it_along(edition: Edition) -> None:
    release(edition, NOON + HOUR)
    publishing.move_release(edition=edition, go_live_at=NOON + 3 * HOUR, by=None, at=NOON)
    assert not begin(NOON + 2 * HOUR)
    publishing.call_off(edition=edition, by=None, at=NOON + 2 * HOUR)
    assert not begin(NOON + 4 * HOUR)


def test_what_joins_a_released_edition_sends_nothing_again(edition: Edition) -> None:
    subscribed("reader@example.org")
    release(edition)
    deliver(begin())
    approved(title="Patrols", issue=edition.issue)
    publishing.release(edition=edition, go_live_at=NOON + HOUR, by=None, at=NOON + HOUR)
    assert not begin(NOON + HOUR)


def test_an_edition_of_the_archive_is_no_news(edition: Edition) -> None:
    release(edition)
    assert not begin(NOON + timedelta(days=4))


def test_nothing_is_sent_where_the_masthead_does_not_offer_it(edition: Edition, masthead: Masthead) -> None:
    Masthead.objects.update(offers_newsletter=False)
    release(edition)
    assert not begin()


# --- To whom -----------------------------------------------------------------------------------------------


def test_it_goes_to_those_who_confirmed_in_its_language(edition: Edition) -> None:
    subscribed("reader@example.org")
    subscribed("chitatel@example.org", language="ru")
    waiting = subscribed("stranger@example.org")
    waiting.confirmed_at = None
    waiting.save()
    release(edition)
    deliver(begin())
    assert recipients() == ["reader@example.org"]


def test_who_leaves_between_the_beginning_and_the_letter_gets_none(edition: Edition) -> None:
    leaving, _staying = subscribed("leaving@example.org"), subscribed("staying@example.org")
    release(edition)
    begun = begin()
    leaving.delete()
    deliver(begun)
    assert recipients() == ["staying@example.org"]


def test_nothing_is_sent_of_an_edition_whose_texts_were_withdrawn(edition: Edition) -> None:
    subscribed("reader@example.org")
    release(edition)
    begun = begin()
    publishing.withdraw(article=edition.issue.articles.get(), by=None, at=NOON, reason="Wrong.")
    deliver(begun)
    assert not mail.outbox
    assert not Delivery.objects.waiting().exists()


# --- What goes wrong ---------------------------------------------------------------------------------------


def test_an_address_that_is_refused_does_not_stop_the_others(edition: Edition, server: MailServer) -> None:
    for name in ("a", "b", "c"):
        subscribed(f"{name}@example.org")
    server.refused["b@example.org"] = NO_SUCH_USER
    release(edition)
    deliver(begin())
    assert server.recipients() == ["a@example.org", "c@example.org"]
    assert Mailing.objects.values_list("sent", "refused").get() == (2, 1)


def test_an_address_that_does_not_exist_for_three_issues_in_a_row_is_forgotten(
    edition: Edition, server: MailServer
) -> None:
    gone = subscribed("gone@example.org", refusals=MOST_REFUSALS - 1)
    subscribed("blocked@example.org", refusals=MOST_REFUSALS - 1)
    server.refused = {gone.email: NO_SUCH_USER, "blocked@example.org": "550 5.7.1 your server is on a list"}
    release(edition)
    deliver(begin())
    assert addresses() == {"blocked@example.org"}


def test_a_letter_that_arrives_ends_the_count_of_refusals(edition: Edition, server: MailServer) -> None:
    reader = subscribed("reader@example.org", refusals=2)
    release(edition)
    deliver(begin())
    reader.refresh_from_db()
    assert reader.refusals == 0


def test_a_server_that_asks_for_patience_is_tried_again_by_the_same_job(edition: Edition, server: MailServer) -> None:
    for name in ("busy", "other"):
        subscribed(f"{name}@example.org")
    server.refused["busy@example.org"] = "451 4.7.1 come back later"
    release(edition)
    begun = begin()
    with pytest.raises(UnsentError, match="1 letters"):
        deliver(begun)
    assert server.recipients() == ["other@example.org"]
    server.refused.clear()
    deliver(begun)
    assert server.recipients() == ["busy@example.org", "other@example.org"]


def test_what_one_server_puts_off_again_and_again_holds_up_nobody_and_ends(
    edition: Edition, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "BATCH", 2)
    for name in ("busy-1", "busy-2", "other-1", "other-2"):
        subscribed(f"{name}@example.org")
    server.refused = dict.fromkeys(("busy-1@example.org", "busy-2@example.org"), "451 4.7.1 come back later")
    release(edition)
    begun = begin()
    for _attempt in range(mailing.MOST_TRIES):
        with pytest.raises(UnsentError):
            deliver(begun)
        assert server.recipients() == ["other-1@example.org", "other-2@example.org"]
    deliver(begun)
    assert Mailing.objects.values_list("sent", "refused").get() == (2, 2)
    assert addresses() >= {"busy-1@example.org"}


def test_a_mailing_whose_job_gave_up_is_gone_on_with(edition: Edition) -> None:
    subscribed("reader@example.org")
    release(edition)
    (begun,) = begin()
    assert mailing.left_lying(NOON + HOUR) == [begun]
    send_mailing.defer(mailing_id=begun)
    assert not mailing.left_lying(NOON + HOUR), "its job waits"
    run_jobs("analysis.newsletters.tasks.send_mailing")
    assert not mailing.left_lying(NOON + HOUR), "nothing is left of it"


def test_after_a_crash_nobody_is_left_out_and_what_comes_twice_has_the_same_message_id(
    edition: Edition, server: MailServer
) -> None:
    """The worst instant: the server has the letter, and we do not know it."""
    expected = [f"reader-{number}@example.org" for number in range(6)]
    for email in expected:
        subscribed(email)
    server.hangs_up_after = 3
    release(edition)
    begun = begin()
    with pytest.raises(SMTPServerDisconnected):
        deliver(begun)
    deliver(begun)
    assert sorted(set(server.recipients())) == expected
    by_id = {str(letter["Message-ID"]): str(letter["To"]) for letter in server.letters}
    assert sorted(by_id.values()) == expected
    assert len(server.letters) == len(expected) + 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_one_mailing_send_each_letter_once(edition: Edition, server: MailServer) -> None:
    expected = sorted(f"reader-{number}@example.org" for number in range(20))
    for email in expected:
        subscribed(email)
    release(edition)
    (begun,) = begin()

    def work() -> None:
        try:
            deliver([begun])
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as workers:
        for done in [workers.submit(work) for _worker in range(3)]:
            done.result()
    assert server.recipients() == expected


@pytest.mark.django_db(transaction=True)
def test_of_two_runs_of_one_minute_one_begins_it(edition: Edition) -> None:
    subscribed("reader@example.org")
    release(edition)

    def work() -> list[int]:
        try:
            return begin()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        begun = [done.result() for done in [workers.submit(work) for _run in range(4)]]
    assert sorted(map(len, begun)) == [0, 0, 0, 1]
    assert Delivery.objects.count() == 1


def test_what_was_sent_to_whom_is_forgotten_and_the_numbers_stay(edition: Edition) -> None:
    subscribed("reader@example.org")
    release(edition)
    deliver(begin())
    forgetting.forget(at=NOON + timedelta(days=91))
    assert not Delivery.objects.exists()
    assert Mailing.objects.get().sent == 1
