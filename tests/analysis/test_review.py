"""From draft to live: the steps, who takes them, and what the database refuses whoever asks."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from accounts.roles import Role
from analysis import publishing
from analysis.models import Approval, Article, AuditEntry, Event, Masthead, Publication, Revision, Status
from analysis.models.articles import content_hash
from analysis.publishing import PublishingError
from tests.factories import NOON, ArticleFactory, AuthorFactory, EditorFactory, UserFactory, published

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def analyst() -> User:
    return UserFactory.create()


@pytest.fixture
def editor() -> User:
    return EditorFactory.create()


@pytest.fixture
def article(analyst: User) -> Article:
    return ArticleFactory.create(author=AuthorFactory.create(user=analyst))


@pytest.fixture
def approved(article: Article, analyst: User, editor: User) -> Article:
    publishing.submit(article=article, by=analyst, at=NOON)
    publishing.approve(article=article, by=editor, at=NOON)
    return article


def save(article: Article, by: User, **changed: object) -> None:
    content = article.content() | changed
    publishing.save(article=article, content=content, by=by, started_from=article.version, at=NOON)


def test_a_text_goes_from_draft_to_live(article: Article, analyst: User, editor: User) -> None:
    publishing.submit(article=article, by=analyst, at=NOON)
    assert article.status == Status.IN_REVIEW
    publishing.approve(article=article, by=editor, at=NOON + HOUR)
    assert article.status == Status.APPROVED
    publishing.schedule(article=article, by=editor, go_live_at=NOON + 3 * HOUR, at=NOON + 2 * HOUR)
    assert Publication.objects.live(NOON + 3 * HOUR).get().title == article.title
    publishing.withdraw(article=article, by=editor, at=NOON + 4 * HOUR)
    assert article.status == Status.WITHDRAWN
    events = list(article.revisions.order_by("id").values_list("event", flat=True))
    assert events == [Event.SUBMIT, Event.APPROVE, Event.SCHEDULE, Event.WITHDRAW]


def test_it_is_returned_with_a_reason_and_submitted_again(article: Article, analyst: User, editor: User) -> None:
    publishing.submit(article=article, by=analyst, at=NOON)
    with pytest.raises(PublishingError, match="Say what should change"):
        publishing.return_to_author(article=article, by=editor, at=NOON, reason="  ")
    publishing.return_to_author(article=article, by=editor, at=NOON, reason="Name the source.")
    assert (article.status, article.status_reason) == (Status.RETURNED, "Name the source.")
    publishing.submit(article=article, by=analyst, at=NOON)
    assert (article.status, article.status_reason) == (Status.IN_REVIEW, "")


def test_an_author_takes_a_text_back_before_anybody_has_decided(article: Article, analyst: User) -> None:
    publishing.submit(article=article, by=analyst, at=NOON)
    publishing.take_back(article=article, by=analyst, at=NOON)
    assert article.status == Status.DRAFT
    with pytest.raises(PublishingError, match="not in review"):
        publishing.take_back(article=article, by=analyst, at=NOON)


@pytest.mark.parametrize("verb", [publishing.publish, publishing.approve])
def test_nobody_skips_the_review(verb: Callable[..., object], article: Article, editor: User) -> None:
    with pytest.raises(PublishingError):
        verb(article=article, by=editor, at=NOON)
    assert not Publication.objects.exists()


def test_nobody_submits_twice(article: Article, analyst: User) -> None:
    publishing.submit(article=article, by=analyst, at=NOON)
    with pytest.raises(PublishingError, match="already"):
        publishing.submit(article=article, by=analyst, at=NOON)


def test_an_analyst_decides_nothing(article: Article, analyst: User) -> None:
    publishing.submit(article=article, by=analyst, at=NOON)
    for verb, given in (
        (publishing.approve, {}),
        (publishing.return_to_author, {"reason": "no"}),
        (publishing.publish, {}),
        (publishing.schedule, {"go_live_at": NOON + HOUR}),
        (publishing.embargo, {"until": NOON + HOUR}),
    ):
        with pytest.raises(PublishingError, match="Only editors"):
            verb(article=article, by=analyst, at=NOON, **given)
    assert article.status == Status.IN_REVIEW


def test_a_colleague_submits_nothing_of_somebody_elses(article: Article) -> None:
    with pytest.raises(PublishingError, match="those whose by-line the text bears"):
        publishing.submit(article=article, by=UserFactory.create(), at=NOON)


# --- Author and approver -------------------------------------------------------------------------------------


def test_an_editor_does_not_approve_what_bears_their_by_line(editor: User) -> None:
    article = ArticleFactory.create(author=AuthorFactory.create(user=editor))
    publishing.submit(article=article, by=None, at=NOON)
    with pytest.raises(PublishingError, match="Somebody else"):
        publishing.approve(article=article, by=editor, at=NOON)
    publishing.approve(article=article, by=EditorFactory.create(), at=NOON)


def test_an_editor_does_not_approve_what_they_submitted(editor: User) -> None:
    article = ArticleFactory.create()
    publishing.submit(article=article, by=editor, at=NOON)
    with pytest.raises(PublishingError, match="Somebody else"):
        publishing.approve(article=article, by=editor, at=NOON)


def test_the_masthead_may_let_authors_approve(editor: User) -> None:
    Masthead.objects.update_or_create(pk=1, defaults={"author_may_approve": True})
    article = ArticleFactory.create(author=AuthorFactory.create(user=editor))
    publishing.submit(article=article, by=editor, at=NOON)
    publishing.approve(article=article, by=editor, at=NOON)
    assert article.status == Status.APPROVED


# --- Publishing what nobody has submitted --------------------------------------------------------------------


def test_an_editor_passes_a_draft_in_one_step_under_their_name(article: Article, editor: User) -> None:
    publishing.pass_review(article=article, by=editor, at=NOON)
    publishing.publish(article=article, by=editor, at=NOON)
    assert list(AuditEntry.objects.order_by("id").values_list("verb", "by")) == [
        ("approve", editor.pk),
        ("publish", editor.pk),
    ]


def test_a_returned_text_that_an_editor_passes_stays_its_analysts(article: Article, analyst: User) -> None:
    editor = EditorFactory.create()
    article.set_bylines([])
    publishing.submit(article=article, by=analyst, at=NOON)
    publishing.return_to_author(article=article, by=editor, at=NOON, reason="Name the source.")
    publishing.pass_review(article=article, by=editor, at=NOON)
    article.refresh_from_db()
    assert (article.status, article.status_reason, article.submitted_by) == (Status.APPROVED, "", analyst)


def test_who_submitted_a_text_does_not_pass_it_by_taking_it_back(editor: User) -> None:
    article = ArticleFactory.create()
    publishing.submit(article=article, by=editor, at=NOON)
    publishing.take_back(article=article, by=editor, at=NOON)
    with pytest.raises(PublishingError, match="Somebody else"):
        publishing.pass_review(article=article, by=editor, at=NOON)
    publishing.pass_review(article=article, by=EditorFactory.create(), at=NOON)


def test_what_is_approved_passes_whoever_wrote_it(approved: Article, analyst: User, editor: User) -> None:
    User.objects.filter(pk=analyst.pk).update(role=Role.EDITOR)
    analyst.refresh_from_db()
    publishing.pass_review(article=approved, by=analyst, at=NOON)
    assert Approval.objects.get().approved_by == editor


def test_approved_words_in_a_draft_pass_as_they_would_when_submitted(approved: Article, analyst: User) -> None:
    title = approved.title
    save(approved, analyst, title="Something else")
    publishing.take_back(article=approved, by=analyst, at=NOON)
    save(approved, analyst, title=title)
    publishing.pass_review(article=approved, by=EditorFactory.create(), at=NOON)
    assert approved.status == Status.APPROVED
    assert Approval.objects.count() == 1


def test_a_by_line_that_came_by_another_door_is_passed_anew(approved: Article, editor: User) -> None:
    approved.set_bylines([])
    publishing.pass_review(article=approved, by=editor, at=NOON)
    assert approved.approved_hash == content_hash(approved.content())
    assert Approval.objects.count() == 2


def test_an_analyst_passes_nothing(article: Article, analyst: User) -> None:
    with pytest.raises(PublishingError):
        publishing.pass_review(article=article, by=analyst, at=NOON)


# --- An approval belongs to a content ------------------------------------------------------------------------


def test_one_changed_character_sends_it_back_to_review(approved: Article, editor: User) -> None:
    save(approved, editor, title=f"{approved.title}.")
    assert (approved.status, approved.approved_hash) == (Status.IN_REVIEW, "")
    with pytest.raises(PublishingError, match="not been approved"):
        publishing.publish(article=approved, by=editor, at=NOON)


@pytest.mark.parametrize("changed", [{"tags": ["budget"]}, {"sources": [{"title": "A source"}]}, {"bylines": []}])
def test_a_change_of_a_list_counts(approved: Article, editor: User, changed: dict[str, object]) -> None:
    save(approved, editor, **changed)
    assert approved.status == Status.IN_REVIEW


def test_a_save_without_a_change_keeps_it_approved(approved: Article, analyst: User) -> None:
    version = approved.version
    save(approved, analyst)
    assert (approved.status, approved.version) == (Status.APPROVED, version)


def test_the_approved_words_are_approved_when_they_come_back(approved: Article, analyst: User) -> None:
    title = approved.title
    save(approved, analyst, title="Something else")
    save(approved, analyst, title=title)
    assert approved.status == Status.APPROVED


def test_what_was_returned_is_not_approved_by_submitting_it_again(
    approved: Article, analyst: User, editor: User
) -> None:
    publishing.return_to_author(article=approved, by=editor, at=NOON, reason="Second thoughts.")
    publishing.submit(article=approved, by=analyst, at=NOON)
    assert approved.status == Status.IN_REVIEW


def test_a_cancelled_schedule_leaves_it_approved(approved: Article, editor: User) -> None:
    publication = publishing.schedule(article=approved, by=editor, go_live_at=NOON + HOUR, at=NOON)
    publishing.cancel(publication=publication, by=editor, at=NOON)
    approved.refresh_from_db()
    assert approved.status == Status.APPROVED


def test_a_restored_text_has_to_be_approved_again(approved: Article, analyst: User) -> None:
    save(approved, analyst, title="Something else")
    wrong = approved.revisions.of_the_text().first()
    assert wrong
    publishing.restore(revision=wrong, by=analyst, at=NOON)
    assert approved.status == Status.IN_REVIEW


def test_what_was_withdrawn_needs_another_look(analyst: User, editor: User) -> None:
    article = published().article
    publishing.withdraw(article=article, by=editor, at=NOON + HOUR)
    publishing.submit(article=article, by=None, at=NOON + HOUR)
    assert article.status == Status.IN_REVIEW


def test_an_approval_is_for_one_language(approved: Article, editor: User) -> None:
    publishing.set_language(article=approved, language="ru", by=editor, at=NOON + HOUR)
    approved.refresh_from_db()
    assert (approved.language, approved.status, approved.approved_hash) == ("ru", Status.IN_REVIEW, "")
    assert AuditEntry.objects.get(verb="approval_lost").before == {"status": Status.APPROVED}
    with pytest.raises(PublishingError, match="not been approved"):
        publishing.publish(article=approved, by=editor, at=NOON + HOUR)


def test_an_approval_in_another_language_does_not_come_back_with_the_words(
    approved: Article, analyst: User, editor: User
) -> None:
    as_approved = approved.title
    save(approved, analyst, title="Other words")
    publishing.set_language(article=approved, language="ru", by=analyst, at=NOON)
    save(approved, analyst, title=as_approved)
    assert approved.status == Status.IN_REVIEW


def test_a_draft_stays_a_draft_in_another_language(article: Article, analyst: User) -> None:
    publishing.set_language(article=article, language="ru", by=analyst, at=NOON)
    assert article.status == Status.DRAFT


# --- What the database holds ---------------------------------------------------------------------------------


def refused(constraint: str) -> "pytest.RaisesExc[IntegrityError]":
    return pytest.raises(IntegrityError, match=constraint)


def test_the_database_knows_no_approved_text_without_an_approval(article: Article) -> None:
    with refused("article_approved_for_its_content"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(approved_hash="of something")
    digest = content_hash(article.content())
    with refused("Nobody has approved this content"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(status=Status.APPROVED, approved_hash=digest)


def test_the_database_publishes_nothing_unapproved(article: Article) -> None:
    revision = publishing.record(article=article, by=None, event=Event.SAVE, at=NOON)
    topic = article.primary_topic
    assert topic
    publication = publishing.publication_of(article, revision, topic, None, tags=[])
    publication.live_from = publication.first_published_at = NOON
    with refused("Nobody has approved what revision"), transaction.atomic():
        publication.save()


def test_the_database_keeps_no_publication_on_another_revision(approved: Article, editor: User) -> None:
    publication = publishing.publish(article=approved, by=editor, at=NOON)
    revision = Revision.objects.create(article=approved, event=Event.SAVE, content={}, content_hash="other")
    with refused("Nobody has approved what revision"), transaction.atomic():
        Publication.objects.filter(pk=publication.pk).update(revision=revision)


def test_the_database_returns_nothing_without_a_reason(article: Article) -> None:
    with refused("article_returned_with_a_reason"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(status=Status.RETURNED)


# --- The log -------------------------------------------------------------------------------------------------


def test_every_step_is_in_the_log(approved: Article, editor: User) -> None:
    publishing.publish(article=approved, by=editor, at=NOON, reason="Out today.")
    logged = list(AuditEntry.objects.order_by("id").values_list("verb", "by", "why"))
    assert [verb for verb, _by, _why in logged] == ["submit", "approve", "publish"]
    assert logged[-1] == ("publish", editor.pk, "Out today.")


def test_the_log_says_what_was_before_and_after(approved: Article, editor: User) -> None:
    publishing.schedule(article=approved, by=editor, go_live_at=NOON + HOUR, at=NOON)
    entry = AuditEntry.objects.get(verb="schedule")
    assert entry.before["public"] == []
    assert entry.after["public"][0][0] == (NOON + HOUR).isoformat()


@pytest.mark.parametrize("statement", ["UPDATE analysis_auditentry SET why = 'x'", "DELETE FROM analysis_auditentry"])
def test_nothing_is_taken_out_of_the_log(approved: Article, statement: str) -> None:
    with refused("only ever added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_machines_publication_is_approved_by_nobody(article: Article) -> None:
    publishing.publish(article=article, by=None, at=NOON)
    assert Approval.objects.get().approved_by is None
