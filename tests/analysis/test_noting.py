"""Notes among staff: threads that follow their paragraphs, and hold a text back."""

import uuid
from datetime import timedelta

import pytest

from accounts.models import User
from analysis import noting, publishing
from analysis.models import Article, AuditEntry, EditorialNote
from analysis.noting import NoteError
from analysis.publishing import PublishingError
from tests.factories import NOON, ArticleFactory, AuthorFactory, EditorFactory, UserFactory

pytestmark = pytest.mark.django_db

FIRST = "Ministers met on Monday and agreed on nothing at all."
SECOND = "The budget is due by Friday, and nobody has seen it."


@pytest.fixture
def editor() -> User:
    return EditorFactory.create(email="edith@example.org")


@pytest.fixture
def analyst() -> User:
    return UserFactory.create(email="ada@example.org")


@pytest.fixture
def article(analyst: User) -> Article:
    return ArticleFactory.create(
        body=f"<p>{FIRST}</p><p>{SECOND}</p>", author=AuthorFactory.create(user=analyst, name_en="Ada Analyst")
    )


@pytest.fixture
def note(article: Article, editor: User) -> EditorialNote:
    return noting.add(article=article, by=editor, body="Which Friday?", quote="by Friday", at=NOON)


def rewrite(article: Article, body: str) -> None:
    publishing.save(
        article=article, content=article.content() | {"body": body}, by=None, started_from=article.version, at=NOON
    )


def told(note: EditorialNote) -> set[str]:
    return {user.email for user in note.mentioned.all()}


def test_a_note_hangs_on_the_paragraph_that_has_its_quote(note: EditorialNote) -> None:
    assert (note.paragraph, note.position) == (SECOND, 1)


def test_a_note_follows_its_paragraph_when_it_moves_and_is_edited(article: Article, note: EditorialNote) -> None:
    rewrite(article, f"<p>{SECOND.replace('nobody', 'no minister')}</p><p>{FIRST}</p>")
    note.refresh_from_db()
    assert (note.paragraph, note.position) == ("The budget is due by Friday, and no minister has seen it.", 0)
    assert note.quote == "by Friday"


def test_a_note_keeps_its_quote_when_its_paragraph_goes(article: Article, note: EditorialNote) -> None:
    rewrite(article, f"<p>{FIRST}</p>")
    note.refresh_from_db()
    assert (note.quote, note.paragraph) == ("by Friday", SECOND)
    rewrite(article, f"<p>Again.</p><p>{FIRST}</p><p>{SECOND}</p>")
    note.refresh_from_db()
    assert note.position == 2


def test_a_note_on_a_paragraph_that_is_not_saved_yet_finds_it_after_the_save(article: Article, editor: User) -> None:
    new = "Nothing like this has stood here before."
    note = noting.add(article=article, by=editor, body="Source?", quote="like this", paragraph=new, position=2, at=NOON)
    assert (note.paragraph, note.position) == (new, 2)
    rewrite(article, f"<p>{new}</p><p>{FIRST}</p>")
    note.refresh_from_db()
    assert note.position == 0


def test_what_a_browser_sends_is_cut_and_cleaned(article: Article, editor: User) -> None:
    note = noting.add(
        article=article, by=editor, body=" a\x00b\r\nc ", quote="x" * 700, paragraph="y" * 90_000, position=9, at=NOON
    )
    assert note.body == "ab\nc"
    assert (len(note.quote), len(note.paragraph)) == (500, 20_000)


@pytest.mark.parametrize("body", ["", " \n ", "\x00", "x" * 4001])
def test_a_note_says_something_and_not_too_much(article: Article, editor: User, body: str) -> None:
    with pytest.raises(NoteError) as refused:
        noting.add(article=article, by=editor, body=body, at=NOON)
    assert refused.value.field == "body"


def test_a_thread_is_answered_resolved_and_reopened(note: EditorialNote, analyst: User) -> None:
    answer = noting.reply(note=note, by=analyst, body="This one.", at=NOON)
    assert list(note.replies.all()) == [answer]
    noting.resolve(note=note, by=analyst, at=NOON)
    assert (note.resolved_at, note.resolved_by) == (NOON, analyst)
    noting.resolve(note=note, by=note.author, at=NOON + timedelta(hours=1))
    assert note.resolved_by == analyst
    noting.reopen(note=note, by=analyst, at=NOON)
    note.refresh_from_db()
    assert note.resolved_at is None
    assert note.resolved_by_id is None
    verbs = AuditEntry.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["note", "reply", "resolve_note", "reopen_note"]


def test_a_reply_is_no_thread_of_its_own(note: EditorialNote, analyst: User) -> None:
    answer = noting.reply(note=note, by=analyst, body="This one.", at=NOON)
    for verb in (noting.resolve, noting.reopen):
        with pytest.raises(NoteError):
            verb(note=answer, by=analyst, at=NOON)


