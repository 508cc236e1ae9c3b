from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from analysis.models import Topic
from tests.factories import TopicFactory


@pytest.fixture
def at_desk() -> Callable[[User], Client]:
    """A browser in which this person has signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def elite(db: None) -> Topic:
    return TopicFactory.create(slug="elite", position=1, name_en="The ruling elite")


@pytest.fixture
def security(db: None) -> Topic:
    return TopicFactory.create(slug="security", position=2, name_en="Security issues")
