from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from analysis import publishing
from analysis.models import Article, Revision
from tests.analysis.admin.filled_forms import filled_in
from tests.factories import ArticleFactory, AuthorFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(desk: Client) -> Article:
    """Saved twice: the rate was cut by a half, then by a quarter."""
    article = ArticleFactory.create(title="The bank cuts its rate", body="<p>It was cut by a half.</p>")
    for body in ("<p>It was cut by a half again.</p>", "<p>It was cut by a quarter again.</p>"):
        article.refresh_from_db()
        desk.post(reverse("admin:analysis_article_change", args=[article.pk]), filled_in(article, body=body))
    article.refresh_from_db()
    return article


def first(article: Article) -> Revision:
    revision = article.revisions.last()
    assert revision is not None
    return revision


def test_the_history_names_who_when_and_what(desk: Client, article: Article, editor: User) -> None:
    page = desk.get(reverse("admin:analysis_article_history", args=[article.pk])).text
    assert page.count("What has changed since") == 3
    assert editor.name in page
    assert "saved" in page


def test_it_compares_word_by_word(desk: Client, article: Article) -> None:
    page = desk.get(reverse("admin:analysis_article_compare", args=[article.pk, first(article).pk])).text
    assert "<del>half</del>" in page
    assert "<ins>quarter again</ins>" in page


def test_it_names_what_joined_and_left_the_lists(desk: Client, article: Article) -> None:
    article.set_topics([(TopicFactory.create(name_en="Energy"), True)])
    article.set_bylines([(AuthorFactory.create(name_en="Mira Talvane"), "editor")])
    article.tags.set(["coal"])
    page = desk.get(reverse("admin:analysis_article_compare", args=[article.pk, first(article).pk])).text
    for name in ("Energy (primary)", "Mira Talvane (Editor)", "coal"):
        assert f"<ins>{name}</ins>" in page


def test_any_two_are_compared_and_the_older_is_what_was(desk: Client, article: Article) -> None:
    newest, middle, _oldest = article.revisions.all()
    chosen = {"a": newest.pk, "b": middle.pk}
    page = desk.get(reverse("admin:analysis_article_compare_two", args=[article.pk]), chosen, follow=True).text
    assert "<del>half </del>" in page
    assert "<ins>quarter </ins>" in page
    assert "Restore this version" not in page


def test_choosing_nothing_leads_back_to_the_history(desk: Client, article: Article) -> None:
    answer = desk.get(reverse("admin:analysis_article_compare_two", args=[article.pk]), {"a": "x"})
    assert answer.headers["Location"] == reverse("admin:analysis_article_history", args=[article.pk])


def test_sources_that_stay_the_same_are_no_change(desk: Client, article: Article) -> None:
    article.set_sources(
        [{"title": "The ledger", "publisher": "The Bank", "url": "https://example.org/", "language": "en"}]
    )
    article.refresh_from_db()
    desk.post(reverse("admin:analysis_article_change", args=[article.pk]), filled_in(article, title="Another title"))
    newest = article.revisions.first()
    assert newest
    Article.objects.filter(pk=article.pk).update(title="A third title")
    page = desk.get(reverse("admin:analysis_article_compare", args=[article.pk, newest.pk])).text
    assert "A third" in page
    assert "The ledger" not in page


def test_text_in_a_comparison_is_never_markup(desk: Client, article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(title="<script>alert(1)</script>")
    page = desk.get(reverse("admin:analysis_article_compare", args=[article.pk, first(article).pk])).text
    assert "<script>alert(1)" not in page


def test_a_text_is_restored_and_what_it_replaced_is_kept(desk: Client, article: Article) -> None:
    restore = reverse("admin:analysis_article_restore", args=[article.pk, first(article).pk])
    desk.post(restore, {"version": article.version})
    article.refresh_from_db()
    assert article.body == "<p>It was cut by a half.</p>"
    assert [revision.event for revision in article.revisions.all()] == ["restore", "save", "save", "save"]


def test_restoring_stops_when_somebody_has_saved_meanwhile(desk: Client, article: Article) -> None:
    restore = reverse("admin:analysis_article_restore", args=[article.pk, first(article).pk])
    desk.post(restore, {"version": article.version - 1})
    article.refresh_from_db()
    assert article.body == "<p>It was cut by a quarter again.</p>"


def test_a_get_restores_nothing(desk: Client, article: Article) -> None:
    restore = reverse("admin:analysis_article_restore", args=[article.pk, first(article).pk])
    assert desk.get(restore).status_code == 405


def test_who_may_not_edit_a_text_may_not_restore_it(
    analyst: User, at_desk: Callable[[User], Client], article: Article
) -> None:
    article.set_bylines([(AuthorFactory.create(), "author")])
    client = at_desk(analyst)
    assert (
        "Restore this version"
        not in client.get(reverse("admin:analysis_article_compare", args=[article.pk, first(article).pk])).text
    )
    restore = reverse("admin:analysis_article_restore", args=[article.pk, first(article).pk])
    assert client.post(restore, {"version": article.version}).status_code == 403


def test_a_text_in_the_trash_is_not_restored_and_says_why(desk: Client, article: Article) -> None:
    publishing.throw_away(article=article, by=None, at=timezone.now())
    compare = reverse("admin:analysis_article_compare", args=[article.pk, first(article).pk])
    assert "Restore this version" not in desk.get(compare).text
    restore = reverse("admin:analysis_article_restore", args=[article.pk, first(article).pk])
    answer = desk.post(restore, {"version": article.version}, follow=True)
    assert answer.redirect_chain[0][0] == compare
    assert "This text is in the trash. Take it out first." in answer.text
    article.refresh_from_db()
    assert article.body == "<p>It was cut by a quarter again.</p>"
