"""Rows 1, 2 and 3: whatever somebody writes stays text, for readers and on the screens of colleagues."""

import json
from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html as parser

from accounts.models import User
from analysis import noting, publishing
from analysis.admin.writing.draft_links import share
from analysis.models import (
    Article,
    AuditEntry,
    Author,
    AuthorLink,
    HouseName,
    Image,
    Publication,
    Revision,
    Tag,
    Topic,
)
from tests.factories import AdministratorFactory, ArticleFactory, EditorFactory, UserFactory
from tests.functional.trust.attacks import (
    BAD_ADDRESSES,
    EVIL_BODY,
    WORDS,
    faults,
    form_data,
    hostile_article,
    hostile_publication,
    is_bad,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now() - timedelta(minutes=5)
READER_PAGES = (
    "/",
    "/a-hostile-trend/",
    "/a-hostile-trend/a-hostile-text/",
    "/authors/",
    "/topics/",
    "/tags/a-hostile-tag/",
    "/issues/",
    "/issues/2026-w46/",
    "/archive/",
    "/search/?q=harmless",
    "/no-such-trend/",
    "/ru/a-hostile-trend/a-hostile-text/",
)


@pytest.fixture
def edith(client: Client) -> User:
    edith = EditorFactory.create(name=WORDS[:150])
    client.force_login(edith)
    return edith


def desk(name: str, *args: object) -> str:
    return reverse(f"admin:analysis_{name}", args=args)


def faulty(client: Client, paths: Iterable[str]) -> dict[str, list[str]]:
    found = {path: list(faults(client.get(path, follow=True).text)) for path in paths}
    return {path: fault for path, fault in found.items() if fault}


def test_no_text_becomes_markup_in_readers_pages(client: Client) -> None:
    """Row 3."""
    hostile_publication(NOW)
    assert faulty(client, [*READER_PAGES, Author.objects.get().get_absolute_url()]) == {}


def test_what_a_reader_searches_stays_text(client: Client) -> None:
    """Row 3."""
    hostile_publication(NOW)
    for query in (WORDS, "</script><script>alert(1)</script>", "'; SELECT pg_sleep(5)--", "harmless"):
        answer = client.get("/search/", {"q": query, "topic": query, "author": query, "from": query, "before": query})
        assert answer.status_code == 200
        assert list(faults(answer.text)) == []


def test_no_text_becomes_markup_on_the_desk(client: Client, edith: User) -> None:
    """Row 2: titles, names and captions on every screen of colleagues, histories and confirmations among them."""
    publication = hostile_publication(NOW)
    article, revision = publication.article, publication.revision
    article.title += "!"
    article.save()
    coming = publishing.schedule(article=article, by=None, go_live_at=NOW + timedelta(days=1), at=NOW)
    draft = ArticleFactory.create(title=WORDS, planned_date=NOW.date(), standfirst=WORDS)
    noting.add(article=article, by=edith, body=WORDS, quote=WORDS[:100], at=NOW)
    share(article=draft, recipient=WORDS[:150], days=7, by=edith, at=NOW)
    aside = set_aside(draft, edith)
    publishing.throw_away(article=ArticleFactory.create(title=WORDS), by=edith, at=NOW, reason=WORDS)
    HouseName.objects.create(preferred=WORDS[:100], variants="Weil")
    EditorFactory.create(name=WORDS[:150])
    image, author, tag, topic = Image.objects.get(), Author.objects.get(), Tag.objects.get(), Topic.objects.first()
    assert topic
    pages = [
        "/admin/",
        desk("article_changelist"),
        desk("article_changelist") + "?q=script",
        desk("article_add"),
        desk("article_change", article.pk),
        desk("article_history", article.pk),
        desk("article_compare", article.pk, revision.pk),
        desk("article_change", draft.pk),
        desk("article_draft_links", draft.pk),
        desk("article_merge", draft.pk, aside.pk),
        *(desk(f"article_{name}") for name in ("calendar", "due", "checklist", "trash", "memory")),
        desk("article_calendar") + "?month=2026-11",
        reverse("preview-article", args=[article.pk]),
        reverse("preview-revision", args=[article.pk, revision.pk]),
        f"/admin/as-of/{NOW:%Y%m%dT%H%M%SZ}/",
        f"/admin/as-of/{NOW:%Y%m%dT%H%M%SZ}{publication.get_absolute_url()}",
        *(desk(f"article_{decision}", article.pk) for decision in ("publish", "schedule", "withdraw", "embargo")),
        *(desk(f"article_{decision}", article.pk) for decision in ("return", "submit", "approve")),
        desk("housename_changelist"),
        *(desk(f"article_{verb}", article.pk, coming.pk) for verb in ("reschedule", "cancel", "expire")),
        *(desk(f"{noun}_changelist") for noun in ("author", "topic", "tag", "image", "issue")),
        desk("author_change", author.pk),
        desk("author_history", author.pk),
        desk("author_delete", author.pk),
        desk("topic_change", topic.pk),
        desk("tag_change", tag.pk),
        desk("tag_delete", tag.pk),
        desk("image_change", image.pk),
        desk("image_usage", image.pk),
        desk("image_delete", image.pk),
        "/accounts/2fa/",
        "/accounts/logout/",
    ]
    assert faulty(client, pages) == {}
    client.force_login(AdministratorFactory.create())
    entries = AuditEntry.objects.values_list("pk", flat=True)
    log = [desk("auditentry_changelist"), *(desk("auditentry_change", pk) for pk in entries)]
    assert faulty(client, log) == {}


def set_aside(article: Article, by: User) -> Revision:
    """The text of somebody who saved second."""
    content, version = article.content(), article.version
    first = content | {"title": f"{WORDS} first", "body": "<p>First.</p>"}
    publishing.save(article=article, content=first, by=None, started_from=version, at=NOW)
    second = content | {"title": f"{WORDS} second", "body": "<p>Second.</p>"}
    with pytest.raises(publishing.EditConflict) as conflict:
        publishing.save(article=article, content=second, by=by, started_from=version, at=NOW)
    return conflict.value.set_aside


def test_an_analyst_who_may_only_read_sees_text(client: Client) -> None:
    """Row 2."""
    article = hostile_article(NOW)
    client.force_login(UserFactory.create())
    page = client.get(desk("article_change", article.pk))
    assert "Harmless words" in page.text
    assert list(faults(page.text)) == []


@pytest.mark.parametrize("decision", ["publish", "withdraw"])
def test_the_message_after_a_decision_is_text(client: Client, edith: User, decision: str) -> None:
    """Row 2."""
    article = hostile_publication(NOW).article
    path = desk(f"article_{decision}", article.pk)
    answer = client.post(path, form_data(client, path), follow=True)
    assert answer.redirect_chain
    assert "alert(1)" in answer.text
    assert list(faults(answer.text)) == []


@pytest.mark.parametrize(
    "field", ["title", "slug", "tags", "period_start", "language", "primary_topic", "sources-0-url"]
)
def test_what_is_wrong_with_a_form_is_said_as_text(client: Client, edith: User, field: str) -> None:
    """Row 2: an error message that quotes what was typed."""
    article = ArticleFactory.create()
    path = desk("article_change", article.pk)
    data = form_data(client, path) | {"sources-TOTAL_FORMS": "1", "sources-0-title": WORDS, field: WORDS}
    answer = client.post(path, data, follow=True)
    assert answer.status_code == 200
    assert list(faults(answer.text)) == []


def test_what_the_finders_answer_is_json(client: Client, edith: User) -> None:
    """Row 2: names for a list that a script builds."""
    hostile_publication(NOW)
    for path in (
        "/admin/autocomplete/?app_label=analysis&model_name=byline&field_name=author&term=",
        desk("image_choose"),
    ):
        answer = client.get(path)
        assert answer["Content-Type"].startswith("application/json")
        assert WORDS in json.dumps(json.loads(answer.content), ensure_ascii=False).replace('\\"', '"')


def test_a_hand_made_post_stores_no_harmful_link(client: Client, edith: User) -> None:
    """Row 1: the check runs on the server, whatever the editor in the browser would have done."""
    article = ArticleFactory.create()
    path = desk("article_change", article.pk)
    body = "".join(f"<p><a href=\"{bad}\">1</a> <a HREF='{bad}'>2</a> <a href={bad}>3</a></p>" for bad in BAD_ADDRESSES)
    answer = client.post(path, form_data(client, path, body=body), follow=True)
    assert answer.redirect_chain
    article.refresh_from_db()
    assert article.body.count("2") == len(BAD_ADDRESSES)
    assert not [link for link in parser.fromstring(article.body).iter("a") if is_bad(link.get("href", ""))]


def test_a_hand_made_post_stores_no_harmful_source(client: Client, edith: User) -> None:
    """Row 1."""
    article = ArticleFactory.create()
    path = desk("article_change", article.pk)
    for address in BAD_ADDRESSES[::4]:
        row = {
            "sources-TOTAL_FORMS": "1",
            "sources-0-title": "A source",
            "sources-0-url": address,
            "sources-0-ORDER": "1",
        }
        client.post(path, form_data(client, path) | row)
        assert not [source.url for source in article.sources.all() if is_bad(source.url)]


def test_a_hand_made_post_stores_no_harmful_link_of_an_author(client: Client, edith: User) -> None:
    """Row 1."""
    for address in BAD_ADDRESSES:
        with pytest.raises(Exception, match="URL"):
            AuthorLink(author=Author(), label="Page", url=address).clean_fields(exclude=["author"])


def test_saving_by_any_door_cleans_the_body() -> None:
    """Row 1: a shell, an import, a task."""
    article = ArticleFactory.create(body=EVIL_BODY)
    assert "Harmless words" in article.body
    assert list(faults(f"<html><body>{article.body}</body></html>")) == []


def test_old_data_is_cleaned_again_when_it_is_shown(client: Client, edith: User) -> None:
    """Row 1: stored before the rules were what they are."""
    publication = hostile_publication(NOW)
    Publication.objects.update(body=EVIL_BODY)
    Article.objects.update(body=EVIL_BODY)
    assert list(faults(Client().get(publication.get_absolute_url()).text)) == []
    for page in (desk("article_change", publication.article_id), desk("article_history", publication.article_id)):
        assert list(faults(client.get(page).text)) == []


def test_structured_data_cannot_be_left(client: Client) -> None:
    """Row 3: `</script>` in a title ends no script."""
    publication = hostile_publication(NOW)
    page = parser.document_fromstring(client.get(publication.get_absolute_url()).text)
    for script in page.iter("script"):
        assert script.get("type") == "application/ld+json"
        assert json.loads(script.text or "")
