"""
Rows 7, 8, 9 and 10: what is not public now is found nowhere, by no address, parameter, header or side door.

One word, which nobody would write, stands in everything that is not public. The tests look for it wherever a stranger
can look.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from analysis import publishing
from analysis.admin.translating.translations import start_translation
from analysis.models import Article, Image, Publication
from tests.addresses import paths, routes
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    EditionFactory,
    EditorFactory,
    ImageFactory,
    IssueFactory,
    TagFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

MARK = "Zqxwv"
STATES = ("draft", "embargoed", "scheduled", "withdrawn", "expired")
NEVER_PUBLIC = ("draft", "embargoed", "scheduled")
PARAMETERS = (
    "preview=true",
    "preview=1",
    "draft=1",
    "static=1&order=asc",
    "status=draft",
    "status=any",
    "live=0",
    "at=2099-01-01T00:00:00Z",
    "as_of=2099-01-01",
    "now=4102444800",
    "before=2099-01-01",
    "before=9999999999,999999",
    "page=2",
    "format=json",
    "output=json",
    "_format=json",
    "embed=1",
    "version=1",
    "revision=1",
    "id=1",
    "language=en",
    "include=working_copy",
)
HEADERS = (
    {"X-Preview": "true"},
    {"X-Ghost-Preview": "status=published"},
    {"X-Original-Url": "/admin/"},
    {"X-Rewrite-Url": "/admin/"},
    {"X-Http-Method-Override": "PUT"},
    {"X-Forwarded-User": "admin@example.org"},
    {"Remote-User": "admin@example.org"},
    {"Authorization": "Basic YWRtaW46YWRtaW4="},
    {"Accept": "application/json"},
    {"Date": "Thu, 01 Jan 2099 00:00:00 GMT"},
    {"Cookie": "preview=true; session=forged"},
)


@dataclass
class Scene:
    at: datetime
    articles: dict[str, Article]
    edited: Publication


def marked_article(state: str, **more: Any) -> Article:
    """Every text of it bears the mark, and it is the only one of its author, tag and picture."""
    words = {name: f"{MARK} {state} {name}" for name in Article.PLAIN_TEXT_FIELDS}
    article = ArticleFactory.create(
        **words,
        body=f"<p>{MARK} body of the {state} cabinet <a href='/sealed-link/'>link</a></p>",
        slug=f"sealed-{state}",
        author=AuthorFactory.create(slug=f"sealed-{state}-author", name_en=f"{MARK} {state} author"),
        **more,
    )
    article.tags.add(TagFactory.create(name=f"{MARK} {state} tag", slug=f"sealed-{state}-tag"))
    article.set_sources([{"title": f"{MARK} source", "publisher": MARK, "url": f"https://{MARK}.example/"}])
    return article


@pytest.fixture
def scene() -> Scene:
    now = timezone.now()
    before, later = now - timedelta(days=3), now + timedelta(days=1)
    topic, issue = TopicFactory.create(slug="elite"), IssueFactory.create()
    EditionFactory.create(issue=issue, introduction="The open week.")
    sealed_issue = IssueFactory.create(coverage_start=date(2026, 3, 2), coverage_end=date(2026, 3, 8))
    EditionFactory.create(issue=sealed_issue, title=f"{MARK} issue", introduction=f"{MARK} issue")
    image = ImageFactory.create(caption_en=f"{MARK} caption", alt_text_en=f"{MARK} alt", credit=f"{MARK} credit")
    articles = {
        state: marked_article(
            state, topic=topic, lead_image=image, issue=sealed_issue if state in NEVER_PUBLIC else issue
        )
        for state in STATES
    }
    publishing.embargo(article=articles["embargoed"], until=later, at=before)
    publishing.schedule(article=articles["scheduled"], by=None, go_live_at=later, at=before)
    publishing.publish(article=articles["withdrawn"], by=None, at=before)
    publishing.withdraw(article=articles["withdrawn"], at=before + timedelta(days=1))
    expired = publishing.publish(article=articles["expired"], by=None, at=before)
    publishing.expire(publication=expired, expire_at=before + timedelta(days=1), at=before + timedelta(hours=1))
    return Scene(now, articles, edited(topic, issue, before, later))


def edited(topic: Any, issue: Any, before: datetime, later: datetime) -> Publication:
    """A public text with changes that are not public yet: one in the working copy, one scheduled."""
    article = ArticleFactory.create(
        title="The open cabinet", slug="open", topic=topic, issue=issue, author=AuthorFactory.create()
    )
    publication = publishing.publish(article=article, by=None, at=before)
    Article.objects.filter(pk=article.pk).update(title=f"{MARK} update", body=f"<p>{MARK} update of the cabinet</p>")
    article.refresh_from_db()
    article.tags.add(TagFactory.create(name=f"{MARK} update tag", slug="sealed-update-tag"))
    publishing.schedule(article=article, by=None, go_live_at=later, at=before)
    Article.objects.filter(pk=article.pk).update(title=f"{MARK} working copy", standfirst=f"{MARK} working copy")
    return publication


def reader_paths(scene: Scene) -> Iterator[str]:
    slugs = [article.slug for article in scene.articles.values()]
    authors, tags = [f"{slug}-author" for slug in slugs], [f"{slug}-tag" for slug in slugs]
    # What is left out here gets all of them: a page that is new here is looked at from every side.
    slugs_of = {
        "<slug:topic>/<slug:slug>/": ["open", *slugs],
        "authors/<slug:slug>/": authors,
        "tags/<slug:slug>/": [*tags, "sealed-update-tag"],
        "<slug:slug>/": ["elite", *slugs],
        "issues/<week:slug>/": ["2026-w46", "2026-w10"],
    }
    values: dict[str, list[object]] = {
        "topic": ["elite"],
        "year": [scene.at.year, 2099],
        "month": [f"{scene.at.month:02}", "03"],
        "path": ["sealed-draft/", "elite/sealed-draft.html", "feed.atom", "api/articles/", "wp-json/wp/v2/posts", "1/"],
        "name": ["originals/", "__processed__/"],
        "pk": [1],
        "mac": ["0" * 64],
        "language": ["en", "ru"],
        "number": [1, 2],
        "format": ["atom", "rss", "json", "csv", "bib", "ris"],
        "digest": ["0" * 16],
        "key": ["0f8fad5b-d9cb-469f-a165-70867728950e"],
    }
    for route in routes():
        if not route.startswith(("admin/", "accounts/")):
            beginning = next((start for start in slugs_of if route.startswith(start)), "")
            found = slugs_of.get(beginning, [*slugs, *authors, *tags])
            for path in paths(route, values | {"slug": found}):
                yield from (path, f"/ru{path}")


def other_paths(scene: Scene) -> Iterator[str]:
    for image in Image.objects.all():
        yield f"/images/{image.pk}/"
        yield f"/media/{image.file.name}"
        yield f"/media/__processed__/../{image.file.name}"
        yield f"/static/../media/{image.file.name}"
    for pk in Article.objects.values_list("pk", flat=True):
        yield f"/admin/analysis/article/{pk}/change/"
        yield f"/admin/analysis/article/{pk}/history/"
        yield f"/api/articles/{pk}/"
        yield f"/?p={pk}&preview=true"
    yield from ("/sitemap.xml", "/news-sitemap.xml", "/feed.atom", "/feed.rss", "/feed.json", "/robots.txt")
    yield from (
        "/healthz",
        "/readyz",
        "/metrics",
        "/admin/",
        "/admin/analysis/article/",
        "/admin/autocomplete/",
        "/accounts/login/",
    )
    yield from ("/admin/analysis/image/choose/?language=en", "/admin/jsi18n/")


def looked_at(client: Client, path: str, **extra: Any) -> str:
    answer = client.get(path, **extra)
    assert answer.status_code < 500, path
    content = b"".join(answer) if answer.streaming else answer.content
    return content.decode(errors="replace") + str(answer.headers)


def test_the_mark_is_found_where_it_is_public(client: Client, scene: Scene) -> None:
    """Otherwise the hunt below would prove nothing."""
    later = publishing.publish(article=scene.articles["draft"], by=None, at=scene.at)
    assert MARK in looked_at(client, later.get_absolute_url())
    for path in ("/", "/elite/", "/authors/", "/search/?q=cabinet"):
        assert MARK in looked_at(client, path), path


def test_no_public_address_shows_what_is_not_public(client: Client, scene: Scene) -> None:
    """Rows 8 and 9: every URL pattern, and some that systems like this one have had."""
    tried = {*reader_paths(scene), *other_paths(scene)}
    assert len(tried) > 100
    assert [path for path in sorted(tried) if MARK in looked_at(client, path)] == []


def test_no_parameter_shows_what_is_not_public(client: Client, scene: Scene) -> None:
    """Row 7."""
    places = ("/", "/elite/", "/elite/sealed-draft/", "/search/")
    tried = [f"{place}?{parameter}" for place in places for parameter in PARAMETERS]
    assert [path for path in tried if MARK in looked_at(client, path)] == []


def test_no_header_shows_what_is_not_public(client: Client, scene: Scene) -> None:
    """Rows 5 and 9: nor does one send a reader's page to the desk."""
    for path in ("/", "/elite/", "/elite/sealed-draft/", "/elite/open/"):
        plain = client.get(path)
        for headers in HEADERS:
            answer = Client().get(path, headers=headers)
            assert MARK not in answer.text
            assert (answer.status_code, answer.text) == (plain.status_code, plain.text), headers
            assert "Set-Cookie" not in answer.headers


