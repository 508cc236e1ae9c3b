"""A trend without a text is left out only knowingly."""

from typing import Any

import pytest

from accounts.models import User
from analysis import publishing
from analysis.models import AuditEntry, Edition, Gap, Topic
from analysis.publishing import PublishingError
from tests.analysis.releasing.releases import released_at
from tests.factories import NOON, ArticleFactory, approved, published

pytestmark = pytest.mark.django_db


def test_a_trend_that_is_not_ready_is_left_out_only_knowingly(edition: Edition, elite: Topic, security: Topic) -> None:
    approved(topic=elite, issue=edition.issue)
    ArticleFactory.create(topic=security, issue=edition.issue)
    with pytest.raises(PublishingError, match=r"Not ready: Security issues\.") as refused:
        publishing.release(edition=edition, go_live_at=NOON, by=None, at=NOON, without=[elite])
    assert refused.value.field == "without"
    publishing.release(edition=edition, go_live_at=NOON, by=None, at=NOON, without=[security])
    assert released_at(edition) == NOON


def test_a_reason_fills_the_place_of_a_trend(edition: Edition, editor: User, elite: Topic, security: Topic) -> None:
    approved(topic=elite, issue=edition.issue)
    gap = publishing.leave_out(edition=edition, topic=security, reason=" No\npatrols. ", by=editor, at=NOON)
    assert gap.reason == "No patrols."
    assert publishing.owed(edition, at=NOON) == []
    publishing.release(edition=edition, go_live_at=NOON, by=editor, at=NOON)
    assert AuditEntry.objects.get(verb="leave_out").after == {"security": "No patrols."}


def test_a_reason_that_is_taken_back_leaves_the_place_open(edition: Edition, editor: User, security: Topic) -> None:
    gap = publishing.leave_out(edition=edition, topic=security, reason="No patrols.", by=editor, at=NOON)
    publishing.take_reason_back(gap=gap, by=editor, at=NOON)
    assert publishing.owed(edition, at=NOON) == [security]
    assert AuditEntry.objects.get(verb="take_reason_back").before == {"security": "No patrols."}


def test_the_first_reason_stands(edition: Edition, security: Topic) -> None:
    publishing.leave_out(edition=edition, topic=security, reason="No patrols.", by=None, at=NOON)
    with pytest.raises(PublishingError, match=r"has a reason already: “No patrols\."):
        publishing.leave_out(edition=edition, topic=security, reason="Nobody looked.", by=None, at=NOON)
    assert Gap.objects.get().reason == "No patrols."


@pytest.mark.parametrize("reason", ["", "  ", "\x00"])
def test_a_reason_says_something(edition: Edition, security: Topic, reason: str) -> None:
    with pytest.raises(PublishingError, match="Say why"):
        publishing.leave_out(edition=edition, topic=security, reason=reason, by=None, at=NOON)


@pytest.mark.parametrize("make", [approved, published])
def test_what_has_a_text_has_no_reason_why_there_is_none(edition: Edition, security: Topic, make: Any) -> None:
    make(topic=security, issue=edition.issue)
    with pytest.raises(PublishingError, match="has a text"):
        publishing.leave_out(edition=edition, topic=security, reason="No patrols.", by=None, at=NOON)


def test_a_draft_may_be_put_off_with_a_reason(edition: Edition, security: Topic) -> None:
    ArticleFactory.create(topic=security, issue=edition.issue)
    publishing.leave_out(edition=edition, topic=security, reason="We wait for the minutes.", by=None, at=NOON)
    assert publishing.owed(edition, at=NOON) == []
