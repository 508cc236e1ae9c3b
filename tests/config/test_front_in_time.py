"""Until when a page is kept in front of Django, by whatever clock."""

from collections.abc import Iterator
from datetime import timedelta
from time import monotonic

import pytest
from django.utils import timezone
from time_machine import TimeMachineFixture

from analysis import publishing
from analysis.models import Publication
from config.front import Front
from tests.factories import TopicFactory, published, scheduled
from tests.front import front, get, hear

pytestmark = pytest.mark.django_db(transaction=True)
PATH = "/the-trend/a-text/"


@pytest.fixture
def text() -> Publication:
    return published(slug="a-text", title="The council votes", topic=TopicFactory(slug="the-trend"))


@pytest.fixture
def site(text: Publication) -> Iterator[Front]:
    with front() as site:
        yield site


def test_it_ends_at_the_very_instant_at_which_it_changes(site: Front, time_machine: TimeMachineFixture) -> None:
    at = timezone.now().replace(microsecond=0) + timedelta(seconds=90)
    scheduled(slug="later", title="The budget", topic=TopicFactory(slug="other"), go_live_at=at, at=timezone.now())
    hear(site)
    for moment in (at - timedelta(minutes=1), at - timedelta(microseconds=1)):
        time_machine.move_to(moment, tick=False)
        get(site, "/")
        assert get(site, "/").outcome == "hit"
        assert b"The budget" not in get(site, "/").body
        assert get(site, PATH).outcome in ("hit", "fwd=miss")
    time_machine.move_to(at, tick=False)
    answer = get(site, "/")
    assert (answer.outcome, b"The budget" in answer.body) == ("fwd=miss", True)


def test_a_page_of_a_clock_that_was_ahead_is_not_given_once_the_clock_is_right(
    site: Front, time_machine: TimeMachineFixture
) -> None:
    now = timezone.now()
    scheduled(title="The budget", topic=TopicFactory(slug="other"), go_live_at=now + timedelta(seconds=20), at=now)
    hear(site)
    time_machine.move_to(now + timedelta(seconds=21), tick=False)
    assert b"The budget" in get(site, "/").body
    time_machine.move_to(now + timedelta(seconds=1), tick=False)
    assert b"The budget" not in get(site, "/").body


def test_what_was_to_change_while_the_clock_was_ahead_changes_when_it_is_right(
    site: Front, time_machine: TimeMachineFixture
) -> None:
    now = timezone.now()
    at = now + timedelta(minutes=10)
    scheduled(title="The budget", topic=TopicFactory(slug="other"), go_live_at=at, at=now)
    time_machine.move_to(now + timedelta(hours=1), tick=False)
    hear(site)
    number = site.purges.number
    time_machine.move_to(now, tick=False)
    patience = monotonic() + 20
    while site.purges.number == number and monotonic() < patience:
        site.line._stopping.wait(0.02)
    assert b"The budget" not in get(site, "/").body
    time_machine.move_to(at, tick=False)
    assert b"The budget" in get(site, "/").body


def test_it_says_how_long_it_holds(site: Front, time_machine: TimeMachineFixture) -> None:
    noon = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)
    time_machine.move_to(noon, tick=False)
    scheduled(slug="later", topic=TopicFactory(slug="other"), go_live_at=noon + timedelta(seconds=100), at=noon)
    hear(site)
    assert get(site, "/").seconds_left == 100
    assert get(site, "/the-trend/").seconds_left > 3600


def test_shared_caches_let_go_before_it_changes(site: Front, time_machine: TimeMachineFixture) -> None:
    noon = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)
    time_machine.move_to(noon, tick=False)
    scheduled(slug="later", topic=TopicFactory(slug="other"), go_live_at=noon + timedelta(seconds=9), at=noon)
    hear(site)
    assert "s-maxage=1" in get(site, "/").headers["Cache-Control"]
    for second in (6, 8):
        time_machine.move_to(noon + timedelta(seconds=second), tick=False)
        assert get(site, "/").headers["Cache-Control"] == "public, no-cache"


def test_what_is_to_end_is_not_shown_beside_a_site_that_is_down(site: Front, time_machine: TimeMachineFixture) -> None:
    noon = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)
    time_machine.move_to(noon, tick=False)
    assert "stale-if-error=86396" in get(site, PATH).headers["Cache-Control"]
    publishing.expire(publication=Publication.objects.live(noon).get(), expire_at=noon + timedelta(hours=1), at=noon)
    hear(site)
    assert "stale-if-error=3596" in get(site, PATH).headers["Cache-Control"]


def test_no_lifetime_is_less_than_nothing(site: Front, text: Publication, time_machine: TimeMachineFixture) -> None:
    noon = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)
    publishing.expire(publication=text, expire_at=noon + timedelta(seconds=10), at=timezone.now())
    hear(site)
    for moment in range(0, 10_000, 300):
        time_machine.move_to(noon + timedelta(milliseconds=moment), tick=False)
        assert "=-" not in get(site, PATH).headers["Cache-Control"]
