"""Mail to staff: to whom, when, about what, and once."""

from datetime import timedelta
from email.message import Message

import pytest
from django.conf import settings
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import User
from analysis import noting, publishing
from analysis.models import Article, EditorialNote
from analysis.notices.letters import tell_of_review
from tests.factories import NOON, ArticleFactory, AuthorFactory, EditorFactory, UserFactory
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db

REVIEW, MENTION = (f"analysis.notices.tasks.{name}" for name in ("tell_of_review", "tell_of_mention"))
SECRET = "Nobody left the room before the vote."


@pytest.fixture
def analyst() -> User:
    return UserFactory.create(email="ada@example.org")


@pytest.fixture
def editor() -> User:
    return EditorFactory.create(email="edith@example.org")


@pytest.fixture
def article(analyst: User) -> Article:
    return ArticleFactory.create(
        title="A budget & its authors", body=f"<p>{SECRET}</p>", author=AuthorFactory.create(user=analyst)
    )


def sent(job: str) -> list[str]:
    """The addresses that are written to when the worker comes."""
    mail.outbox.clear()
    run_jobs(job)
    return sorted(address for letter in mail.outbox for address in letter.to)


def submit(article: Article, by: User) -> None:
    publishing.submit(article=article, by=by, at=NOON)


def return_it(article: Article, by: User, reason: str = "Name the ministers.") -> None:
    publishing.return_to_author(article=article, by=by, reason=reason, at=NOON)


def letter() -> str:
    """Everything in the only letter, both its forms."""
    (only,) = mail.outbox
    message: Message = only.message()
    parts = [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]
    return "\n".join([str(only.subject), *(part.decode() for part in parts if isinstance(part, bytes))])


# --- Waiting for you ---------------------------------------------------------------------------------------


def test_who_can_approve_is_told_that_a_text_waits(article: Article, analyst: User, editor: User) -> None:
    UserFactory.create()
    EditorFactory.create(is_active=False)
    submit(article, analyst)
    assert sent(REVIEW) == [editor.email]
    assert mail.outbox[0].subject == "Waiting for you: A budget & its authors"
    assert f"{settings.SITE_URL}/admin/analysis/article/{article.pk}/change/" in letter()


def test_nobody_is_asked_to_approve_what_they_wrote_or_submitted(article: Article, editor: User) -> None:
    other = EditorFactory.create(email="other@example.org")
    article.set_bylines([(AuthorFactory.create(user=editor), "author")])
    submit(article, EditorFactory.create())
    assert sent(REVIEW) == [other.email]


def test_nothing_is_sent_when_the_text_has_gone_on_before_the_worker_came(
    article: Article, analyst: User, editor: User
) -> None:
    submit(article, analyst)
    publishing.take_back(article=article, by=analyst, at=NOON)
    assert sent(REVIEW) == []
    submit(article, analyst)
    publishing.take_back(article=article, by=analyst, at=NOON)
    publishing.submit(article=article, by=analyst, at=NOON + timedelta(hours=1))
    assert sent(REVIEW) == [editor.email]
    publishing.throw_away(article=article, by=editor, at=NOON)
    assert sent(REVIEW) == []


def test_who_loses_the_right_before_the_worker_comes_is_told_nothing(
    article: Article, analyst: User, editor: User
) -> None:
    submit(article, analyst)
    User.objects.filter(pk=editor.pk).update(role="analyst")
    assert sent(REVIEW) == []


# --- Returned to you ---------------------------------------------------------------------------------------


def test_its_authors_and_who_submitted_it_are_told_why_it_came_back(
    article: Article, analyst: User, editor: User
) -> None:
    submitter = EditorFactory.create(email="submitter@example.org")
    UserFactory.create()
    submit(article, submitter)
    return_it(article, editor)
    assert sent(REVIEW) == sorted([analyst.email, submitter.email])
    assert "Name the ministers." in str(mail.outbox[0].body)
    assert "Edith Editor" in str(mail.outbox[0].body)


