"""An update of what readers have read: it asks what they are told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from analysis import publishing
from analysis.admin.deciding.corrections import significant_changes
from analysis.models import Article, AuditEntry, Correction
from tests.factories import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    body = "<p>The minister Orlan Veskit promised 12 ships.</p>"
    return published(
        at=timezone.now() - timedelta(days=1), body=body, assessment="unchanged", assessment_reason="Nothing."
    ).article


def edit(article: Article, **changed: object) -> None:
    content = article.content() | changed
    publishing.save(article=article, content=content, by=None, started_from=article.version, at=timezone.now())


def address(article: Article) -> str:
    return reverse("admin:analysis_article_publish", args=[article.pk])


@pytest.mark.parametrize(
    ("changed", "what", "before", "after"),
    [
        ({"assessment": "worsened"}, "the assessment", "not changed", "worsened"),
        ({"body": "<p>The minister Orlan Veskit promised 11 ships.</p>"}, "numbers", "12", "11"),
        ({"body": "<p>The minister Orlan Vesket promised 12 ships.</p>"}, "names", "Veskit", "Vesket"),
    ],
)
def test_it_notices_what_readers_relied_on(
    article: Article, changed: dict[str, object], what: str, before: str, after: str
) -> None:
    edit(article, **changed)
    (found,) = significant_changes(article, at=timezone.now())
    assert found.what == what
    assert before in found.before
    assert after in found.after


def test_a_better_sentence_corrects_nothing(article: Article) -> None:
    edit(article, body="<p>The minister Orlan Veskit has promised 12 ships, again.</p>")
    assert significant_changes(article, at=timezone.now()) == []


def test_what_is_not_public_yet_needs_no_correction(article: Article) -> None:
    publishing.withdraw(article=article, at=timezone.now())
    edit(article, assessment="worsened")
    assert significant_changes(article, at=timezone.now()) == []


def test_it_asks_what_readers_are_told(desk: Client, article: Article) -> None:
    edit(article, assessment="worsened")
    answer = desk.post(address(article), {"version": article.version, "notice_kind": "correction"})
    assert "tell them what, or say why not" in answer.text
    assert not Correction.objects.exists()

    told = {"notice_kind": "correction", "notice_text": "It got worse after all."}
    desk.post(address(article), {"version": article.version, **told})
    assert Correction.objects.get().text == "It got worse after all."


def test_or_why_they_need_not_be_told(desk: Client, article: Article, editor: User) -> None:
    edit(article, assessment="worsened")
    desk.post(address(article), {"version": article.version, "no_notice": "A slip, live for a minute."})
    assert article.publications.count() == 2
    assert not Correction.objects.exists()
    assert AuditEntry.objects.get(verb="publish", by=editor).why == "A slip, live for a minute."


def test_what_corrects_nothing_asks_nothing(desk: Client, article: Article) -> None:
    edit(article, dateline="Talmere")
    desk.post(address(article), {"version": article.version})
    assert article.publications.count() == 2
