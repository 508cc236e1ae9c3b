"""A second factor is there for all staff, and nobody gets around one that is set up."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth import HASH_SESSION_KEY
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tests.factories import EditorFactory

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def edith() -> User:
    return EditorFactory.create(email="edith@example.org")


@pytest.fixture
def edith_with_app(edith: User) -> User:
    TOTP.activate(edith, SECRET)
    return edith


def code() -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def give_password(client: Client) -> Any:
    return client.post("/accounts/login/", {"login": "edith@example.org", "password": PASSWORD})


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def confirm(client: Client) -> None:
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def test_staff_without_a_second_factor_are_invited_to_set_one_up(client: Client, edith: User) -> None:
    client.force_login(edith)
    assert "So far a password is all" in client.get("/accounts/2fa/").text
    TOTP.activate(edith, SECRET)
    assert "So far a password is all" not in client.get("/accounts/2fa/").text


def test_the_password_alone_does_not_open_an_account_with_an_app(client: Client, edith_with_app: User) -> None:
    assert give_password(client)["Location"] == "/accounts/2fa/authenticate/"
    assert not is_in(client)
    assert client.get("/accounts/2fa/").status_code == 302
    assert client.get("/accounts/2fa/recovery-codes/").status_code == 302


def test_password_and_code_open_it(client: Client, edith_with_app: User) -> None:
    give_password(client)
    assert client.post("/accounts/2fa/authenticate/", {"code": code()})["Location"] == "/admin/"
    assert is_in(client)


def test_a_code_is_good_once(client: Client, edith_with_app: User) -> None:
    used = code()
    for browser in (client, Client()):
        give_password(browser)
        browser.post("/accounts/2fa/authenticate/", {"code": used})
    assert not is_in(browser)


def test_guessing_codes_ends_after_a_few_attempts(client: Client, edith_with_app: User) -> None:
    give_password(client)
    for guess in range(6):
        client.post("/accounts/2fa/authenticate/", {"code": f"00000{guess}"})
    client.post("/accounts/2fa/authenticate/", {"code": code()})
    assert not is_in(client)


def test_a_recovery_code_opens_it_once(client: Client, edith_with_app: User) -> None:
    recovery_code = RecoveryCodes.activate(edith_with_app).get_unused_codes()[0]
    for browser, is_expected_in in ((client, True), (Client(), False)):
        give_password(browser)
        browser.post("/accounts/2fa/authenticate/", {"code": recovery_code})
        assert is_in(browser) is is_expected_in


def test_a_new_password_does_not_open_it_either(client: Client, edith_with_app: User) -> None:
    edith_with_app.set_password("another horse entirely")
    edith_with_app.save()
    client.post("/accounts/login/", {"login": edith_with_app.email, "password": "another horse entirely"})
    assert not is_in(client)


def test_setting_up_an_app(client: Client, edith: User) -> None:
    client.force_login(edith)
    confirm(client)
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert secret in page.text
    good = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    client.post("/accounts/2fa/totp/activate/", {"code": good})
    assert Authenticator.objects.filter(user=edith, type=Authenticator.Type.TOTP).exists()
    codes = client.get("/accounts/2fa/recovery-codes/")
    assert len(codes.context["unused_codes"]) == 10
    assert all(recovery in codes.text for recovery in codes.context["unused_codes"])
    assert "no-store" in codes["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/totp/deactivate/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/recovery-codes/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/2fa/recovery-codes/download/",
    ],
)
def test_a_machine_left_alone_does_not_change_how_somebody_signs_in(
    client: Client, edith_with_app: User, path: str
) -> None:
    codes = RecoveryCodes.activate(edith_with_app).get_unused_codes()
    client.force_login(edith_with_app)
    assert client.get(path)["Location"].startswith("/accounts/reauthenticate/")
    assert client.post(path).status_code in (302, 405)
    assert Authenticator.objects.filter(user=edith_with_app).count() == 2
    assert not [recovery_code for recovery_code in codes if recovery_code in client.get(path).text]


def test_nor_does_it_give_a_password_to_an_account_that_has_none(client: Client, edith: User) -> None:
    Authenticator.objects.create(user=edith, type=Authenticator.Type.WEBAUTHN, data={"name": "Key"})
    edith.set_unusable_password()
    edith.save()
    client.force_login(edith)
    new = {"password1": "another horse entirely", "password2": "another horse entirely"}
    assert client.post("/accounts/password/set/", new)["Location"] == "/accounts/password/set/"
    assert client.get("/accounts/password/set/")["Location"].startswith("/accounts/2fa/webauthn/reauthenticate/")
    assert "another horse" not in str(dict(client.session))
    edith.refresh_from_db()
    assert not edith.has_usable_password()


def test_who_has_just_signed_in_gives_their_account_a_password(client: Client, edith: User) -> None:
    give_password(client)
    User.objects.filter(pk=edith.pk).update(password="!")
    session = client.session
    session[HASH_SESSION_KEY] = User.objects.get(pk=edith.pk).get_session_auth_hash()
    session.save()
    new = {"password1": "another horse entirely", "password2": "another horse entirely"}
    assert client.post("/accounts/password/set/", new)["Location"] == "/accounts/2fa/"
    edith.refresh_from_db()
    assert edith.check_password("another horse entirely")


def test_nobody_touches_the_keys_of_others(client: Client, edith: User) -> None:
    other = EditorFactory.create()
    key = Authenticator.objects.create(user=other, type=Authenticator.Type.WEBAUTHN, data={"name": "Key"})
    client.force_login(edith)
    confirm(client)
    for verb in ("edit", "remove"):
        assert client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/{verb}/").status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_the_door_itself_asks_the_database_little(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        client.get("/accounts/login/")
