"""An issue with two trends."""

import pytest

from accounts.models import User
from analysis.models import Edition, Issue, Topic
from tests.factories import EditionFactory, EditorFactory, IssueFactory, TopicFactory


@pytest.fixture
def editor() -> User:
    return EditorFactory.create()


@pytest.fixture
def issue() -> Issue:
    return IssueFactory.create()


@pytest.fixture
def edition(issue: Issue) -> Edition:
    return EditionFactory.create(issue=issue)


@pytest.fixture
def elite() -> Topic:
    return TopicFactory.create(slug="elite", position=1, name_en="The ruling elite")


@pytest.fixture
def security() -> Topic:
    return TopicFactory.create(slug="security", position=2, name_en="Security issues")
