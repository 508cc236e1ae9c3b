"""What editors decide about the articles below a text: it holds whatever the engine finds, and whatever is rebuilt."""

from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from analysis import publishing, suggesting
from analysis.models import AuditEntry, Publication, Suggestion
from analysis.related import rebuilding
from analysis.related.queries import similar_to
from analysis.suggesting import SuggestionRefused
from tests.factories import NOON, EditorFactory, IssueFactory, UserFactory, published

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
RIVER = "<p>Low water in the Maren stopped the barges, and the hydrologists measured the river daily.</p>"


@pytest.fixture
def editor() -> User:
    return EditorFactory.create()


@pytest.fixture
def river() -> Publication:
    """Two texts on the river, six on other things, and this one."""
    for number in range(6):
        published(title=f"Prices, month {number}", body=f"<p>Bread and milk went up, reading {number}.</p>")
    for number in range(2):
        published(title=f"Barges wait, day {number}", body=RIVER.replace("daily", f"daily, day {number}"))
    made = published(title="The Maren falls", body=RIVER)
    rebuilding.rebuild(at=NOON)
    return made


def text(title: str) -> Publication:
    return Publication.objects.get(title=title)


def titles(publication: Publication, *, hours: int = 0) -> list[str]:
    return [similar.title for similar in similar_to(publication, at=NOON + hours * HOUR)]


def pin(publication: Publication, title: str, by: User) -> None:
    suggesting.pin(article=publication.article, suggested=text(title).article, by=by, at=NOON)


def test_what_is_pinned_comes_first_in_the_editors_order(river: Publication, editor: User) -> None:
    pin(river, "Prices, month 3", editor)
    pin(river, "Prices, month 1", editor)
    assert titles(river)[:3] == ["Prices, month 3", "Prices, month 1", "Barges wait, day 1"]


def test_pins_can_be_moved_up(river: Publication, editor: User) -> None:
    for month in (3, 1, 2):
        pin(river, f"Prices, month {month}", editor)
    suggesting.move_up(article=river.article, suggested=text("Prices, month 2").article, by=editor, at=NOON)
    assert titles(river)[:3] == ["Prices, month 3", "Prices, month 2", "Prices, month 1"]


def test_what_is_banned_is_never_shown_and_the_next_takes_its_place(river: Publication, editor: User) -> None:
    suggesting.ban(article=river.article, suggested=text("Barges wait, day 1").article, by=editor, at=NOON)
    assert "Barges wait, day 1" not in titles(river)
    assert len(titles(river)) == 5
    assert "The Maren falls" in titles(text("Barges wait, day 1"))


def test_a_stand_in_can_be_banned_too(editor: User) -> None:
    first, second = published(title="First"), published(title="Second")
    suggesting.ban(article=first.article, suggested=second.article, by=editor, at=NOON)
    assert titles(first) == []


def test_decisions_outlive_a_rebuild_and_can_be_taken_back(river: Publication, editor: User) -> None:
    pin(river, "Prices, month 3", editor)
    suggesting.ban(article=river.article, suggested=text("Barges wait, day 1").article, by=editor, at=NOON)
    rebuilding.rebuild(at=NOON + HOUR)
    assert titles(river)[0] == "Prices, month 3"
    assert "Barges wait, day 1" not in titles(river)
    for title in ("Prices, month 3", "Barges wait, day 1"):
        suggesting.leave_alone(article=river.article, suggested=text(title).article, by=editor, at=NOON)
    assert not Suggestion.objects.exists()
    assert titles(river)[0] == "Barges wait, day 1"


def test_a_pinned_text_that_is_withdrawn_leaves_at_its_instant(river: Publication, editor: User) -> None:
    pin(river, "Prices, month 3", editor)
    publishing.withdraw(article=text("Prices, month 3").article, at=NOON + HOUR)
    assert "Prices, month 3" in titles(river)
    assert "Prices, month 3" not in titles(river, hours=1)
    assert len(titles(river, hours=1)) == 5


