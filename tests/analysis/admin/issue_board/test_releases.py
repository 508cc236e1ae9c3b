"""How an edition goes out."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from analysis import publishing
from analysis.models import Edition, HouseName, Issue, Publication, Topic
from tests.analysis.admin.issue_board.boards import FRIDAY, HOUR, ON_FRIDAY, address, column, release, slot
from tests.factories import NOON, TopicFactory, approved

pytestmark = pytest.mark.django_db


def test_an_editor_releases_for_an_instant(desk: Client, editor: User, issue: Issue, elite: Topic) -> None:
    text = approved(topic=elite, issue=issue)
    answer = release(desk, issue, **ON_FRIDAY)
    assert "English: 1 text goes live on Friday, November 20, 2026, 13:00 (Europe/Warsaw)." in answer.text
    assert Edition.objects.get().released_at == FRIDAY
    assert text.publications.get().live_from == FRIDAY
    assert column(issue).is_coming
    assert str(slot(issue, elite).texts[0].label) == "Scheduled"


def test_or_at_once(desk: Client, issue: Issue, elite: Topic) -> None:
    approved(title="Ministers", topic=elite, issue=issue)
    answer = release(desk, issue, when="now")
    assert "English: 1 text is public since Monday, November 16, 2026, 13:00 (Europe/Warsaw)." in answer.text
    assert Publication.objects.live(NOON).get().title == "Ministers"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"when": "later"}, "Say when"),
        (ON_FRIDAY | {"go_live_at_day": "2026-11-13"}, "This instant has passed"),
        (ON_FRIDAY | {"go_live_at_day": "2027-03-28", "go_live_at_time": "02:30"}, "does not exist in Europe/Warsaw"),
        ({"when": "never"}, "Select a valid choice"),
        ({}, "This field is required"),
    ],
)
def test_without_an_instant_nothing_is_released(
    desk: Client, issue: Issue, elite: Topic, given: dict[str, str], said: str
) -> None:
    approved(topic=elite, issue=issue)
    answer = release(desk, issue, **given)
    assert said in answer.text
    assert not Publication.objects.exists()
    assert not Edition.objects.filter(released_at__isnull=False).exists()


def test_what_is_left_out_is_ticked(desk: Client, issue: Issue, elite: Topic, security: Topic) -> None:
    approved(topic=elite, issue=issue)
    answer = release(desk, issue, **ON_FRIDAY)
    assert "Not ready: Security issues." in answer.text
    assert not Publication.objects.exists()
    release(desk, issue, without=[security.pk], **ON_FRIDAY)
    assert Publication.objects.get().live_from == FRIDAY


def test_what_cannot_go_out_is_named_and_nothing_goes(
    desk: Client, issue: Issue, elite: Topic, security: Topic
) -> None:
    approved(topic=elite, issue=issue)
    held = approved(title="Patrols", topic=security, issue=issue)
    publishing.embargo(article=held, until=FRIDAY + HOUR, at=NOON, by=None)
    answer = release(desk, issue, **ON_FRIDAY)
    assert "“Patrols”: An embargo holds it until" in answer.text
    assert not Publication.objects.exists()


def test_what_the_checklist_blocks_is_shown_and_passes_with_a_reason(desk: Client, issue: Issue, elite: Topic) -> None:
    HouseName.objects.create(preferred="Veil", variants="Weil")
    blocked = approved(body="<p>Weil spoke. Veil did not.</p>", topic=elite, issue=issue)
    answer = release(desk, issue, **ON_FRIDAY)
    assert "Why the checklist does not count here" in answer.text
    assert "The checklist says" in answer.text
    release(desk, issue, **ON_FRIDAY, override="A quotation.")
    assert blocked.publications.get().live_from == FRIDAY


def test_nobody_releases_what_they_have_not_seen(desk: Client, issue: Issue, elite: Topic) -> None:
    approved(topic=elite, issue=issue)
    seen = desk.get(address("release", issue, "en")).context["seen"]
    approved(title="Approved meanwhile", topic=TopicFactory.create(is_trend=False), issue=issue)
    answer = desk.post(address("release", issue, "en"), {"seen": seen, **ON_FRIDAY})
    assert "What is ready has changed since you opened this page." in answer.text
    assert "Approved meanwhile" in answer.text
    assert not Publication.objects.exists()
    desk.post(address("release", issue, "en"), {"seen": answer.context["seen"], **ON_FRIDAY})
    assert Publication.objects.count() == 2


def test_the_second_of_two_editors_is_told(desk: Client, issue: Issue, elite: Topic) -> None:
    approved(topic=elite, issue=issue)
    seen = desk.get(address("release", issue, "en")).context["seen"]
    release(desk, issue, when="now")
    answer = desk.post(address("release", issue, "en"), {"seen": seen, "when": "now"})
    assert "What is ready has changed" in answer.text
    assert Publication.objects.count() == 1


def test_what_is_ready_before_the_instant_joins_it_and_asks_for_no_other(
    desk: Client, issue: Issue, elite: Topic, security: Topic
) -> None:
    approved(topic=elite, issue=issue)
    release(desk, issue, without=[security.pk], **ON_FRIDAY)
    late = approved(topic=security, issue=issue)
    assert "Add 1 ready text" in desk.get(address("board", issue)).text
    assert not desk.get(address("release", issue, "en")).context["form"].visible_fields()
    release(desk, issue)
    assert late.publications.get().live_from == FRIDAY


def test_what_is_ready_after_it_is_added(
    desk: Client, issue: Issue, elite: Topic, security: Topic, monday_noon: Any
) -> None:
    approved(topic=elite, issue=issue)
    release(desk, issue, without=[security.pk], when="now")
    monday_noon.move_to(NOON + HOUR)
    late = approved(topic=security, issue=issue)
    assert "readers see when it was added" in desk.get(address("release", issue, "en")).text
    release(desk, issue, when="now")
    assert late.publications.get().first_published_at == NOON + HOUR
    assert Edition.objects.get().released_at == NOON


def test_a_release_is_moved_and_called_off(desk: Client, issue: Issue, elite: Topic) -> None:
    approved(topic=elite, issue=issue)
    release(desk, issue, **ON_FRIDAY)
    moved = {"seen": FRIDAY.isoformat(), **ON_FRIDAY, "go_live_at_time": "14:00:00"}
    answer = desk.post(address("move", issue, "en"), moved, follow=True)
    assert "the release is set for Friday, November 20, 2026, 14:00" in answer.text
    assert Publication.objects.get().live_from == FRIDAY + HOUR
    seen = {"seen": (FRIDAY + HOUR).isoformat()}
    answer = desk.post(address("call_off", issue, "en"), seen, follow=True)
    assert "the release is called off" in answer.text
    assert not Publication.objects.exists()
    assert Edition.objects.get().released_at is None


@pytest.mark.parametrize("name", ["move", "call_off"])
def test_a_release_that_was_moved_meanwhile_is_looked_at_again(
    desk: Client, issue: Issue, elite: Topic, name: str
) -> None:
    approved(topic=elite, issue=issue)
    release(desk, issue, **ON_FRIDAY)
    answer = desk.post(address(name, issue, "en"), {"seen": (FRIDAY - HOUR).isoformat(), **ON_FRIDAY})
    assert "Somebody has moved the release meanwhile" in answer.text
    assert Edition.objects.get().released_at == FRIDAY


@pytest.mark.parametrize("name", ["move", "call_off"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_to_come_is_neither_moved_nor_called_off(
    desk: Client, issue: Issue, name: str, method: str
) -> None:
    answer = getattr(desk, method)(address(name, issue, "en"), follow=True)
    assert "No release is to come" in answer.text