def test_no_method_shows_what_is_not_public(scene: Scene) -> None:
    """Row 9."""
    client = Client(enforce_csrf_checks=True)
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"):
        for path in ("/", "/elite/sealed-draft/", "/elite/open/", "/search/"):
            answer = client.generic(method, path)
            assert answer.status_code in (403, 404, 405)
            assert MARK not in answer.text


def test_no_link_of_any_page_leads_to_what_is_not_public(client: Client, scene: Scene) -> None:
    """A crawl from the front page."""
    waiting, seen = ["/"], set()
    while waiting:
        path = waiting.pop()
        if path in seen or not path.startswith("/") or path.startswith(("/static/", "//")):
            continue
        seen.add(path)
        page = looked_at(client, path)
        assert MARK not in page, path
        assert "sealed" not in page, path
        waiting += re.findall(r'href="([^"#]+)', page) if not path.startswith("/media/") else []
    assert "/elite/open/" in seen


def test_searching_does_not_tell_whether_a_word_stands_in_a_draft(client: Client, scene: Scene) -> None:
    """Row 7: the answers for a word of the drafts and for one of nobody differ in the word alone."""
    known, unknown = (client.get("/search/", {"q": word}).text.replace(word, "…") for word in (MARK, "Vwxqz"))
    assert known == unknown


