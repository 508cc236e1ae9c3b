"""People at browsers."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.management import CommandError
from django.db import OperationalError
from django.test import TransactionTestCase
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.factories import EditorFactory, UserFactory
from tests.functional.at_the_desk import PASSWORD, Visit, note, sign_in


@pytest.fixture
def console() -> Iterator[list[str]]:
    """What browsers complained about: a blocked script or a failed module is a failed test."""
    complaints: list[str] = []
    yield complaints
    assert not complaints


@pytest.fixture(scope="session", autouse=True)
def patient_cleaning() -> Iterator[None]:
    """A closed page may still send what was typed: where that meets the emptying, the emptying is done again."""
    empty = TransactionTestCase._fixture_teardown

    def empty_again(self: TransactionTestCase) -> None:
        try:
            empty(self)
        except CommandError as error:
            if not isinstance(error.__cause__, OperationalError):
                raise
            empty(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_again)
        yield


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer, console: list[str]) -> Iterator[Visit]:
    """A browser of somebody's own, signed in."""
    # No two people sign in from here: what was counted of one test's sign-ins says nothing about the next.
    cache.clear()
    contexts: list[BrowserContext] = []

    def visit(user: User | None = None, *, width: int = 1280) -> Page:
        context = browser.new_context(base_url=live_server.url, viewport={"width": width, "height": 900})
        contexts.append(context)
        context.on("console", lambda message: note(message, console))
        context.on("weberror", lambda error: console.append(str(error.error)))
        page = context.new_page()
        if user:
            sign_in(page, user)
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture
def editor(transactional_db: None) -> User:
    return EditorFactory.create(password=PASSWORD, time_zone="Europe/Warsaw")


@pytest.fixture
def analyst(transactional_db: None) -> User:
    return UserFactory.create(password=PASSWORD, time_zone="Europe/Warsaw")
