"""An issue, on a Monday at noon."""

from typing import Any

import pytest
import time_machine

from analysis.models import Issue
from tests.factories import NOON, IssueFactory


@pytest.fixture(autouse=True)
def monday_noon() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def issue(db: None) -> Issue:
    return IssueFactory.create(number=46)
