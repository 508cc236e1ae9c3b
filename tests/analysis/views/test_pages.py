"""What is the same on every page that readers get."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from lxml import html

from analysis import publishing
from analysis.models import Article, Image, Publication
from tests.factories import (
    NOON,
    ArticleFactory,
    AuthorFactory,
    EditionFactory,
    EditorFactory,
    IssueFactory,
    TopicFactory,
    published,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("masthead")]

PATHS = [
    "/",
    "/economy/",
    "/economy/the-bank-cuts/",
    "/topics/",
    "/authors/",
    "/authors/mira/",
    "/tags/inflation/",
    "/issues/",
    "/issues/2026-w46/",
    "/archive/",
    "/archive/2026/",
    "/archive/2026/11/",
    "/search/",
    "/search/?q=bank",
    "/ru/",
    "/nothing/here/",
]


def written(**fields: Any) -> Article:
    article = ArticleFactory.create(
        **{
            "title": "The Bank cuts",
            "slug": "the-bank-cuts",
            "period_start": date(2026, 11, 9),
            "period_end": date(2026, 11, 15),
            "assessment": "improved",
            "assessment_reason": "Inflation fell.",
            **fields,
        }
    )
    article.tags.set(["inflation"])
    return article


@pytest.fixture
def text(image: Image) -> Publication:
    economy = TopicFactory.create(slug="economy", name_en="Economy")
    article = written(
        topic=economy, author=AuthorFactory.create(slug="mira"), issue=IssueFactory.create(), lead_image=image
    )
    return publishing.publish(article=article, by=None, at=NOON)


@pytest.mark.usefixtures("text")
def test_no_page_knows_who_reads_it(client: Client) -> None:
    known = Client()
    known.force_login(EditorFactory.create())
    for path in PATHS:
        response = client.get(path)
        assert not response.cookies, path
        assert response.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding", path
        assert response.content == known.get(path).content, path


@pytest.mark.usefixtures("text")
def test_every_page_is_whole_light_and_alone(client: Client) -> None:
    for path in PATHS:
        response = client.get(path)
        page = response.content.decode()
        assert response.headers["Content-Type"] == "text/html; charset=utf-8", path
        assert len(page) < 30_000, path
        assert re.search(r'<html lang="(en|ru)">', page), path
        assert page.count("<h1") == page.count("<main") == 1, path
        assert re.search(r"<title>\s*\S", page), path
        # Data for programs, not a script that runs; the search alone has one, which it can do without.
        scripts = page.replace('<script type="application/ld+json">', "", 1).count("<script")
        assert scripts == ("/search/" in path), path
        assert " style=" not in page, path
        loaded = re.findall(r'(?:src|srcset|<link rel="(?:stylesheet|icon)" href)="([^"]+)"', page)
        assert all(address.startswith(("/static/", "/media/")) for address in loaded), path
        # What a template forgot to fill in, or filled with nothing.
        assert not re.search(r"\{[{%#]|>\s*None\s*<", page), path


@pytest.mark.usefixtures("text")
def test_every_page_says_where_it_is_whatever_the_visitor_asked(client: Client) -> None:
    for path in PATHS[:-1]:
        page = client.get(path, headers={"Host": "localhost"}).content.decode()
        address = settings.SITE_URL + path.partition("?")[0]
        assert f'<link rel="canonical" href="{address}">' in page
        assert f'<meta property="og:url" content="{address}">' in page


def test_words_in_place_of_a_picture_say_in_which_language_they_are(client: Client, image: Image) -> None:
    mira = AuthorFactory.create(slug="mira", picture=image)
    text = published(
        language="ru",
        author=mira,
        issue=IssueFactory.create(),
        lead_image=image,
        body=f'<p><img src="/images/{image.pk}/" alt=""></p>',
    )
    paths = ["/ru/", text.get_absolute_url(), "/ru/authors/mira/", "/ru/issues/2026-w46/print/"]
    for alt_text_ru, language in (("", "en"), ("Синяя тарелка", "ru")):
        Image.objects.update(alt_text_ru=alt_text_ru)
        for path in paths:
            told = html.fromstring(client.get(path).content).xpath("//main//img[@alt!='']")
            assert told, path
            assert {img.xpath("ancestor-or-self::*[@lang][1]/@lang")[0] for img in told} == {language}, path


@pytest.mark.usefixtures("text")
def test_caches_may_keep_a_page_but_must_ask(client: Client) -> None:
    for path in PATHS[:-1]:
        response = client.get(path)
        assert response.headers["Cache-Control"] == "public, no-cache", path
        again = client.get(path, headers={"If-None-Match": response.headers["ETag"]})
        assert again.status_code == 304, path


@pytest.mark.usefixtures("text")
def test_pages_can_only_be_read(client: Client) -> None:
    for path in PATHS:
        head = client.head(path)
        assert head.status_code == (404 if path == PATHS[-1] else 200), path
        assert not head.content, path
        assert client.post(path, {"title": "x"}).status_code in (404, 405), path


def test_a_changed_page_is_told_from_the_old_one(client: Client, text: Publication) -> None:
    old = client.get("/").headers["ETag"]
    publishing.withdraw(article=text.article, at=NOON + timedelta(hours=1))
    assert client.get("/", headers={"If-None-Match": old}).status_code == 200


SECRET = "Zanzibar"
STATES = ("draft", "scheduled", "withdrawn", "expired")


@pytest.mark.parametrize("state", STATES)
def test_nothing_of_what_is_not_public_can_be_read_anywhere(client: Client, today: datetime, state: str) -> None:
    secret = written(
        title=SECRET,
        slug="zanzibar",
        standfirst=SECRET,
        body=f"<p>{SECRET}</p>",
        assessment_reason=SECRET,
        topic=TopicFactory.create(slug="zanzibar", name_en=SECRET, is_trend=False),
        author=AuthorFactory.create(slug="zanzibar", name_en=SECRET),
        issue=IssueFactory.create(coverage_start=date(2026, 11, 2), coverage_end=date(2026, 11, 8)),
    )
    secret.tags.set([SECRET])
    EditionFactory.create(issue=secret.issue, title=SECRET, introduction=SECRET)
    put_into(state, secret, today)
    published(title="Public")
    paths = [*PATHS, "/zanzibar/", "/zanzibar/zanzibar/", "/tags/zanzibar/", "/authors/zanzibar/", "/issues/2026-w45/"]
    for path in [f"{language}{path}" for language in ("", "/ru", "/be") for path in (*paths, "/search/?q=zanzibar")]:
        page = client.get(path).content.decode()
        # The search repeats what was asked.
        assert SECRET not in page.replace(f"“{SECRET.lower()}”", ""), path


def test_changes_of_a_public_text_stay_unseen_until_they_are_published(client: Client, text: Publication) -> None:
    article = text.article
    for field in (*Article.PLAIN_TEXT_FIELDS, "body"):
        setattr(article, field, SECRET)
    article.save()
    article.tags.set([SECRET])
    article.set_sources([{"title": SECRET}])
    article.set_bylines([(AuthorFactory.create(slug="zanzibar", name_en=SECRET), "author")])
    for path in (*PATHS, "/authors/zanzibar/", "/tags/zanzibar/"):
        assert SECRET not in client.get(path).content.decode(), path


def put_into(state: str, article: Article, now: datetime) -> None:
    hour = timedelta(hours=1)
    if state == "scheduled":
        publishing.schedule(article=article, by=None, go_live_at=now + hour, at=NOON)
    elif state in ("withdrawn", "expired"):
        publication = publishing.publish(article=article, by=None, at=NOON)
        if state == "withdrawn":
            publishing.withdraw(article=article, at=NOON + hour)
        else:
            publishing.expire(publication=publication, expire_at=now, at=NOON)
