"""An issue with two trends, on a Monday at noon."""

from typing import Any

import pytest
import time_machine

from analysis.models import Issue, Topic
from tests.factories import NOON, IssueFactory, TopicFactory


@pytest.fixture(autouse=True)
def monday_noon() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def issue(db: None) -> Issue:
    return IssueFactory.create(number=46)


@pytest.fixture
def elite(db: None) -> Topic:
    return TopicFactory.create(slug="elite", position=1, name_en="The ruling elite")


@pytest.fixture
def security(db: None) -> Topic:
    return TopicFactory.create(slug="security", position=2, name_en="Security issues")
