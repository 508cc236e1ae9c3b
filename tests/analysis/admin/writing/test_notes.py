"""Notes beside the text: shown, sent and refused."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from analysis import noting
from analysis.admin.writing.notes import listed
from analysis.models import Article, EditorialNote
from tests.factories import NOON, ArticleFactory, AuthorFactory, UserFactory

SignIn = Callable[[User], Client]
SCRIPT = '"><script>alert(1)</script>'
BY_SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def article(analyst: User) -> Article:
    return ArticleFactory.create(
        body="<p>They met.</p><p>They voted.</p><p>They left.</p>", author=AuthorFactory.create(user=analyst)
    )


@pytest.fixture
def note(article: Article, editor: User) -> EditorialNote:
    return noting.add(article=article, by=editor, body="Who voted?", quote="voted", at=NOON)


def notes_of(article: Article) -> str:
    return reverse("admin:analysis_article_notes", args=[article.pk])


def answer_to(note: EditorialNote, verb: str) -> str:
    return reverse(f"admin:analysis_article_note_{verb}", args=[note.article_id, note.pk])


def test_the_writers_page_shows_notes_outside_of_the_articles_own_form(
    desk: Client, article: Article, note: EditorialNote
) -> None:
    page = desk.get(reverse("admin:analysis_article_change", args=[article.pk])).text
    assert "Who voted?" in page
    assert 'id="notes_form"' in page
    controls = page[page.index("data-notes=") : page.index("data-notes-list")]
    assert controls.count(' name="') == controls.count('form="notes_form"') - 1 == 5


def test_a_new_text_has_no_notes_yet(desk: Client) -> None:
    assert "data-notes" not in desk.get(reverse("admin:analysis_article_add")).text


def test_a_note_is_added_and_the_threads_come_back(desk: Client, article: Article) -> None:
    sent = {"note": "Source?", "quote": "voted", "paragraph": "They voted.", "position": "1", "is_blocking": "on"}
    shown = desk.post(notes_of(article), sent, headers=BY_SCRIPT)
    assert shown.status_code == 200
    assert "Blocks publication" in shown.text
    assert "<html" not in shown.text
    note = article.notes.get()
    assert (note.quote, note.position, note.is_blocking) == ("voted", 1, True)


def test_without_a_script_one_comes_back_to_the_text(desk: Client, article: Article) -> None:
    answer = desk.post(notes_of(article), {"note": "Source?"}, follow=True)
    assert "Source?" in answer.text
    answer = desk.post(notes_of(article), {"note": " "}, follow=True)
    assert "Write what the note says." in answer.text


def test_a_refusal_is_a_sentence(desk: Client, article: Article) -> None:
    refused = desk.post(notes_of(article), {"note": " "}, headers=BY_SCRIPT)
    assert (refused.status_code, refused.text) == (422, "Write what the note says.")


@pytest.mark.parametrize("position", ["-1", "1e9", "9" * 30, "²", ""])
def test_no_position_breaks_anything(desk: Client, article: Article, position: str) -> None:
    sent = {"note": "Source?", "quote": "nowhere", "position": position}
    assert desk.post(notes_of(article), sent, headers=BY_SCRIPT).status_code == 200


def test_a_thread_goes_its_way(desk: Client, note: EditorialNote) -> None:
    desk.post(answer_to(note, "reply"), {f"reply-{note.pk}": "Everybody.", "reply-0": "Another"})
    desk.post(answer_to(note, "block"))
    note.refresh_from_db()
    assert [each.body for each in note.replies.all()] == ["Everybody."]
    assert note.is_blocking
    desk.post(answer_to(note, "unblock"))
    resolved = desk.post(answer_to(note, "resolve"), headers=BY_SCRIPT)
    assert "1 resolved note" in resolved.text
    assert "No open notes" in resolved.text
    assert "1 resolved note" not in desk.post(answer_to(note, "reopen"), headers=BY_SCRIPT).text


def test_answers_are_posted_to_a_thread_of_this_article(desk: Client, note: EditorialNote) -> None:
    other = ArticleFactory.create()
    assert desk.get(answer_to(note, "resolve")).status_code == 405
    elsewhere = reverse("admin:analysis_article_note_resolve", args=[other.pk, note.pk])
    assert desk.post(elsewhere).status_code == 404
    reply = noting.reply(note=note, by=note.author, body="Well?", at=NOON)
    assert desk.post(answer_to(reply, "resolve")).status_code == 404


def test_a_colleague_reads_along_and_answers_but_decides_nothing(
    at_desk: SignIn, article: Article, note: EditorialNote
) -> None:
    colleague = at_desk(UserFactory.create())
    shown = colleague.get(notes_of(article)).text
    assert "Send the reply" in shown
    assert "Resolve<" not in shown
    assert "Block publication<" not in shown
    assert colleague.post(answer_to(note, "reply"), {f"reply-{note.pk}": "I did."}).status_code == 302
    for verb in ("resolve", "reopen", "block", "unblock"):
        assert colleague.post(answer_to(note, verb)).status_code == 403
    assert colleague.post(notes_of(article), {"note": "Stop.", "is_blocking": "on"}).status_code == 403
    note.refresh_from_db()
    assert (note.resolved_at, note.is_blocking, article.notes.threads().count()) == (None, False, 1)


def test_threads_stand_in_the_order_of_their_paragraphs(desk: Client, article: Article, editor: User) -> None:
    for quote in ("paragraph that is gone", "left", "met", ""):
        noting.add(article=article, by=editor, body=f"On: {quote or 'everything'}", quote=quote, at=NOON)
    threads = listed(editor, article)["open"]
    assert [thread.first.note.quote for thread in threads] == ["", "met", "left", "paragraph that is gone"]
    assert [thread.is_orphan for thread in threads] == [False, False, False, True]
    assert desk.get(notes_of(article)).text.count("gone from the saved text") == 1


def test_lines_and_names_are_seen_and_markup_is_text(desk: Client, article: Article, editor: User) -> None:
    UserFactory.create(name="Olga Petrova")
    noting.add(article=article, by=editor, body=f"@Olga Petrova, see\n{SCRIPT}", quote=SCRIPT, at=NOON)
    shown = desk.get(notes_of(article)).text
    assert "<strong>@Olga Petrova</strong>, see<br>" in shown
    assert "<script" not in shown


def test_people_are_offered_under_a_name_that_is_theirs_alone(desk: Client, article: Article, analyst: User) -> None:
    UserFactory.create(name=analyst.name, email="second@example.org")
    UserFactory.create(name="", email="third@example.org")
    UserFactory.create(name="Gone Away", is_active=False)
    page = desk.get(reverse("admin:analysis_article_change", args=[article.pk])).text
    offered = page[page.index('id="note-people"') :].partition("</script>")[0]
    assert "Edith Editor" in offered
    assert "second" in offered
    assert "third" in offered
    assert analyst.name not in offered
    assert "Gone" not in offered


def queries(user: User, article: Article) -> int:
    with CaptureQueriesContext(connection) as captured:
        listed(user, article)
    return len(captured)


def test_many_notes_need_no_more_queries_than_one(article: Article, editor: User, analyst: User) -> None:
    def add() -> None:
        first = noting.add(article=article, by=editor, body="@Ada Analyst?", quote="met", at=NOON)
        noting.reply(note=first, by=analyst, body="@Edith Editor!", at=NOON)

    add()
    before = [queries(user, article) for user in (editor, analyst)]
    for _number in range(5):
        add()
    assert [queries(user, article) for user in (editor, analyst)] == before


def test_a_colleague_who_may_only_read_writes_notes_too(article: Article, at_desk: SignIn) -> None:
    colleague = at_desk(UserFactory.create())
    page = colleague.get(reverse("admin:analysis_article_change", args=[article.pk])).text
    assert "You may read this text" in page
    assert 'id="notes_form"' in page
    colleague.post(notes_of(article), {"note": "Who voted?"})
    assert EditorialNote.objects.get().body == "Who voted?"
