"""Numbers in addresses and forms that nobody's page has made: whatever is sent, the desk answers in an orderly way."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from analysis import publishing
from analysis.models import Article, EditorialNote, Event
from tests.analysis.admin.filled_forms import filled_in
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db
# Arabic digits, which Python reads as a number; more than a column holds; more than Python reads.
ODD = pytest.mark.parametrize("number", ["٣", "9" * 18, "9" * 19, "9" * 5000, "-1"], ids=["arabic", *"abcd"])


@pytest.fixture
def article(db: None) -> Article:
    return ArticleFactory.create(title="The vote")


def at(name: str, *parts: int | str) -> str:
    return reverse(f"admin:analysis_{name}", args=parts)


@ODD
def test_no_odd_number_in_an_address_is_an_error(
    administrator: User, at_desk: Callable[[User], Client], article: Article, number: str
) -> None:
    client = at_desk(administrator)
    revision = publishing.record(article=article, by=None, event=Event.SAVE, at=timezone.now())
    for address, query in (
        (at("article_changelist"), {"issue": number}),
        (at("article_changelist"), {"author": number}),
        (at("article_changelist"), {"topics": number}),
        (at("article_changelist"), {"p": number}),
        (at("article_trash"), {"page": number}),
        (at("article_history", article.pk), {"page": number}),
        (at("article_compare", article.pk, revision.pk), {"with": number}),
        (at("article_compare_two", article.pk), {"a": number, "b": number}),
        (at("article_compare_two", article.pk), {"a": str(revision.pk), "b": number}),
        (at("article_beside", article.pk), {"of": number}),
        (at("article_parity"), {"topic": number, "issue": number}),
        (at("article_checklist"), {"page": number}),
        (at("auditentry_changelist"), {"by": number}),
        (at("image_choose"), {"id": number}),
    ):
        assert client.get(address, query).status_code < 500, address


@ODD
def test_no_odd_number_in_a_form_is_an_error(desk: Client, article: Article, number: str) -> None:
    aside = publishing.record(article=article, by=None, event=Event.SAVE, at=timezone.now())
    aside.event = Event.SET_ASIDE
    aside.save()
    form = filled_in(article, title="Another title")
    for address, given in (
        (at("article_check") + f"?article={number}", form),
        (at("article_similar") + f"?article={number}", form),
        (at("article_check"), form | {"primary_topic": number, "lead_image": number}),
        (at("article_change", article.pk), form | {"primary_topic": number, "issue": number, "lead_image": number}),
        (at("article_suggestions", article.pk), {"verb": "pin", "suggested": number}),
        (at("article_settle", article.pk), {"of": number}),
        (at("article_merge", article.pk, aside.pk), {"version": number, f"place-{number}": "mine"}),
        (at("article_merge", article.pk, aside.pk), {"version": "1", f"place-{number}": "mine"}),
        (at("article_restore", article.pk, aside.pk), {"version": number}),
        (at("article_publish", article.pk), {"version": number}),
        (at("article_calendar_plan"), {"article": number, "date": "2026-12-01"}),
        (at("article_bulk", "tag"), {"article": f"{number}:{number}:", "added": "coal"}),
        (at("article_bulk", "tag"), {"article": f"{article.pk}:{number}:", "added": "coal", "step": "carry_out"}),
        (at("article_bulk", "tag"), {"article": f"{article.pk}:1:", "outcome": f"{number}:", "step": "carry_out"}),
        (at("issue_next"), {"after": number}),
    ):
        assert desk.post(address, given).status_code < 500, address


@ODD
def test_a_form_with_an_odd_version_overwrites_nothing_and_is_kept(desk: Client, article: Article, number: str) -> None:
    change = at("article_change", article.pk)
    desk.post(change, filled_in(article, title="Of the first"))
    article.refresh_from_db()
    answer = desk.post(change, filled_in(article, title="Of the second", started_from=number))
    assert answer.status_code in (200, 302)
    article.refresh_from_db()
    assert article.title == "Of the first"


@ODD
def test_what_was_typed_with_an_odd_version_is_offered_all_the_same(
    desk: Client, article: Article, number: str
) -> None:
    typed = f'[["title", "Typed"], ["started_from", "{number}"]]'
    desk.post(at("article_autosave"), {"key": f"{article.pk}.a", "fields": typed})
    assert "You typed this on" in desk.get(at("article_change", article.pk)).text


@ODD
def test_a_note_with_an_odd_position_is_kept(desk: Client, article: Article, number: str) -> None:
    given = {"note": "Who says so?", "quote": "by a half", "paragraph": "It was cut by a half.", "position": number}
    desk.post(at("article_notes", article.pk), given)
    assert EditorialNote.objects.get().body == "Who says so?"
