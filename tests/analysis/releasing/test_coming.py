"""A release that has been announced is moved, or called off, and by whom."""

from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from analysis import publishing
from analysis.models import Article, AuditEntry, Edition, Gap, Publication, Topic
from analysis.publishing import PublishingError
from tests.analysis.releasing.releases import FRIDAY, HOUR, live_titles, released_at
from tests.factories import NOON, TopicFactory, UserFactory, approved, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def coming(edition: Edition, elite: Topic, security: Topic) -> Edition:
    approved(title="Ministers", topic=elite, issue=edition.issue)
    approved(title="Patrols", topic=security, issue=edition.issue)
    publishing.release(edition=edition, go_live_at=FRIDAY, by=None, at=NOON)
    return edition


def test_a_release_that_is_called_off_never_comes_and_its_texts_wait(coming: Edition, editor: User) -> None:
    publishing.call_off(edition=coming, by=editor, at=NOON + HOUR)
    assert released_at(coming) is None
    assert not Publication.objects.exists()
    assert publishing.ready(publishing.texts_of(coming.issue)).count() == 2
    entry = AuditEntry.objects.get(verb="call_off")
    assert (entry.before, entry.after) == ({"released_at": FRIDAY.isoformat()}, {"released_at": None})
    publishing.release(edition=coming, go_live_at=FRIDAY, by=editor, at=NOON + HOUR)


def test_a_release_moves_with_all_its_texts(coming: Edition, editor: User) -> None:
    publishing.move_release(edition=coming, go_live_at=FRIDAY + HOUR, by=editor, at=NOON)
    assert released_at(coming) == FRIDAY + HOUR
    assert live_titles(FRIDAY) == set()
    assert live_titles(FRIDAY + HOUR) == {"Ministers", "Patrols"}
    publishing.move_release(edition=coming, go_live_at=NOON + HOUR, by=editor, at=NOON)
    assert live_titles(NOON + HOUR) == {"Ministers", "Patrols"}


def test_one_text_that_cannot_move_keeps_all_where_they_were(coming: Edition, editor: User) -> None:
    publishing.embargo(article=Article.objects.get(title="Patrols"), until=FRIDAY, at=NOON, by=None)
    with pytest.raises(PublishingError, match="“Patrols”: An embargo holds it until"):
        publishing.move_release(edition=coming, go_live_at=FRIDAY - HOUR, by=editor, at=NOON)
    assert released_at(coming) == FRIDAY
    assert set(Publication.objects.values_list("live_from", flat=True)) == {FRIDAY}


def test_an_update_that_happens_to_share_the_second_is_no_part_of_the_release(coming: Edition) -> None:
    earlier = published(title="Public", issue=coming.issue, at=NOON - HOUR).article
    publishing.schedule(article=earlier, by=None, go_live_at=FRIDAY, at=NOON)
    publishing.call_off(edition=coming, by=None, at=NOON)
    assert Publication.objects.get(live_from=FRIDAY).article == earlier


@pytest.mark.parametrize(
    ("verb", "given"), [("move_release", {"go_live_at": FRIDAY + 2 * HOUR}), ("call_off", {})], ids=str
)
def test_a_text_that_somebody_takes_out_of_the_release_meanwhile_stays_out(
    coming: Edition, verb: str, given: dict[str, Any]
) -> None:
    """As in another's request, right before ours holds the first text."""
    patrols = Publication.objects.filter(title="Patrols")
    left = [lambda: patrols.update(live_from=FRIDAY + HOUR)]

    def interrupt(execute: Any, sql: str, *rest: Any) -> Any:
        if "FOR NO KEY UPDATE" in sql and left:
            left.pop()()
        return execute(sql, *rest)

    with connection.execute_wrapper(interrupt):
        getattr(publishing, verb)(edition=coming, by=None, at=NOON, **given)
    assert patrols.get().live_from == FRIDAY + HOUR


@pytest.mark.parametrize("verb", ["move_release", "call_off"])
def test_a_release_that_has_begun_stays(coming: Edition, verb: str) -> None:
    instant = {"go_live_at": FRIDAY + HOUR} if verb == "move_release" else {}
    with pytest.raises(PublishingError, match="has begun"):
        getattr(publishing, verb)(edition=coming, by=None, at=FRIDAY, **instant)
    publishing_verb = getattr(publishing, verb)
    publishing.call_off(edition=coming, by=None, at=NOON)
    with pytest.raises(PublishingError, match="No release is set"):
        publishing_verb(edition=coming, by=None, at=NOON, **instant)


def test_a_release_is_not_moved_into_the_past(coming: Edition) -> None:
    with pytest.raises(PublishingError, match="This instant has passed"):
        publishing.move_release(edition=coming, go_live_at=NOON, by=None, at=NOON)


def test_an_analyst_decides_nothing_of_it(coming: Edition, security: Topic) -> None:
    analyst = UserFactory.create()
    empty = TopicFactory.create()
    gap = Gap.objects.create(edition=coming, topic=security, reason="No patrols.")
    who: dict[str, Any] = {"by": analyst, "at": NOON}
    for refused in (
        lambda: publishing.release(edition=coming, go_live_at=FRIDAY, **who),
        lambda: publishing.move_release(edition=coming, go_live_at=FRIDAY + HOUR, **who),
        lambda: publishing.call_off(edition=coming, **who),
        lambda: publishing.leave_out(edition=coming, topic=empty, reason="Nothing.", **who),
        lambda: publishing.take_reason_back(gap=gap, **who),
    ):
        with pytest.raises(PublishingError, match="Only editors may do this"):
            refused()
    assert (released_at(coming), Gap.objects.count()) == (FRIDAY, 1)
