"""Why a place is empty, and what an edition says of itself."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from analysis.models import AuditEntry, Edition, Gap, Issue, Topic
from tests.analysis.admin.issue_board.boards import address, column, slot
from tests.factories import EditionFactory, TopicFactory, approved

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>\"' onmouseover=x {{ 7*7 }}"


def test_a_reason_fills_a_place_and_is_taken_back(desk: Client, editor: User, issue: Issue, elite: Topic) -> None:
    answer = desk.post(address("gap", issue, "en"), {"topic": elite.pk, "reason": "Nobody met."}, follow=True)
    assert "The ruling elite, English: nothing this week, because: “Nobody met.”" in answer.text
    gap = Gap.objects.get()
    assert slot(issue, elite).gap == gap
    assert column(issue).filled == 1
    assert AuditEntry.objects.get(verb="leave_out").by == editor
    answer = desk.post(address("take_reason_back", issue, "en", gap.pk), follow=True)
    assert "open again. The reason was: “Nobody met.”" in answer.text
    assert not slot(issue, elite).is_filled


def test_a_hostile_reason_and_hostile_words_stay_text(desk: Client, issue: Issue, elite: Topic) -> None:
    answers = [
        desk.post(address("gap", issue, "en"), {"topic": elite.pk, "reason": HOSTILE}, follow=True),
        desk.post(address("gap", issue, "en"), {"topic": elite.pk, "reason": HOSTILE}, follow=True),
        save_words(desk, issue, title=HOSTILE, introduction=HOSTILE),
    ]
    approved(topic=elite, issue=issue)
    answers.append(desk.get(address("release", issue, "en")))
    assert Gap.objects.get().reason == HOSTILE
    for answer in answers:
        assert "<script>alert" not in answer.text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27; onmouseover=x {{ 7*7 }}" in answer.text


def test_the_second_of_two_reasons_is_refused_and_not_lost(desk: Client, issue: Issue, elite: Topic) -> None:
    desk.post(address("gap", issue, "en"), {"topic": elite.pk, "reason": "Nobody met."})
    answer = desk.post(address("gap", issue, "en"), {"topic": elite.pk, "reason": "It is summer."}, follow=True)
    assert "has a reason already: “Nobody met.”" in answer.text
    assert "You wrote: “It is summer.”" in answer.text


@pytest.mark.parametrize(
    "given", [{"reason": " "}, {"reason": "x" * 301}, {"topic": ""}, {"topic": "x"}, {"topic": "0"}]
)
def test_what_is_no_reason_is_refused_politely(desk: Client, issue: Issue, elite: Topic, given: dict[str, str]) -> None:
    answer = desk.post(address("gap", issue, "en"), {"topic": elite.pk, "reason": "Nobody met."} | given, follow=True)
    assert answer.status_code == 200
    assert not Gap.objects.exists()


def test_a_topic_that_nobody_follows_needs_no_reason(desk: Client, issue: Issue) -> None:
    essays = TopicFactory.create(is_trend=False)
    desk.post(address("gap", issue, "en"), {"topic": essays.pk, "reason": "Nobody wrote."})
    assert not Gap.objects.exists()


def test_a_reason_taken_back_twice_is_taken_back_once(desk: Client, issue: Issue, elite: Topic) -> None:
    gap = Gap.objects.create(edition=EditionFactory.create(issue=issue), topic=elite, reason="Nobody met.")
    taken = address("take_reason_back", issue, "en", gap.pk)
    desk.post(taken)
    assert "Somebody has taken it back already." in desk.post(taken, follow=True).text
    assert AuditEntry.objects.filter(verb="take_reason_back").count() == 1


def test_a_reason_is_taken_back_on_its_own_board_only(desk: Client, issue: Issue, elite: Topic) -> None:
    gap = Gap.objects.create(edition=EditionFactory.create(issue=issue), topic=elite, reason="Nobody met.")
    desk.post(address("take_reason_back", issue, "ru", gap.pk))
    assert Gap.objects.exists()


def save_words(client: Client, issue: Issue, seen: str | None = None, **words: str) -> Any:
    forms = {form.instance.language: form for _column, form in client.get(address("board", issue)).context["columns"]}
    given = {"seen": forms["en"].stored if seen is None else seen, **words}
    return client.post(
        address("words", issue, "en"), {f"words-en-{name}": value for name, value in given.items()}, follow=True
    )


def test_the_words_of_an_edition_are_written_in_place(desk: Client, editor: User, issue: Issue) -> None:
    answer = save_words(desk, issue, title="Elections are called", introduction="What it means.")
    assert "The words of the English edition are saved." in answer.text
    edition = Edition.objects.get()
    assert (edition.title, edition.introduction) == ("Elections are called", "What it means.")
    entry = AuditEntry.objects.get(verb="change", subject_type="edition")
    assert (entry.by, entry.before["title"], entry.after["title"]) == (editor, "", "Elections are called")


def test_words_saved_meanwhile_are_not_overwritten_unseen(desk: Client, issue: Issue) -> None:
    desk.get(address("board", issue))
    EditionFactory.create(issue=issue, title="Theirs")
    answer = save_words(desk, issue, seen="stale", title="Mine")
    assert "Somebody has saved other words meanwhile" in answer.text
    assert "Theirs" in answer.text
    assert 'value="Mine"' in answer.text
    assert Edition.objects.get().title == "Theirs"
    save_words(desk, issue, title="Mine")
    assert Edition.objects.get().title == "Mine"
