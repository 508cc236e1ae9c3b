"""What somebody else did between a page's first question and the verb is told in a sentence, at every door."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from analysis import publishing
from analysis.admin.translating.translations import start_translation
from analysis.models import Address, Article, EditorialNote, Event, Publication
from tests.factories import ArticleFactory, EditorFactory, TopicFactory, published, scheduled

pytestmark = pytest.mark.django_db
TRASHED = "in the trash"
HOLDS = ("FOR UPDATE", "FOR NO KEY UPDATE")


@contextmanager
def meanwhile(happens: Callable[[], object], *, holds: tuple[str, ...] = HOLDS) -> Iterator[None]:
    """As somebody else's request, right before ours holds its first row."""
    left = [happens]

    def interrupt(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        if any(hold in sql for hold in holds) and left:
            left.pop()()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(interrupt):
        yield
    assert not left


def throw_away(article: Article) -> Callable[[], object]:
    return lambda: Article.objects.filter(pk=article.pk).update(trashed_at=timezone.now())


def at(name: str, *parts: int | str) -> str:
    return reverse(f"admin:analysis_{name}", args=parts)


@pytest.fixture
def article(db: None) -> Article:
    return ArticleFactory.create(title="The vote")


@pytest.mark.parametrize("verb", ["submit", "take_back", "return", "approve", "publish", "schedule", "embargo"])
def test_no_decision_is_taken_about_a_text_thrown_away_meanwhile(desk: Client, article: Article, verb: str) -> None:
    given = {"version": article.version, "reason": "Shorten it."}
    tomorrow = timezone.localtime() + timedelta(days=1)
    for name in ("go_live_at", "embargo_until"):
        given |= {f"{name}_day": f"{tomorrow:%Y-%m-%d}", f"{name}_time": "12:00"}
    with meanwhile(throw_away(article)):
        answer = desk.post(at(f"article_{verb}", article.pk), given)
    assert TRASHED in answer.text
    article.refresh_from_db()
    assert article.status == "draft"


def test_no_day_is_planned_for_a_text_thrown_away_meanwhile(desk: Client, article: Article) -> None:
    for address, given in (
        (at("article_plan", article.pk), {"planned_date": "2026-12-01"}),
        (at("article_calendar_plan"), {"article": article.pk, "date": "2026-12-01"}),
    ):
        Article.objects.update(trashed_at=None)
        with meanwhile(throw_away(article)):
            answer = desk.post(address, given, follow=True)
        assert TRASHED in answer.text
        assert "“The vote” is planned" not in answer.text
        article.refresh_from_db()
        assert article.planned_date is None


def test_no_version_is_restored_of_a_text_thrown_away_meanwhile(desk: Client, article: Article) -> None:
    revision = publishing.record(article=article, by=None, event=Event.SAVE, at=timezone.now())
    with meanwhile(throw_away(article)):
        answer = desk.post(at("article_restore", article.pk, revision.pk), {"version": article.version}, follow=True)
    assert TRASHED in answer.text


def test_nothing_is_merged_into_a_text_thrown_away_meanwhile(desk: Client, article: Article) -> None:
    aside = publishing.record(article=article, by=None, event=Event.SAVE, at=timezone.now())
    aside.event = Event.SET_ASIDE
    aside.save()
    with meanwhile(throw_away(article)):
        answer = desk.post(at("article_merge", article.pk, aside.pk), {"version": article.version}, follow=True)
    assert TRASHED in answer.text


def test_nothing_is_noted_beside_a_text_thrown_away_meanwhile(desk: Client, article: Article) -> None:
    with meanwhile(throw_away(article)):
        answer = desk.post(at("article_notes", article.pk), {"note": "Who says so?"}, follow=True)
    assert TRASHED in answer.text
    assert not EditorialNote.objects.exists()


def test_no_translation_is_settled_that_was_thrown_away_meanwhile(desk: Client, article: Article) -> None:
    user, now = EditorFactory.create(), timezone.now()
    translated, _is_new = start_translation(original=article, language="ru", by=user, at=now)
    with meanwhile(throw_away(translated)):
        answer = desk.post(at("article_settle", translated.pk), {"step": "adapt"}, follow=True)
    assert TRASHED in answer.text


def test_a_change_of_many_says_which_was_thrown_away_meanwhile(desk: Client, article: Article) -> None:
    token = f"{article.pk}:{article.version}:"
    given = {"article": token, "step": "carry_out", "added": "coal", "removed": ""}
    with meanwhile(throw_away(article)):
        answer = desk.post(at("article_bulk", "tag"), given, follow=True)
    assert TRASHED in answer.text


@pytest.mark.parametrize("verb", ["reschedule", "cancel", "expire"])
def test_what_was_cancelled_meanwhile_is_named_and_not_moved(desk: Client, verb: str) -> None:
    publication = scheduled(go_live_at=timezone.now() + timedelta(days=1))
    later = timezone.localtime() + timedelta(days=2)
    given: dict[str, object] = {"version": publication.article.version}
    for name in ("go_live_at", "expire_at"):
        given |= {f"{name}_day": f"{later:%Y-%m-%d}", f"{name}_time": "12:00"}
    with meanwhile(lambda: Publication.objects.filter(pk=publication.pk).delete()):
        answer = desk.post(at(f"article_{verb}", publication.article_id, publication.pk), given)
    assert "Somebody has cancelled it meanwhile." in answer.text


def test_a_topic_whose_new_address_was_taken_meanwhile_is_not_renamed(desk: Client) -> None:
    topic, other = TopicFactory.create(slug="elite"), ArticleFactory.create()
    published(topic=topic, slug="budget")
    form = desk.get(at("topic_change", topic.pk)).context["adminform"].form
    given = {name: form[name].value() or "" for name in form.fields} | {"slug": "power", "position": 0}
    given |= {"key_texts-TOTAL_FORMS": 0, "key_texts-INITIAL_FORMS": 0}
    # The form holds its row first, and finds the address free; the verb holds it for good.
    with meanwhile(lambda: Address.objects.create(path="/power/budget/", article=other), holds=("FOR UPDATE",)):
        answer = desk.post(at("topic_change", topic.pk), given, follow=True)
    assert "Under “power” other articles have, or had, their addresses." in answer.text
    topic.refresh_from_db()
    assert topic.slug == "elite"
