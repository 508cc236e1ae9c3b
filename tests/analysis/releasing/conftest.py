"""An issue and its edition."""

import pytest

from accounts.models import User
from analysis.models import Edition, Issue
from tests.factories import EditionFactory, EditorFactory, IssueFactory


@pytest.fixture
def editor() -> User:
    return EditorFactory.create()


@pytest.fixture
def issue() -> Issue:
    return IssueFactory.create()


@pytest.fixture
def edition(issue: Issue) -> Edition:
    return EditionFactory.create(issue=issue)
