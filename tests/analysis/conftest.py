from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User


@pytest.fixture
def at_desk() -> Callable[[User], Client]:
    """A browser in which this person has signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in
