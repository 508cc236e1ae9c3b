"""The way to a new password."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from accounts.models import User
from accounts.tasks import send_account_changed
from tests.factories import UserFactory
from tests.jobs import run, run_jobs

pytestmark = pytest.mark.django_db

RESET = "/accounts/password/reset/"
JOB = "accounts.tasks.send_password_reset"
NEW = {"password1": "another horse entirely", "password2": "another horse entirely"}


@pytest.fixture
def ada() -> User:
    return UserFactory.create(email="ada@example.org")


def reset_link(client: Client, email: str = "ada@example.org", **headers: Any) -> str:
    """The link in the mail, as a path; empty when no mail came."""
    mail.outbox.clear()
    client.post(RESET, {"email": email}, **headers)
    run_jobs(JOB)
    found = re.search(rf"{re.escape(settings.SITE_URL)}(/accounts/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert found
    return found[1]


def test_the_link_leads_to_a_new_password(client: Client, ada: User) -> None:
    page = client.get(reset_link(client), follow=True)
    assert "New password" in page.text
    client.post(page.request["PATH_INFO"], NEW)
    assert client.post("/accounts/login/", {"login": ada.email, "password": NEW["password1"]}).status_code == 302


def test_the_link_is_good_for_one_change(client: Client, ada: User) -> None:
    link = reset_link(client)
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], NEW)
    for again in (client, Client()):
        assert "no longer good" in again.get(link, follow=True).text
        assert "no longer good" in again.post(page.request["PATH_INFO"], NEW, follow=True).text


def test_a_newer_link_does_not_outlive_the_change_either(client: Client, ada: User) -> None:
    first, second = reset_link(client), reset_link(client)
    page = client.get(first, follow=True)
    client.post(page.request["PATH_INFO"], NEW)
    assert "no longer good" in Client().get(second, follow=True).text


def test_a_link_ends_all_sessions_when_it_is_used(client: Client, ada: User) -> None:
    signed_in = Client()
    signed_in.force_login(ada)
    page = client.get(reset_link(client), follow=True)
    client.post(page.request["PATH_INFO"], NEW)
    assert signed_in.get("/accounts/2fa/").status_code == 302


def test_the_key_is_not_in_the_address_of_the_form(client: Client, ada: User) -> None:
    """Otherwise a link on the page would carry it away as the referrer."""
    link = reset_link(client)
    page = client.get(link, follow=True)
    assert page.request["PATH_INFO"] != link
    assert page["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_looking_at_the_link_does_not_use_it_up(client: Client, ada: User) -> None:
    """Mail scanners look at every link."""
    link = reset_link(client)
    for _ in range(3):
        assert "New password" in Client().get(link, follow=True).text


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_HOST": "localhost:8666"},
        {"HTTP_X_FORWARDED_HOST": "evil.example"},
        {"HTTP_X_FORWARDED_SERVER": "evil.example"},
        {"HTTP_FORWARDED": "host=evil.example"},
        {"HTTP_X_ORIGINAL_URL": "//evil.example/"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_the_link_is_on_our_host_whatever_was_asked_for(client: Client, ada: User, headers: dict[str, str]) -> None:
    assert reset_link(client, **headers)
    message = f"{mail.outbox[0].message()}"
    # With its colon: what parts a message from the next is a number at random.
    assert ":8666" not in message
    assert "evil" not in message


def test_a_foreign_host_is_refused(client: Client, ada: User) -> None:
    assert client.post(RESET, {"email": ada.email}, headers={"host": "evil.example"}).status_code == 400
    assert not ProcrastinateJob.objects.exists()


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client: Client, ada: User) -> None:
    answers = [client.post(RESET, {"email": email}) for email in (ada.email, "nobody@example.org")]
    known, unknown = ([answer.status_code, answer["Location"], answer.text] for answer in answers)
    assert known == unknown
    assert ProcrastinateJob.objects.filter(task_name=JOB).count() == 2
    run_jobs(JOB)
    assert [message.to for message in mail.outbox] == [[ada.email]]


def test_known_and_unknown_addresses_cost_the_same_work(client: Client, ada: User) -> None:
    counts = []
    for email in ("nobody@example.org", ada.email):
        with CaptureQueriesContext(connection) as queries:
            client.post(RESET, {"email": email})
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_account_that_is_closed_gets_no_mail(client: Client, ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(is_active=False)
    client.post(RESET, {"email": ada.email})
    run_jobs(JOB)
    assert not mail.outbox


@pytest.mark.parametrize("email", ["ADA@EXAMPLE.ORG", "Ada@Example.org"])
def test_the_mail_goes_to_the_address_of_the_account_as_it_is_kept(client: Client, ada: User, email: str) -> None:
    client.post(RESET, {"email": email})
    run_jobs(JOB)
    assert [message.to for message in mail.outbox] == [["ada@example.org"]]


@pytest.mark.parametrize(
    "email", ["аda@example.org", "ada@exаmple.org", "ada@example.org\u0000", "ada@examp\u212ae.org"]
)
def test_letters_that_look_alike_are_not_alike(client: Client, ada: User, email: str) -> None:
    client.post(RESET, {"email": email})
    run_jobs(JOB)
    assert not mail.outbox


def test_an_address_that_the_account_had_before_is_worth_nothing(client: Client, ada: User) -> None:
    reset_link(client)
    User.objects.filter(pk=ada.pk).update(email="new@example.org")
    mail.outbox.clear()
    client.post(RESET, {"email": "ada@example.org"})
    run_jobs(JOB)
    assert not mail.outbox


@pytest.mark.parametrize("email", ["ada@example.org\nBcc: eve@example.org", "ada@example.org,eve@example.org", "a@b"])
def test_no_line_break_or_list_becomes_a_recipient(client: Client, ada: User, email: str) -> None:
    client.post(RESET, {"email": email})
    run_jobs(JOB)
    assert not mail.outbox


def test_one_account_gets_three_mails_in_ten_minutes_at_most(client: Client, ada: User) -> None:
    for number in range(8):
        client.post(RESET, {"email": ada.email}, REMOTE_ADDR=f"198.51.100.{number}")
    run_jobs(JOB)
    assert len(mail.outbox) == 3


def test_one_visitor_asks_for_ten_mails_a_minute_at_most(client: Client) -> None:
    answers = [client.post(RESET, {"email": f"{number}@example.org"}).status_code for number in range(12)]
    assert answers == [302] * 10 + [429] * 2


def test_the_mail_is_in_the_language_of_its_reader_and_says_what_to_do(client: Client, ada: User) -> None:
    client.post(RESET, {"email": ada.email})
    run_jobs(JOB)
    message = mail.outbox[0]
    assert message.subject == "A new password for your account"
    assert "works once" in str(message.body)
    assert [kind for _content, kind in message.alternatives] == ["text/html"]


def test_the_link_names_the_address_of_the_site(client: Client, ada: User, settings: Settings) -> None:
    settings.SITE_URL = "https://weekly.example"
    client.post(RESET, {"email": ada.email})
    run_jobs(JOB)
    assert "https://weekly.example/accounts/password/reset/key/" in str(mail.outbox[0].body)


def test_people_are_told_when_their_password_was_changed(client: Client, ada: User) -> None:
    client.force_login(ada)
    client.post("/accounts/password/change/", {"oldpassword": "correct horse battery", **NEW})
    run_jobs("accounts.tasks.send_account_changed")
    assert "Your password was changed." in str(mail.outbox[0].body)


def message_ids() -> list[str]:
    return [message.extra_headers["Message-ID"] for message in mail.outbox]


def ask_for_a_password(client: Client, ada: User) -> None:
    client.post(RESET, {"email": ada.email})


def replace_the_password(client: Client, ada: User) -> None:
    send_account_changed.defer(user_id=ada.pk, change="password_replaced")


@pytest.mark.parametrize("cause", [ask_for_a_password, replace_the_password])
def test_what_one_job_sends_again_is_the_same_mail_and_what_another_sends_is_not(
    client: Client, ada: User, cause: Callable[[Client, User], None], settings: Settings
) -> None:
    """A worker that is killed after it has sent and before it could say so sends again."""
    settings.SITE_URL = "https://weekly.example:8443"
    cause(client, ada)
    cause(client, ada)
    first, second = ProcrastinateJob.objects.order_by("id")
    for job in (first, first, second):
        run(job)
    one, again, another = message_ids()
    assert one == again != another
    assert one.endswith("@weekly.example>")
    assert {message.extra_headers["Auto-Submitted"] for message in mail.outbox} == {"auto-generated"}


def test_of_an_account_that_is_gone_nobody_is_told(client: Client, ada: User) -> None:
    replace_the_password(client, ada)
    ada.delete()
    run_jobs("accounts.tasks.send_account_changed")
    assert not mail.outbox


def test_a_new_password_opens_the_account_after_too_many_old_ones(client: Client, ada: User) -> None:
    """Who has forgotten theirs has tried some."""
    for number in range(6):
        wrong = {"login": ada.email, "password": "forgotten"}
        Client(REMOTE_ADDR=f"198.51.100.{number}").post("/accounts/login/", wrong)
    page = client.get(reset_link(client), follow=True)
    client.post(page.request["PATH_INFO"], NEW)
    client.post("/accounts/login/", {"login": ada.email, "password": NEW["password1"]})
    assert client.get("/admin/").status_code == 200
