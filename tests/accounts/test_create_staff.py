from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from accounts.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def create(email: str, *, role: str = "editor") -> str:
    output = StringIO()
    call_command("create_staff", email, "--role", role, stdout=output)
    return output.getvalue()


def test_the_password_is_made_up_and_printed_once(settings: LazySettings) -> None:
    settings.STAFF_PASSWORD = ""
    output = create("Edith@Example.org")
    user = User.objects.get()
    assert (user.email, user.role) == ("edith@example.org", "editor")
    assert user.check_password(output.split()[-1])


def test_a_given_password_is_not_repeated(settings: LazySettings) -> None:
    settings.STAFF_PASSWORD = "a long walk by the river"
    assert settings.STAFF_PASSWORD not in create("edith@example.org", role="administrator")
    assert User.objects.get().check_password(settings.STAFF_PASSWORD)
    assert User.objects.get().is_superuser


@pytest.mark.parametrize("password", ["short", "password1234", "123456789012345", "edith@example.org"])
def test_a_weak_password_is_refused(settings: LazySettings, password: str) -> None:
    settings.STAFF_PASSWORD = password
    with pytest.raises(CommandError):
        create("edith@example.org")
    assert not User.objects.exists()


def test_one_mailbox_has_one_account() -> None:
    UserFactory(email="edith@example.org")
    with pytest.raises(CommandError, match="has an account already"):
        create("EDITH@example.org")


@pytest.mark.parametrize(("email", "role"), [("edith", "editor"), ("edith@example.org", "owner")])
def test_an_impossible_address_or_role_is_said_so(email: str, role: str) -> None:
    with pytest.raises(CommandError):
        create(email, role=role)
