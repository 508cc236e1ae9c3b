"""Whose text it is, asked by all who have to agree: the desk's list, the mails and the verb."""

import pytest

from accounts.models import User
from analysis import publishing
from analysis.admin import overview
from analysis.models import Article, BylineRole, Event, Masthead
from analysis.notices import digests, recipients
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
