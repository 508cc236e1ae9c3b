"""Asking for the weekly issue, and the page on which a reader confirms and leaves."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from analysis.models import Masthead
from analysis.newsletters.models import Subscription
from tests.analysis.newsletters.readers import addresses, subscribed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offered")]


@pytest.fixture
def offered(db: None) -> None:
    Masthead.objects.update_or_create(pk=1, defaults={"name_en": "The Weekly", "offers_newsletter": True})


@pytest.fixture
def reader() -> Client:
    """A browser's, that would send a token if it had been given one."""
    return Client(enforce_csrf_checks=True)


def ask(client: Client, email: str = "reader@example.org", path: str = "/newsletter/", **headers: Any) -> Any:
    return client.post(path, {"email": email}, **headers)


def waiting() -> Subscription:
    return Subscription.objects.create(email="reader@example.org", language="en")


def test_every_page_offers_it_and_sets_no_cookie_for_it(client: Client) -> None:
    page = client.get("/")
    assert 'action="/newsletter/"' in page.text
    assert not page.cookies


def test_it_is_asked_for_in_the_language_of_the_page(reader: Client) -> None:
    assert ask(reader, path="/be/newsletter/").status_code == 200
    assert Subscription.objects.get().language == "be"


def test_the_answer_does_not_tell_whether_an_address_is_known(reader: Client) -> None:
    subscribed("known@example.org")
    known, unknown = (ask(reader, f"{name}@example.org") for name in ("known", "again"))
    assert known.status_code == unknown.status_code == 200
    assert known.text.replace("known@", "again@") == unknown.text


@pytest.mark.parametrize(
    "email", ["", "nobody", "two@example.org, three@example.org", "a@example.org\nBcc: b@example.org"]
)
def test_what_is_no_address_is_said_beside_the_field_and_kept_there(reader: Client, email: str) -> None:
    answer = ask(reader, email)
    assert answer.status_code == 400
    assert 'aria-describedby="subscribe-error"' in answer.text
    assert not addresses()


def test_words_of_a_visitor_are_no_markup(reader: Client) -> None:
    answer = ask(reader, '"><script>alert(1)</script>@example.org')
    assert "<script>alert" not in answer.text


def test_a_form_on_another_site_sends_nothing(reader: Client) -> None:
    answer = ask(reader, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert not addresses()


def test_one_visitor_cannot_have_letters_sent_to_many(reader: Client) -> None:
    cache.clear()
    answers = [ask(reader, f"stranger-{number}@example.org").status_code for number in range(7)]
    assert answers == [200] * 5 + [429] * 2
    assert len(addresses()) == 5


def test_it_is_not_there_where_the_masthead_does_not_offer_it(client: Client) -> None:
    Masthead.objects.update(offers_newsletter=False)
    assert client.get("/newsletter/").status_code == 404
    assert ask(client).status_code == 404
    assert "newsletter" not in client.get("/").text


def test_looking_at_ones_page_changes_nothing(client: Client) -> None:
    subscription = waiting()
    for method in (client.get, client.head):
        assert method(subscription.get_absolute_url()).status_code == 200
    subscription.refresh_from_db()
    assert subscription.confirmed_at is None


def test_confirming_and_leaving_need_a_press_of_the_button(reader: Client) -> None:
    subscription = waiting()
    reader.post(subscription.get_absolute_url(), {"confirm": ""})
    assert Subscription.objects.confirmed().count() == 1
    reader.post(subscription.get_absolute_url(), {"leave": ""})
    assert not addresses()


def test_a_mail_program_leaves_in_one_step(reader: Client) -> None:
    """RFC 8058: a POST to the address in the header, without cookies, from wherever the mailbox is."""
    subscription = subscribed("reader@example.org")
    answer = reader.post(
        subscription.get_absolute_url(), "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200
    assert not addresses()


def test_leaving_is_possible_where_it_is_offered_no_more(reader: Client) -> None:
    subscription = subscribed("reader@example.org")
    Masthead.objects.update(offers_newsletter=False)
    reader.post(subscription.get_absolute_url(), {"leave": ""})
    assert not addresses()


def test_leaving_twice_is_no_error_page(reader: Client) -> None:
    path = subscribed("reader@example.org").get_absolute_url()
    reader.post(path, {"leave": ""})
    assert "There is no such subscription" in reader.post(path, {"leave": ""}).text


def test_a_made_up_key_finds_nobody(client: Client) -> None:
    subscribed("reader@example.org")
    answer = client.get(f"/newsletter/{uuid4()}/")
    assert answer.status_code == 404
    assert "reader@" not in answer.text


def test_nothing_about_a_reader_is_kept_or_found(client: Client) -> None:
    for answer in (client.get(subscribed("reader@example.org").get_absolute_url()), ask(client, "other@example.org")):
        assert "no-store" in answer["Cache-Control"]
        assert 'content="noindex"' in answer.text
        assert not hasattr(answer, "kept")


def test_the_job_that_writes_to_somebody_does_not_hold_the_address(reader: Client) -> None:
    """Late and failed jobs are shown at the desk, and stand in backups."""
    ask(reader)
    job = ProcrastinateJob.objects.get(task_name="analysis.newsletters.tasks.send_answer")
    assert "reader@" not in str(job.args)
