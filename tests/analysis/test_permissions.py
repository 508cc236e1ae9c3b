"""Whose text it is, asked by all who have to agree: the desk's list, the mails and the verb."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from analysis import publishing
from analysis.admin import overview
from analysis.models import Article, BylineRole, Event, Masthead, Status
from analysis.notices import digests, recipients
from analysis.permissions import user_can_pass_review
from analysis.publishing import PublishingError
from tests.factories import NOON, ArticleFactory, AuthorFactory, EditorFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return EditorFactory.create()


def let_authors_approve() -> None:
    Masthead.objects.update_or_create(pk=1, defaults={"author_may_approve": True})


def in_review(*, by: User | None = None, **bylines: User) -> Article:
    """Submitted by somebody, with a by-line of each of these people in the role of that name."""
    article: Article = ArticleFactory.create()
    article.set_bylines([(AuthorFactory.create(user=user), role) for role, user in bylines.items()])
    publishing.submit(article=article, by=by, at=NOON)
    return article


def offers(user: User, article: Article) -> dict[str, bool]:
    """Where the text is offered to this person for approval."""
    written_to = recipients.of_review(article_id=article.pk, event=Event.SUBMIT, by_id=None, since=NOON)
    return {
        "desk": article in overview.waiting(user, at=NOON),
        "morning mail": article.title in [entry.title for entry in digests.waiting(user)],
        "letter": user.pk in [letter["user_id"] for letter in written_to],
        "verb": approves(user, article),
    }


def approves(user: User, article: Article) -> bool:
    try:
        publishing.approve(article=article, by=user, at=NOON)
    except PublishingError:
        return False
    return True


@pytest.mark.parametrize("role", [BylineRole.AUTHOR, BylineRole.TRANSLATION])
def test_who_wrote_or_translated_a_text_is_offered_it_nowhere(role: BylineRole, editor: User) -> None:
    article = in_review(**{role.value: editor})
    assert not any(offers(editor, article).values())


@pytest.mark.parametrize("role", [BylineRole.EDITOR, BylineRole.RESEARCH])
def test_a_credit_keeps_nobody_from_approving(role: BylineRole, editor: User) -> None:
    article = in_review(**{role.value: editor}, author=UserFactory.create())
    assert all(offers(editor, article).values())


def test_who_submitted_a_text_is_offered_it_nowhere(editor: User) -> None:
    assert not any(offers(editor, in_review(by=editor)).values())


@pytest.mark.parametrize("role", BylineRole)
def test_where_authors_may_approve_they_are_offered_their_own(role: BylineRole, editor: User) -> None:
    let_authors_approve()
    article = in_review(**{role.value: editor})
    publishing.take_back(article=article, by=editor, at=NOON)
    publishing.submit(article=article, by=editor, at=NOON)
    assert all(offers(editor, article).values())


def test_an_analyst_is_offered_nothing() -> None:
    analyst, article = UserFactory.create(), in_review()
    assert not any(offers(analyst, article).values())
    let_authors_approve()
    assert not any(offers(analyst, article).values())


def test_of_however_many_editors_it_is_asked_at_once_who_is_written_to() -> None:
    article = in_review(by=EditorFactory.create(), author=EditorFactory.create())
    counts = []
    for _more in range(2):
        EditorFactory.create_batch(5)
        with CaptureQueriesContext(connection) as asked:
            letters = recipients.of_review(article_id=article.pk, event=Event.SUBMIT, by_id=None, since=NOON)
        counts.append((len(letters), len(asked)))
    (five, few), (ten, many) = counts
    assert (five, ten) == (5, 10)
    assert few == many


# --- On the way to a publication -----------------------------------------------------------------------------


def passes(user: User, article: Article) -> bool:
    """What the desk offers, and what the verb says: the same."""
    offered = user_can_pass_review(user, article)
    try:
        publishing.pass_review(article=article, by=user, at=NOON)
    except PublishingError:
        assert not offered
        return False
    assert offered
    return True


def test_nobody_passes_what_they_wrote_until_somebody_else_has_approved_just_that(editor: User) -> None:
    article = in_review(author=editor)
    assert not passes(editor, article)
    assert passes(EditorFactory.create(), article)
    assert passes(editor, article)
    content = article.content() | {"title": "Another title"}
    publishing.save(article=article, content=content, by=editor, started_from=article.version, at=NOON)
    assert not passes(editor, article)


def test_what_was_approved_and_taken_back_unchanged_is_passed_by_its_writer(editor: User) -> None:
    article = in_review(author=editor)
    publishing.approve(article=article, by=EditorFactory.create(), at=NOON)
    approved = article.content()
    publishing.save(
        article=article, content=approved | {"title": "Another"}, by=editor, started_from=article.version, at=NOON
    )
    publishing.take_back(article=article, by=editor, at=NOON)
    publishing.save(article=article, content=approved, by=editor, started_from=article.version, at=NOON)
    assert article.status == Status.DRAFT
    assert passes(editor, article)


def test_where_authors_may_approve_they_pass_their_own(editor: User) -> None:
    let_authors_approve()
    assert passes(editor, in_review(author=editor))


def test_an_analyst_passes_nothing() -> None:
    article = in_review()
    publishing.approve(article=article, by=None, at=NOON)
    assert not passes(UserFactory.create(), article)
