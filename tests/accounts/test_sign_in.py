"""The door: who gets in, how long, and what a stranger can find out."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
PASSWORD = "correct horse battery"


@pytest.fixture
def ada() -> User:
    return UserFactory.create(email="ada@example.org")


def attempt(client: Client, email: str, password: str, path: str = LOGIN, **extra: Any) -> int:
    return client.post(path, {"login": email, "password": password}, **extra).status_code


def is_in(client: Client) -> bool:
    return client.get("/accounts/2fa/").status_code == 200


def errors(client: Client, email: str, password: str) -> list[str]:
    form = client.post(LOGIN, {"login": email, "password": password}).context["form"]
    return list(form.non_field_errors())


def test_it_lets_staff_in_and_leads_them_to_the_desk(client: Client, ada: User) -> None:
    answer = client.post(LOGIN, {"login": "Ada@Example.org", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert is_in(client)


def test_a_wrong_password_and_an_unknown_account_get_the_same_words(client: Client, ada: User) -> None:
    assert errors(client, ada.email, "wrong") == errors(client, "nobody@example.org", "wrong") != []


def test_an_account_that_is_closed_does_not_open(client: Client, ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(is_active=False)
    attempt(client, ada.email, PASSWORD)
    assert not is_in(client)
    assert errors(client, ada.email, "wrong") == errors(client, "nobody@example.org", "wrong")


def test_closing_an_account_ends_its_sessions_at_once(client: Client, ada: User) -> None:
    attempt(client, ada.email, PASSWORD)
    assert is_in(client)
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert not is_in(client)
    assert client.get("/admin/").status_code == 302


def test_a_session_is_new_after_signing_in(client: Client, ada: User) -> None:
    """A session that somebody else planted must not become this person's."""
    client.cookies["session"] = "planted"
    attempt(client, ada.email, PASSWORD)
    key = client.cookies["session"].value
    assert key != "planted"
    assert len(key) >= 32
    assert not Session.objects.filter(session_key="planted").exists()


def test_signing_out_ends_the_session_on_the_server(client: Client, ada: User) -> None:
    attempt(client, ada.email, PASSWORD)
    key = client.cookies["session"].value
    client.post("/accounts/logout/")
    client.cookies["session"] = key
    assert not is_in(client)


@pytest.mark.parametrize("path", ["/accounts/logout/", "/admin/logout/"])
def test_looking_at_a_page_never_signs_out(client: Client, ada: User, path: str) -> None:
    attempt(client, ada.email, PASSWORD)
    client.get(path)
    client.head(path)
    assert is_in(client)


def test_changing_the_password_ends_the_other_sessions(client: Client, ada: User) -> None:
    elsewhere = Client()
    for browser in (client, elsewhere):
        attempt(browser, ada.email, PASSWORD)
    new = {"oldpassword": PASSWORD, "password1": "another horse entirely", "password2": "another horse entirely"}
    assert client.post("/accounts/password/change/", new).status_code == 302
    assert is_in(client)
    assert not is_in(elsewhere)


def test_changing_the_password_asks_for_the_old_one(client: Client, ada: User) -> None:
    attempt(client, ada.email, PASSWORD)
    new = {"oldpassword": "guessed", "password1": "another horse entirely", "password2": "another horse entirely"}
    assert "oldpassword" in client.post("/accounts/password/change/", new).context["form"].errors


@pytest.mark.parametrize("password", ["short", "password1234", "123456789012", "ada@example.org"])
def test_weak_passwords_are_refused(client: Client, ada: User, password: str) -> None:
    attempt(client, ada.email, PASSWORD)
    new = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert "password1" in client.post("/accounts/password/change/", new).context["form"].errors


def test_a_long_password_in_any_script_is_taken(client: Client, ada: User) -> None:
    attempt(client, ada.email, PASSWORD)
    password = "Ўсё будзе добра, калі мы не забудзем гэты доўгі сказ пра коней і батарэі"
    new = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client.post("/accounts/password/change/", new).status_code == 302
    assert attempt(Client(), ada.email, password) == 302


def test_nobody_signs_up(client: Client) -> None:
    for path in ("/accounts/signup/", "/accounts/2fa/webauthn/signup/", "/accounts/email/"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"email": "eve@example.org", "password1": PASSWORD}).status_code in (404, 405)
    assert not User.objects.exists()


# --- Limits ---------------------------------------------------------------------------------------------------


def test_guessing_one_password_ends_after_a_few_attempts(client: Client, ada: User) -> None:
    for number in range(5):
        attempt(Client(REMOTE_ADDR=f"198.51.100.{number}"), ada.email, "wrong")
    attempt(client, ada.email, PASSWORD)
    assert not is_in(client)


def test_trying_one_password_on_many_accounts_ends_after_a_few_attempts(client: Client, ada: User) -> None:
    for number in range(10):
        attempt(client, f"somebody-{number}@example.org", "wrong")
    attempt(client, ada.email, PASSWORD)
    assert not is_in(client)


