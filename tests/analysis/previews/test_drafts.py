"""A draft is seen by staff, and by whoever was given its address, as long as that is open."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from analysis import publishing
from analysis.admin.writing.draft_links import share
from analysis.models import Article, AuditEntry, DraftLink, Event
from tests.factories import NOON, ArticleFactory, AuthorFactory, EditorFactory, UserFactory, published

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AtDesk = Callable[[User], Client]


@pytest.fixture
def editor() -> User:
    return EditorFactory.create()


@pytest.fixture
def article() -> Article:
    article = ArticleFactory.create(title="First words", author=AuthorFactory.create(name_en="Elna Corvay"))
    article.tags.set(["budget"])
    article.set_sources([{"title": "The ledger"}])
    return article


@pytest.fixture
def link(article: Article, editor: User) -> DraftLink:
    return share(article=article, recipient="<b>Mr Oldane</b>", days=3, by=editor, at=NOON)


def address(link: DraftLink) -> str:
    return f"/preview/{link.pk}-{link.mac}/"


def at(instant: datetime, client: Client, link: DraftLink) -> Any:
    with time_machine.travel(instant, tick=False):
        return client.get(address(link))


# --- Staff ---------------------------------------------------------------------------------------------------


def test_a_preview_shows_everything_of_the_page(article: Article, editor: User, at_desk: AtDesk) -> None:
    page = at_desk(editor).get(f"/admin/analysis/article/{article.pk}/preview/").text
    for words in ("First words", "Elna Corvay", "budget", "The ledger", "Nobody left the room"):
        assert words in page


def test_a_text_that_cannot_be_cleaned_any_more_is_previewed_as_its_words(
    article: Article, editor: User, at_desk: AtDesk
) -> None:
    Article.objects.filter(pk=article.pk).update(body="<p>" * 30_000 + "Words of old")
    page = at_desk(editor).get(f"/admin/analysis/article/{article.pk}/preview/")
    assert page.status_code == 200
    assert "Words of old" in page.text


def test_any_revision_is_previewed_as_it_was(article: Article, editor: User, at_desk: AtDesk) -> None:
    revision = publishing.record(article=article, by=editor, event=Event.SAVE, at=NOON)
    content = article.content() | {"title": "Second words"}
    publishing.save(article=article, content=content, by=editor, started_from=article.version, at=NOON)
    page = at_desk(editor).get(f"/admin/analysis/article/{article.pk}/history/{revision.pk}/preview/").text
    assert "First words" in page
    assert "Second words" not in page


def test_a_revision_of_another_article_is_not_there(article: Article, editor: User, at_desk: AtDesk) -> None:
    other = publishing.record(article=ArticleFactory.create(), by=editor, event=Event.SAVE, at=NOON)
    answer = at_desk(editor).get(f"/admin/analysis/article/{article.pk}/history/{other.pk}/preview/")
    assert answer.status_code == 404


def test_a_text_with_gaps_is_previewed(editor: User, at_desk: AtDesk) -> None:
    article = Article.objects.create(title="Only a title")
    answer = at_desk(editor).get(f"/admin/analysis/article/{article.pk}/preview/")
    assert answer.status_code == 200
    assert "Only a title" in answer.text


def test_what_is_stored_is_cleaned_once_more(editor: User, at_desk: AtDesk) -> None:
    article = ArticleFactory.create()
    Article.objects.filter(pk=article.pk).update(body='<p onclick="x()">a</p><script>alert(1)</script>')
    page = at_desk(editor).get(f"/admin/analysis/article/{article.pk}/preview/").text
    assert "alert(1)" not in page
    assert "onclick" not in page


def test_a_preview_changes_nothing(article: Article, editor: User, at_desk: AtDesk) -> None:
    at_desk(editor).get(f"/admin/analysis/article/{article.pk}/preview/")
    assert not article.revisions.exists()
    assert not article.publications.exists()


# --- Outsiders -----------------------------------------------------------------------------------------------


def test_an_outsider_sees_that_revision_with_their_name(client: Client, article: Article, link: DraftLink) -> None:
    content = article.content() | {"title": "Second words"}
    publishing.save(article=article, content=content, by=None, started_from=article.version, at=NOON)
    page = at(NOON + DAY, client, link).text
    assert "First words" in page
    assert "Second words" not in page
    assert "&lt;b&gt;Mr Oldane&lt;/b&gt;" in page


def test_the_answer_is_kept_and_indexed_by_nobody(client: Client, link: DraftLink) -> None:
    answer = at(NOON + DAY, client, link)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "unsafe-" not in answer.headers["Content-Security-Policy"]
    assert not answer.cookies
    assert 'name="robots" content="noindex' in answer.text


def test_views_are_counted_and_a_look_ahead_is_none(client: Client, link: DraftLink) -> None:
    at(NOON + DAY, client, link)
    at(NOON + DAY, client, link)
    with time_machine.travel(NOON + DAY, tick=False):
        client.head(address(link))
    link.refresh_from_db()
    assert (link.views, link.last_viewed_at) == (2, NOON + DAY)


def test_an_expired_link_is_gone(client: Client, link: DraftLink) -> None:
    assert at(NOON + 3 * DAY - timedelta(seconds=1), client, link).status_code == 200
    assert at(NOON + 3 * DAY, client, link).status_code == 410


def test_a_revoked_link_is_gone_and_the_log_says_by_whom(
    client: Client, link: DraftLink, editor: User, at_desk: AtDesk
) -> None:
    desk = f"/admin/analysis/article/{link.article_id}/draft-links/{link.pk}/revoke/"
    at_desk(editor).post(desk)
    answer = client.get(address(link))
    assert answer.status_code == 410
    assert "First words" not in answer.text
    assert list(AuditEntry.objects.values_list("verb", "by").order_by("id")) == [
        ("share", editor.pk),
        ("revoke_share", editor.pk),
    ]


def test_a_text_in_the_trash_is_shown_to_nobody(client: Client, article: Article, link: DraftLink) -> None:
    publishing.throw_away(article=article, by=None, at=NOON)
    assert at(NOON + DAY, client, link).status_code == 410


@pytest.mark.parametrize("forge", [lambda mac: "0" * 64, lambda mac: mac[:-1], lambda mac: "x", lambda mac: mac + "0"])
def test_an_address_cannot_be_guessed(client: Client, link: DraftLink, forge: Callable[[str], str]) -> None:
    assert client.get(f"/preview/{link.pk}-{forge(link.mac)}/").status_code == 404


def test_one_links_address_opens_no_other(client: Client, article: Article, link: DraftLink, editor: User) -> None:
    other = share(article=article, recipient="Else", days=3, by=editor, at=NOON)
    assert client.get(f"/preview/{other.pk}-{link.mac}/").status_code == 404


def test_nothing_else_that_is_unpublished_shows_through(client: Client, article: Article, link: DraftLink) -> None:
    topic = article.primary_topic
    published(title="Public neighbour", topic=topic, at=NOON)
    ArticleFactory.create(title="Secret neighbour", topic=topic)
    page = at(NOON + DAY, client, link).text
    assert "Public neighbour" in page
    assert "Secret neighbour" not in page


def test_who_may_not_edit_a_text_gives_it_to_nobody(article: Article, at_desk: AtDesk) -> None:
    colleague = at_desk(UserFactory.create())
    path = f"/admin/analysis/article/{article.pk}/draft-links/"
    assert colleague.get(path).status_code == 403
    assert colleague.post(path, {"recipient": "Me", "days": "7"}).status_code == 403
    assert not DraftLink.objects.exists()


@pytest.mark.parametrize("given", [{"recipient": "", "days": "7"}, {"recipient": "A", "days": "3650"}, {}])
def test_a_link_needs_a_name_and_an_end(article: Article, editor: User, at_desk: AtDesk, given: dict[str, str]) -> None:
    answer = at_desk(editor).post(f"/admin/analysis/article/{article.pk}/draft-links/", given)
    assert answer.status_code == 200
    assert not DraftLink.objects.exists()


def test_an_address_typed_in_another_form_is_one_view(client: Client, link: DraftLink) -> None:
    with time_machine.travel(NOON, tick=False):
        assert (
            client.get(address(link).upper().replace("PREVIEW", "preview").rstrip("/"), follow=True).status_code == 200
        )
    link.refresh_from_db()
    assert link.views == 1


def test_a_text_without_a_topic_shows_no_empty_link(at_desk: AtDesk, editor: User, article: Article) -> None:
    article.set_topics([])
    page = at_desk(editor).get(f"/admin/analysis/article/{article.pk}/preview/")
    assert page.status_code == 200
    assert 'href=""' not in page.text


def test_a_preview_offers_nothing_that_needs_a_public_text(at_desk: AtDesk, editor: User, article: Article) -> None:
    page = at_desk(editor).get(f"/admin/analysis/article/{article.pk}/preview/").text
    for words in ("cite.bib", "versions/", "mailto:", 'class="imprint"', "Cite this article"):
        assert words not in page