def test_who_returns_it_is_not_told(article: Article, editor: User, analyst: User) -> None:
    own = AuthorFactory.create(user=editor)
    submit(article, analyst)
    sent(REVIEW)
    article.set_bylines([*((byline.author, "author") for byline in article.bylines.all()), (own, "research")])
    return_it(article, editor)
    assert sent(REVIEW) == [analyst.email]


# --- Mentioned ---------------------------------------------------------------------------------------------


def mention(article: Article, by: User, body: str = "@Ada Analyst, which Friday?") -> EditorialNote:
    return noting.add(article=article, by=by, body=body, quote="left the room", at=NOON)


def test_who_is_named_gets_the_note_and_its_place(article: Article, editor: User, analyst: User) -> None:
    note = mention(article, editor)
    assert sent(MENTION) == [analyst.email]
    assert "@Ada Analyst, which Friday?" in letter()
    assert f"/change/#note-{note.pk}" in letter()
    noting.reply(note=note, by=analyst, body="@Edith Editor: the last.", at=NOON)
    assert sent(MENTION) == [editor.email]
    assert f"/change/#note-{note.pk}" in letter()


def test_nobody_is_told_of_naming_themselves(article: Article, editor: User) -> None:
    mention(article, editor, "@Edith Editor will look at it")
    assert sent(MENTION) == []


def test_who_has_left_before_the_worker_comes_is_told_nothing(article: Article, editor: User, analyst: User) -> None:
    mention(article, editor)
    User.objects.filter(pk=analyst.pk).update(is_active=False)
    assert sent(MENTION) == []


# --- All of them -------------------------------------------------------------------------------------------


def test_no_letter_carries_the_text(article: Article, analyst: User, editor: User) -> None:
    mention(article, editor)
    assert sent(MENTION)
    assert "left the room" not in letter()
    submit(article, analyst)
    assert sent(REVIEW)
    assert "left the room" not in letter()
    return_it(article, editor)
    assert sent(REVIEW)
    assert "left the room" not in letter()


def test_a_hostile_reason_is_text_and_no_title_makes_a_header(article: Article, analyst: User, editor: User) -> None:
    Article.objects.filter(pk=article.pk).update(title="A budget\r\nBcc: everybody@example.org")
    submit(article, analyst)
    article.refresh_from_db()
    sent(REVIEW)
    return_it(article, editor, "<script>alert(1)</script>\nand more")
    assert sent(REVIEW) == [analyst.email]
    only = mail.outbox[0]
    assert "Bcc" not in only.message()
    assert only.subject == "Returned to you: A budget Bcc: everybody@example.org"
    assert "<script>" in str(only.body)
    assert "<script>" not in str(only.alternatives[0].content)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>and more" in str(only.alternatives[0].content)


def test_a_letter_is_in_the_persons_language(article: Article, analyst: User, editor: User) -> None:
    User.objects.filter(pk=editor.pk).update(language="ru")
    submit(article, analyst)
    sent(REVIEW)
    assert '<html lang="ru">' in letter()


def test_each_person_has_one_job_and_what_it_sends_again_is_the_same_letter(
    article: Article, analyst: User, editor: User
) -> None:
    """A worker that is killed after it has sent and before it could say so sends again."""
    submit(article, analyst)
    (job,) = ProcrastinateJob.objects.filter(task_name=REVIEW)
    for _run in range(2):
        tell_of_review(**job.args)
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    publishing.take_back(article=article, by=analyst, at=NOON)
    publishing.submit(article=article, by=analyst, at=NOON + timedelta(seconds=1))
    sent(REVIEW)
    assert mail.outbox[0].extra_headers["Message-ID"] != first.extra_headers["Message-ID"]


def test_what_is_rolled_back_tells_nobody(article: Article, analyst: User, editor: User) -> None:
    with pytest.raises(publishing.PublishingError):
        publishing.return_to_author(article=article, by=editor, reason="Not in review", at=NOON)
    assert not ProcrastinateJob.objects.filter(task_name=REVIEW).exists()