def test_notes_on_what_is_in_the_trash_wait(note: EditorialNote, article: Article, editor: User) -> None:
    publishing.throw_away(article=article, by=editor, at=NOON)
    with pytest.raises(NoteError, match="trash"):
        noting.reply(note=note, by=editor, body="Still?", at=NOON)


# --- Who may -----------------------------------------------------------------------------------------------


def test_a_colleague_may_remark_but_neither_block_nor_resolve(article: Article, note: EditorialNote) -> None:
    colleague = UserFactory.create()
    own = noting.add(article=article, by=colleague, body="Well said.", at=NOON)
    noting.resolve(note=own, by=colleague, at=NOON)
    for refused in (
        lambda: noting.resolve(note=note, by=colleague, at=NOON),
        lambda: noting.set_blocking(note=own, is_blocking=True, by=colleague, at=NOON),
        lambda: noting.add(article=article, by=colleague, body="Stop.", is_blocking=True, at=NOON),
    ):
        with pytest.raises(NoteError, match="those whose by-line"):
            refused()
    assert not article.notes.blocking().exists()


def test_who_has_left_writes_no_notes(article: Article, note: EditorialNote) -> None:
    gone = UserFactory.create(is_active=False)
    with pytest.raises(NoteError, match="those whose by-line"):
        noting.add(article=article, by=gone, body="Hello", at=NOON)
    with pytest.raises(NoteError, match="those whose by-line"):
        noting.reply(note=note, by=gone, body="Hello", at=NOON)


# --- Blocking ----------------------------------------------------------------------------------------------


def test_an_open_blocking_note_stops_approval_until_it_is_resolved(
    article: Article, note: EditorialNote, analyst: User, editor: User
) -> None:
    publishing.submit(article=article, by=analyst, at=NOON)
    noting.set_blocking(note=note, is_blocking=True, by=editor, at=NOON)
    with pytest.raises(PublishingError, match="note blocks"):
        publishing.approve(article=article, by=editor, override="It is urgent", at=NOON)
    noting.resolve(note=note, by=analyst, at=NOON)
    assert publishing.approve(article=article, by=editor, override="It is urgent", at=NOON)


def test_a_note_that_comes_after_approval_stops_publishing_and_scheduling(
    article: Article, note: EditorialNote, analyst: User, editor: User
) -> None:
    publishing.submit(article=article, by=analyst, at=NOON)
    publishing.approve(article=article, by=editor, override="It is urgent", at=NOON)
    noting.set_blocking(note=note, is_blocking=True, by=editor, at=NOON)
    with pytest.raises(PublishingError, match="note blocks"):
        publishing.publish(article=article, by=editor, override="It is urgent", at=NOON)
    with pytest.raises(PublishingError, match="note blocks"):
        publishing.schedule(
            article=article, by=editor, override="It is urgent", go_live_at=NOON + timedelta(days=1), at=NOON
        )
    noting.set_blocking(note=note, is_blocking=False, by=editor, at=NOON)
    assert publishing.publish(article=article, by=editor, override="It is urgent", at=NOON)
    changes = AuditEntry.objects.filter(verb="set_blocking").order_by("id")
    assert [(change.before["is_blocking"], change.after["is_blocking"]) for change in changes] == [
        (False, True),
        (True, False),
    ]


def test_a_blocking_note_stops_no_machine(article: Article, editor: User) -> None:
    noting.add(article=article, by=editor, body="Wait.", is_blocking=True, at=NOON)
    assert publishing.publish(article=article, by=None, at=NOON)


# --- Names -------------------------------------------------------------------------------------------------


def test_people_are_named_by_their_name_their_first_name_or_their_address(article: Article, editor: User) -> None:
    olga = UserFactory.create(name="Olga Petrova", email="o.petrova@example.org")
    for body in ("@Olga Petrova, please", "See @olga", "(@o.petrova)"):
        assert told(noting.add(article=article, by=editor, body=body, at=NOON)) == {olga.email}


def test_a_name_that_two_people_have_is_nobodys(article: Article, analyst: User, editor: User) -> None:
    UserFactory.create(name=analyst.name, email="other@example.org")
    assert told(noting.add(article=article, by=editor, body=f"@{analyst.name} and @Ada", at=NOON)) == {analyst.email}
    UserFactory.create(name="Ada Zabela", email=f"{uuid.uuid4()}@example.org")
    assert told(noting.add(article=article, by=editor, body=f"@{analyst.name}", at=NOON)) == set()


def test_who_may_not_read_the_text_is_not_told_of_it(article: Article, editor: User) -> None:
    UserFactory.create(name="Gone Away", is_active=False)
    assert told(noting.add(article=article, by=editor, body="@Gone Away, see", at=NOON)) == set()
