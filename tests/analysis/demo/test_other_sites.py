"""A site that has something of its own keeps it as it is."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Model

from accounts.models import User
from analysis.models import Article, Edition, Gap, Image, Issue, KeyText, Name, Topic
from tests.factories import EditionFactory, IssueFactory, TopicFactory

pytestmark = pytest.mark.django_db

LOADED: tuple[type[Model], ...] = (User, Article, Issue, Edition, Gap, Image, KeyText, Name, Topic)


def rows() -> dict[str, list[dict[str, Any]]]:
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in LOADED}


def last_week() -> date:
    today = datetime.now(UTC).date()
    return today - timedelta(days=today.weekday() + 7)


@pytest.mark.parametrize(("number", "weeks_ago"), [(3, 52), (1200, 4)])
def test_no_issue_is_written_in_or_sent_out_that_has_a_number_or_a_week_of_the_demos(
    number: int, weeks_ago: int
) -> None:
    first = last_week() - timedelta(weeks=weeks_ago)
    issue = IssueFactory.create(number=number, coverage_start=first, coverage_end=first + timedelta(days=6))
    EditionFactory.create(issue=issue, title="Not ready")
    before = rows()
    with pytest.raises(CommandError, match=rf"Nothing was loaded.*No\. {number} .*an empty site"):
        call_command("load_demo", verbosity=0)
    assert rows() == before


def test_no_trend_of_another_site_is_filled_with_its_assessments() -> None:
    TopicFactory.create(slug="security", name_en="Our security")
    before = rows()
    with pytest.raises(CommandError, match=r"\(Our security\)"):
        call_command("load_demo", verbosity=0)
    assert rows() == before