def test_a_text_that_was_never_public_answers_as_one_that_never_was(client: Client, scene: Scene) -> None:
    """Row 9: its existence is nobody's business either."""
    for state in NEVER_PUBLIC:
        answers = [client.get(f"/elite/{slug}/") for slug in (f"sealed-{state}", f"absent-{state}")]
        known, unknown = (answer.text.replace("sealed", "…").replace("absent", "…") for answer in answers)
        assert [answer.status_code for answer in answers] == [404, 404]
        assert known == unknown


def test_a_text_that_is_over_says_so_and_no_more(client: Client, scene: Scene) -> None:
    for state in ("withdrawn", "expired"):
        answer = client.get(f"/elite/sealed-{state}/")
        assert answer.status_code == 410
        assert MARK not in answer.text


def test_what_is_scheduled_is_there_at_its_second_and_not_before(client: Client, scene: Scene) -> None:
    """Row 27, from outside: no worker has run."""
    Publication.objects.filter(article=scene.articles["scheduled"]).update(
        live_from=timezone.now() + timedelta(hours=1)
    )
    assert client.get("/elite/sealed-scheduled/").status_code == 404
    Publication.objects.filter(article=scene.articles["scheduled"]).update(live_from=timezone.now())
    assert client.get("/elite/sealed-scheduled/").status_code == 200


def test_the_picture_of_a_draft_is_for_staff(client: Client, scene: Scene) -> None:
    """Row 9: sister views ask the same permission."""
    image = scene.articles["draft"].lead_image
    assert image
    paths = (
        f"/images/{image.pk}/",
        f"/admin/analysis/image/{image.pk}/change/",
        "/admin/analysis/image/choose/?language=en",
    )
    for path in paths:
        assert client.get(path).status_code in (302, 404)
    client.force_login(UserFactory.create())
    for path in paths:
        assert client.get(path).status_code in (200, 302)


def test_the_original_of_a_picture_is_for_nobody(client: Client, scene: Scene) -> None:
    """Row 30: it keeps the place where it was taken."""
    image = Image.objects.first()
    assert image
    client.force_login(EditorFactory.create())
    for path in (f"/media/{image.file.name}", f"/media/%2e/{image.file.name}", f"/media//{image.file.name}"):
        assert client.get(path).status_code == 404


def test_a_copy_in_another_language_keeps_the_embargo(scene: Scene) -> None:
    """Row 10."""
    original = scene.articles["embargoed"]
    original.refresh_from_db()
    copy, is_new = start_translation(original=original, language="ru", by=EditorFactory.create(), at=scene.at)
    assert is_new
    copy.slug = "copy"
    copy.save()
    with pytest.raises(publishing.PublishingError):
        publishing.publish(article=copy, by=None, at=scene.at)
