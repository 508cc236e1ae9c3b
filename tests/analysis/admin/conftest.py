"""People at the desk."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import AdministratorFactory, EditorFactory, UserFactory


@pytest.fixture
def analyst(db: None) -> User:
    return UserFactory.create(time_zone="Europe/Warsaw")


@pytest.fixture
def editor(db: None) -> User:
    return EditorFactory.create(time_zone="Europe/Warsaw")


@pytest.fixture
def administrator(db: None) -> User:
    return AdministratorFactory.create(time_zone="Europe/Warsaw")


@pytest.fixture
def desk(editor: User, at_desk: Callable[[User], Client]) -> Client:
    return at_desk(editor)
