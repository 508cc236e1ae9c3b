"""An administrator who takes hold of an account is seen doing so."""

from collections.abc import Callable

import pytest
from django.core import mail
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


def test_other_changes_of_an_account_are_logged_as_ever(office: Client, ada: User) -> None:
    given = {"email": ada.email, "name": "Ada", "role": ada.role, "language": "en", "time_zone": "Europe/Warsaw"}
    office.post(f"/admin/accounts/user/{ada.pk}/change/", given | {"is_active": "on"})
    entry = AuditEntry.objects.get(verb="change")
    assert entry.after["name"] == "Ada"
