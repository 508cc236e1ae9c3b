"""An administrator who takes hold of an account is seen doing so."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import User
from analysis.models import AuditEntry
from tests.factories import UserFactory
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db
NEW = {"usable_password": "true", "password1": "another horse entirely", "password2": "another horse entirely"}
JOB = "accounts.tasks.send_account_changed"


@pytest.fixture
def office(administrator: User, at_desk: Callable[[User], Client]) -> Client:
    return at_desk(administrator)


@pytest.fixture
def ada() -> User:
    return UserFactory.create(email="ada@example.org")


def replace(office: Client, user: User, given: dict[str, str]) -> None:
    office.post(f"/admin/accounts/user/{user.pk}/password/", given)


@pytest.mark.parametrize("given", [NEW, {"usable_password": "false", "unset-password": "1"}], ids=["set", "removed"])
def test_whose_password_was_replaced_is_told_by_mail(office: Client, ada: User, given: dict[str, str]) -> None:
    replace(office, ada, given)
    run_jobs(JOB)
    (message,) = mail.outbox
    assert message.to == ["ada@example.org"]
    assert "An administrator replaced or removed your password." in str(message.body)
    ada.refresh_from_db()
    assert not ada.check_password("correct horse battery")


def test_the_log_says_who_replaced_whose_password(office: Client, administrator: User, ada: User) -> None:
    replace(office, ada, NEW)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.by, entry.subject) == ("replace_password", administrator, "Ada Analyst")
    assert "replaced or removed a password" in office.get("/admin/analysis/auditentry/").text
    assert "another horse" not in f"{entry.before}{entry.after}{entry.why}"


def test_nobody_is_told_of_a_password_that_was_refused(office: Client, ada: User) -> None:
    replace(office, ada, NEW | {"password2": "a third horse entirely"})
    assert run_jobs(JOB) == 0
    assert not AuditEntry.objects.exists()


def words(message: EmailMessage) -> str:
    """Of both its forms."""
    parts = [part.get_payload(decode=True) for part in message.message().walk() if not part.is_multipart()]
    return "\n".join(part.decode() for part in parts if isinstance(part, bytes))


def change(office: Client, user: User, **changed: str) -> None:
    given = {"email": user.email, "name": user.name, "role": user.role, "language": user.language}
    office.post(
        f"/admin/accounts/user/{user.pk}/change/",
        given | {"time_zone": "Europe/Warsaw", "is_active": "on"} | changed,
    )


def test_other_changes_of_an_account_are_logged_as_ever(office: Client, ada: User) -> None:
    change(office, ada, name="Ada")
    entry = AuditEntry.objects.get(verb="change")
    assert entry.after["name"] == "Ada"
    assert run_jobs(JOB) == 0


def test_the_address_that_was_replaced_is_told_and_given_no_way_in(office: Client, ada: User) -> None:
    change(office, ada, email="eve@example.org", language="ru")
    run_jobs(JOB)
    (message,) = mail.outbox
    assert message.to == ["ada@example.org"]
    assert '<html lang="ru">' in words(message)
    assert "eve@example.org" not in words(message)
    assert "/accounts/" not in words(message)


def test_it_is_told_who_has_replaced_it_and_so_is_the_log(office: Client, administrator: User, ada: User) -> None:
    change(office, ada, email="eve@example.org")
    run_jobs(JOB)
    said = "An administrator gave your account another e-mail address than this one."
    assert words(mail.outbox[0]).count(said) == 2
    entry = AuditEntry.objects.get(verb="change")
    assert entry.by == administrator
    assert (entry.before["email"], entry.after["email"]) == ("ada@example.org", "eve@example.org")


def test_of_two_changes_of_an_address_each_that_there_was_is_told(office: Client, ada: User) -> None:
    for address in ("eve@example.org", "mallory@example.org"):
        change(office, ada, email=address)
        ada.refresh_from_db()
    run_jobs(JOB)
    assert [message.to for message in mail.outbox] == [["ada@example.org"], ["eve@example.org"]]


def test_capitals_make_no_other_address(office: Client, ada: User) -> None:
    change(office, ada, email="ADA@Example.org")
    assert run_jobs(JOB) == 0


def test_the_log_says_who_calls_themselves_otherwise(ada: User, at_desk: Callable[[User], Client]) -> None:
    """In it people stand by their names."""
    given = {"name": "Edith Editor", "language": ada.language, "time_zone": ada.time_zone}
    for _time in range(2):
        at_desk(ada).post("/admin/accounts/user/me/", given)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.by, entry.before, entry.after) == (
        *("change", ada),
        *({"name": "Ada Analyst"}, {"name": "Edith Editor"}),
    )


def test_the_zone_of_a_machine_is_nobodys(ada: User, at_desk: Callable[[User], Client]) -> None:
    """It is another one on the next machine, or none, and PostgreSQL knows none of that name."""
    given = {"name": ada.name, "language": ada.language, "time_zone": "localtime"}
    form = at_desk(ada).post("/admin/accounts/user/me/", given).context["form"]
    assert form.errors.keys() == {"time_zone"}
    ada.time_zone = "localtime"
    with pytest.raises(ValidationError):
        ada.full_clean()


# --- A second factor that was lost ----------------------------------------------------------------------------


@pytest.fixture
def ada_with_app(ada: User) -> User:
    TOTP.activate(ada, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(ada)
    Authenticator.objects.create(user=ada, type=Authenticator.Type.WEBAUTHN, data={"name": "Key"})
    return ada


def second_factor(user: User) -> str:
    return f"/admin/accounts/user/{user.pk}/second-factor/"


def test_a_lost_second_factor_is_removed_by_an_administrator_who_was_asked_once_more(
    office: Client, ada_with_app: User
) -> None:
    account = f"/admin/accounts/user/{ada_with_app.pk}/change/"
    assert second_factor(ada_with_app) in office.get(account).text
    assert "ada@example.org" in office.get(second_factor(ada_with_app)).text
    assert Authenticator.objects.filter(user=ada_with_app).count() == 3
    answer = office.post(second_factor(ada_with_app), follow=True)
    assert "The second factor of Ada Analyst was removed." in answer.text
    assert not Authenticator.objects.exists()
    assert second_factor(ada_with_app) not in office.get(account).text


def test_whoever_is_signed_in_as_them_is_signed_out_and_nobody_else_is(
    office: Client, ada_with_app: User, at_desk: Callable[[User], Client]
) -> None:
    phone, colleague = at_desk(ada_with_app), at_desk(UserFactory.create())
    office.post(second_factor(ada_with_app))
    assert [client.get("/admin/").status_code for client in (phone, colleague, office)] == [302, 200, 200]


def test_they_are_told_and_so_is_the_log(office: Client, administrator: User, ada_with_app: User) -> None:
    office.post(second_factor(ada_with_app))
    run_jobs(JOB)
    (message,) = mail.outbox
    assert message.to == ["ada@example.org"]
    assert words(message).count("An administrator removed the second factor of your account") == 2
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.by, entry.subject) == ("remove_second_factor", administrator, "Ada Analyst")
    assert entry.before == {"factors": ["recovery_codes", "totp", "webauthn"]}
    assert "removed a second factor" in office.get("/admin/analysis/auditentry/").text


def test_where_there_is_none_nothing_is_done(office: Client, ada: User, at_desk: Callable[[User], Client]) -> None:
    phone = at_desk(ada)
    assert "Ada Analyst has no second factor." in office.get(second_factor(ada)).text
    assert "Ada Analyst has no second factor." in office.post(second_factor(ada), follow=True).text
    assert phone.get("/admin/").status_code == 200
    assert run_jobs(JOB) == 0
    assert not AuditEntry.objects.exists()


def test_nobody_removes_their_own_without_saying_who_they_are(office: Client, administrator: User) -> None:
    TOTP.activate(administrator, "JBSWY3DPEHPK3PXP")
    account = f"/admin/accounts/user/{administrator.pk}/change/"
    assert second_factor(administrator) not in office.get(account).text
    for ask in (office.get, office.post):
        assert ask(second_factor(administrator)).status_code == 403
    assert Authenticator.objects.exists()


def test_an_editor_removes_nobodys(desk: Client, ada_with_app: User) -> None:
    assert desk.post(second_factor(ada_with_app)).status_code == 403
    assert Authenticator.objects.filter(user=ada_with_app).count() == 3