@pytest.mark.parametrize(
    "variation",
    [
        {"HTTP_X_FORWARDED_FOR": "203.0.113.{n}"},
        {"HTTP_FORWARDED": "for=203.0.113.{n}"},
        {"HTTP_X_REAL_IP": "203.0.113.{n}"},
        {"HTTP_HOST": "localhost:80{n}"},
        {"HTTP_USER_AGENT": "Browser {n}"},
        {"QUERY_STRING": "try={n}"},
        {"HTTP_ACCEPT": "application/json"},
    ],
    ids=lambda variation: next(iter(variation)),
)
def test_no_header_begins_a_new_count(client: Client, ada: User, variation: dict[str, str]) -> None:
    for n in range(10):
        extra = {name: value.format(n=n) for name, value in variation.items()}
        attempt(Client(), ada.email, "wrong", **extra)
    attempt(client, ada.email, PASSWORD)
    assert not is_in(client)


@pytest.mark.parametrize("email", ["ADA@example.org", " ada@example.org ", "ada@EXAMPLE.org\n"])
def test_no_spelling_of_the_address_begins_a_new_count(client: Client, ada: User, email: str) -> None:
    for number in range(5):
        attempt(Client(REMOTE_ADDR=f"198.51.100.{number}"), email, "wrong")
    attempt(client, ada.email, PASSWORD)
    assert not is_in(client)


@pytest.mark.parametrize("path", ["/accounts/login", "/Accounts/Login/", "/accounts/login//", "/ru/accounts/login/"])
def test_the_door_has_one_address(client: Client, ada: User, path: str) -> None:
    assert attempt(client, ada.email, PASSWORD, path) in (301, 404, 405)
    assert not is_in(client)


def test_more_fields_than_the_form_has_begin_no_new_count(client: Client, ada: User) -> None:
    for number in range(5):
        fields = {"login": ada.email, "password": "wrong", "email": f"{number}@example.org", "username": str(number)}
        Client(REMOTE_ADDR=f"198.51.100.{number}").post(LOGIN, fields)
    attempt(client, ada.email, PASSWORD)
    assert not is_in(client)


def test_neighbours_in_one_ipv6_network_share_a_count(client: Client, ada: User) -> None:
    for number in range(10):
        attempt(Client(REMOTE_ADDR=f"2001:db8::{number:x}"), f"somebody-{number}@example.org", "wrong")
    attempt(Client(REMOTE_ADDR="2001:db8::ffff"), ada.email, PASSWORD)
    assert not Session.objects.exists() or not is_in(client)


def test_the_right_password_does_not_use_up_attempts(client: Client, ada: User) -> None:
    for _ in range(8):
        assert attempt(Client(), ada.email, PASSWORD) == 302


def test_too_many_attempts_are_answered_with_a_page_that_says_so(client: Client, ada: User) -> None:
    answers = [client.post(LOGIN, {"login": ada.email, "password": "wrong"}) for _ in range(21)]
    assert answers[-1].status_code == 429
    assert "Wait ten minutes" in answers[-1].text


# --- Where it leads -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example/",
        "https://evil.example/",
        "http://testserver.evil.example/",
        "http://localhost/",
        "///evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "https:evil.example",
        "\x00//evil.example",
        " //evil.example",
    ],
)
def test_it_leads_nowhere_but_to_this_site(client: Client, ada: User, target: str) -> None:
    for path in (LOGIN, "/accounts/logout/", "/admin/login/"):
        answer = client.post(path, {"login": ada.email, "password": PASSWORD, "next": target}, follow=True)
        assert all(not urlsplit(address).netloc for address, _status in answer.redirect_chain)
        answer = client.get(path, {"next": target}, follow=True)
        assert all(not urlsplit(address).netloc for address, _status in answer.redirect_chain)


def test_it_leads_back_to_where_somebody_came_from(client: Client, ada: User) -> None:
    answer = client.post(LOGIN, {"login": ada.email, "password": PASSWORD, "next": "/admin/analysis/article/"})
    assert answer["Location"] == "/admin/analysis/article/"


# --- Where it is kept -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [LOGIN, "/accounts/password/reset/", "/accounts/2fa/", "/accounts/password/change/"])
def test_its_pages_are_kept_by_nobody(client: Client, ada: User, path: str) -> None:
    if path not in (LOGIN, "/accounts/password/reset/"):
        client.force_login(ada)
    answer = client.get(path)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]


def test_a_session_lasts_two_weeks_at_most(client: Client, ada: User) -> None:
    client.post(LOGIN, {"login": ada.email, "password": PASSWORD, "remember": "on"})
    assert client.cookies["session"]["max-age"] <= 14 * 24 * 3600
    assert client.cookies["session"]["httponly"]
    assert client.cookies["session"]["samesite"] == "Lax"