def test_what_was_banned_can_be_pinned_later(river: Publication, editor: User) -> None:
    suggesting.ban(article=river.article, suggested=text("Prices, month 3").article, by=editor, at=NOON)
    pin(river, "Prices, month 3", editor)
    assert titles(river)[0] == "Prices, month 3"


def test_five_can_be_pinned_and_no_more(river: Publication, editor: User) -> None:
    for month in range(5):
        pin(river, f"Prices, month {month}", editor)
    with pytest.raises(SuggestionRefused, match="Five texts are pinned"):
        pin(river, "Prices, month 5", editor)
    pin(river, "Prices, month 0", editor)
    assert titles(river) == [f"Prices, month {month}" for month in (1, 2, 3, 4, 0)]


def test_a_text_stands_neither_beside_itself_nor_beside_another_language(river: Publication, editor: User) -> None:
    other = published(title="Марэн мялее", language="be")
    with pytest.raises(SuggestionRefused, match="beside itself"):
        suggesting.pin(article=river.article, suggested=river.article, by=editor, at=NOON)
    with pytest.raises(SuggestionRefused, match="language of the page"):
        suggesting.pin(article=river.article, suggested=other.article, by=editor, at=NOON)


def test_only_who_may_publish_decides_and_it_is_logged(river: Publication, editor: User) -> None:
    with pytest.raises(SuggestionRefused, match="Only editors"):
        pin(river, "Prices, month 3", UserFactory.create())
    assert not Suggestion.objects.exists()
    pin(river, "Prices, month 3", editor)
    entry = AuditEntry.objects.get(verb="pin_suggestion")
    assert (entry.by, entry.subject_id) == (editor, river.article_id)


def test_what_stands_in_the_same_issue_or_is_linked_from_the_text_is_not_repeated() -> None:
    issue = IssueFactory.create()
    linked = published(title="Linked", body=RIVER)
    published(title="In the issue", body=RIVER, issue=issue)
    published(title="Elsewhere", body=RIVER)
    body = f'{RIVER}<p><a href="{linked.get_absolute_url()}#a">Before</a></p>'
    assert titles(published(title="Mine", body=body, issue=issue)) == ["Elsewhere"]


@settings(max_examples=25, deadline=None)
@given(
    steps=st.lists(st.tuples(st.sampled_from(["pin", "ban", "move_up", "leave_alone"]), st.integers(0, 6)), max_size=14)
)
def test_whatever_is_decided_nothing_is_shown_twice_or_against_a_ban(steps: list[tuple[str, int]]) -> None:
    texts = list(Publication.objects.order_by("pk")) or [published(title=f"Text {each}") for each in range(8)]
    editor = User.objects.filter(role="editor").first() or EditorFactory.create()
    Suggestion.objects.all().delete()
    for verb, place in steps:
        others = {"article": texts[7].article, "suggested": texts[place].article}
        with suppress(SuggestionRefused):
            getattr(suggesting, verb)(**others, by=editor, at=NOON)
    shown = [each.article_id for each in similar_to(texts[7], at=NOON)]
    pins = list(Suggestion.objects.filter(kind="pin").values_list("suggested", flat=True))
    bans = set(Suggestion.objects.filter(kind="ban").values_list("suggested", flat=True))
    assert shown[: len(pins)] == pins
    assert len(set(shown)) == len(shown) == min(5, 7 - len(bans))
    assert not bans & set(shown)


def test_readers_are_told_that_it_was_chosen(client: Client, river: Publication, editor: User) -> None:
    pin(river, "Prices, month 3", editor)
    with time_machine.travel(NOON, tick=False):
        page = client.get(river.get_absolute_url())
    assert [reason.kind for _similar, reason in page.context["similar"]].count("choice") == 1
    assert "Chosen by the editors" in page.text
