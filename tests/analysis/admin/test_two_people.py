"""Two people on one article: nothing is lost and nothing is overwritten unseen."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from analysis.models import Article
from tests.analysis.admin.filled_forms import filled_in
from tests.factories import ArticleFactory, EditorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def other_desk(at_desk: Callable[[User], Client]) -> Client:
    return at_desk(EditorFactory.create(name="Olga Other"))


@pytest.fixture
def article() -> Article:
    return ArticleFactory.create(title="The cabinet meets", body="<p>As it was.</p>")


def change(article: Article) -> str:
    return reverse("admin:analysis_article_change", args=[article.pk])


def test_the_second_save_is_stopped_and_keeps_its_text_on_the_page(
    desk: Client, other_desk: Client, article: Article
) -> None:
    mine = filled_in(article, body="<p>My sentence.</p>")
    other_desk.post(change(article), filled_in(article, body="<p>Their sentence.</p>"))

    response = desk.post(change(article), mine)

    article.refresh_from_db()
    assert article.body == "<p>Their sentence.</p>"
    assert "Olga Other saved it on" in response.text
    assert "My sentence." in response.text
    assert "Save mine over theirs" in response.text


def test_another_field_is_protected_too(desk: Client, other_desk: Client, article: Article) -> None:
    mine = filled_in(article, title="My title")
    other_desk.post(change(article), filled_in(article, standfirst="Their standfirst."))
    desk.post(change(article), mine)
    article.refresh_from_db()
    assert (article.title, article.standfirst) == ("The cabinet meets", "Their standfirst.")


def test_overwriting_takes_a_tick_and_keeps_their_text_in_the_history(
    desk: Client, other_desk: Client, article: Article
) -> None:
    mine = filled_in(article, body="<p>My sentence.</p>")
    other_desk.post(change(article), filled_in(article, body="<p>Their sentence.</p>"))
    article.refresh_from_db()

    desk.post(change(article), mine | {"overwritten": article.version})

    article.refresh_from_db()
    assert article.body == "<p>My sentence.</p>"
    assert "<p>Their sentence.</p>" in [revision.content["body"] for revision in article.revisions.all()]


def test_the_tick_is_good_for_the_version_it_was_shown_with(desk: Client, other_desk: Client, article: Article) -> None:
    mine = filled_in(article, body="<p>My sentence.</p>")
    for text in ("Their first.", "Their second."):
        article.refresh_from_db()
        other_desk.post(change(article), filled_in(article, body=f"<p>{text}</p>"))
    desk.post(change(article), mine | {"overwritten": 2})
    article.refresh_from_db()
    assert article.body == "<p>Their second.</p>"


def test_a_forged_form_without_a_version_overwrites_nothing(desk: Client, article: Article) -> None:
    desk.post(change(article), filled_in(article, title="Forged", started_from=""))
    article.refresh_from_db()
    assert article.title == "The cabinet meets"


def test_a_restored_text_stops_a_form_that_was_open_meanwhile(
    desk: Client, other_desk: Client, article: Article
) -> None:
    desk.post(change(article), filled_in(article, title="Second"))
    article.refresh_from_db()
    mine = filled_in(article, title="Third")
    first = article.revisions.last()
    assert first is not None
    restore = reverse("admin:analysis_article_restore", args=[article.pk, first.pk])
    other_desk.post(restore, {"version": article.version})
    desk.post(change(article), mine)
    article.refresh_from_db()
    assert article.title == "The cabinet meets"
