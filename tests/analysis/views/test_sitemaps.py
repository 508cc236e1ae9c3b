"""The sitemaps are read by a parser, and every address in them is asked for."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from lxml import etree, html
from pytest_django import DjangoAssertNumQueries

from analysis import publishing
from analysis.models import Publication
from tests.factories import (
    NOON,
    ArticleFactory,
    AuthorFactory,
    IssueFactory,
    TopicFactory,
    copies,
    published,
    scheduled,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("masthead")]

SITE = settings.SITE_URL
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}


def xml(client: Client, path: str) -> etree._Element:
    response = client.get(path)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/xml; charset=utf-8"), path
    return etree.fromstring(response.content)


def texts(element: etree._Element, path: str) -> list[str]:
    return [found.text for found in element.xpath(path, namespaces=NAMES)]


def parts(client: Client) -> list[str]:
    return [address.removeprefix(SITE) for address in texts(xml(client, "/sitemap.xml"), "//s:sitemap/s:loc")]


def listed(client: Client, language: str = "") -> list[str]:
    """Every address of every part."""
    return [
        address
        for part in parts(client)
        if part.startswith(f"/sitemap-{language}")
        for address in texts(xml(client, part), "//s:url/s:loc")
    ]


def test_the_index_leads_to_the_parts_of_each_language(client: Client) -> None:
    published()
    published(language="ru")
    assert [part.rpartition("-")[0] for part in parts(client)] == [
        f"/sitemap-{code}" for code in ("be", "en", "en", "ru", "ru")
    ]
    for part in parts(client):
        assert xml(client, part).tag == f"{{{NAMES['s']}}}urlset"


def test_every_kind_of_page_is_in_it_and_answers(client: Client) -> None:
    topic, author = TopicFactory.create(slug="economy"), AuthorFactory.create(slug="mira")
    publication = published(topic=topic, author=author, issue=IssueFactory.create(coverage_start=date(2026, 11, 9)))
    found = listed(client, "en")
    assert len(found) == len(set(found))
    paths = [publication.get_absolute_url(), "/", "/economy/", "/authors/mira/", "/issues/2026-w46/", "/archive/"]
    assert set(paths) <= {address.removeprefix(SITE) for address in found}
    for address in listed(client):
        page = client.get(address.removeprefix(SITE))
        assert page.status_code == 200, address
        head = html.fromstring(page.content)
        assert head.xpath("//link[@rel='canonical']/@href") == [address]
        assert not head.xpath("//meta[@name='robots']"), address


def test_it_says_the_same_of_other_languages_as_the_page(client: Client) -> None:
    author, topic = AuthorFactory.create(), TopicFactory.create(is_trend=False)
    english = published(author=author, topic=topic)
    published(author=author, topic=topic, language="ru", translation_key=english.translation_key, slug="po-russki")
    published(author=AuthorFactory.create(), language="be")
    for part in parts(client):
        for url in xml(client, part).iter(f"{{{NAMES['s']}}}url"):
            (address,) = texts(url, "s:loc")
            page = html.fromstring(client.get(address.removeprefix(SITE)).content)
            said = [(link.get("hreflang"), link.get("href")) for link in page.xpath("//head/link[@hreflang]")]
            links = url.xpath("x:link[@rel='alternate']", namespaces=NAMES)
            assert [(link.get("hreflang"), link.get("href")) for link in links] == said, address


def test_it_says_when_a_page_changed_last(client: Client) -> None:
    publication = published()
    publishing.publish(article=publication.article, by=None, at=NOON + timedelta(hours=1))
    part = parts(client)[2]
    assert texts(xml(client, part), "//s:lastmod") == ["2026-11-16T13:00:00+00:00"]
    index = xml(client, "/sitemap.xml")
    assert set(texts(index, "//s:sitemap[contains(s:loc, '-en-')]/s:lastmod")) == {"2026-11-16T13:00:00+00:00"}
    topic = SITE + publication.primary_topic.get_absolute_url()
    pages = xml(client, "/sitemap-en-0.xml")
    assert pages.xpath(f"//s:url[s:loc='{topic}']/s:lastmod/text()", namespaces=NAMES) == ["2026-11-16T13:00:00+00:00"]


def test_of_a_text_of_unknown_date_it_says_no_date(client: Client) -> None:
    publication = published()
    Publication.objects.filter(pk=publication.pk).update(first_published_at=datetime(1900, 1, 1, tzinfo=UTC))
    assert SITE + publication.get_absolute_url() in listed(client)
    assert not any(b"1900" in client.get(part).content for part in ("/sitemap.xml", *parts(client)))


def test_nothing_that_is_not_public_is_in_it(client: Client, today: datetime) -> None:
    hidden = {
        "topic": TopicFactory.create(slug="hidden", is_trend=False),
        "author": AuthorFactory.create(slug="hidden"),
    }
    issue = IssueFactory.create()
    ArticleFactory.create(**hidden, slug="hidden", issue=issue)
    scheduled(**hidden, go_live_at=today + timedelta(seconds=1), issue=issue)
    withdrawn = published(**hidden, issue=issue)
    publishing.withdraw(article=withdrawn.article, at=NOON + timedelta(hours=1))
    publishing.expire(publication=published(**hidden, issue=issue), expire_at=today, at=NOON)
    found = listed(client)
    assert not [address for address in found if "hidden" in address or "2026-w46" in address]
    assert parts(client) == ["/sitemap-be-0.xml", "/sitemap-en-0.xml", "/sitemap-ru-0.xml"]


def test_a_scheduled_text_is_there_with_its_second(client: Client, today: datetime) -> None:
    assert SITE + scheduled(go_live_at=today).get_absolute_url() in listed(client)


def test_texts_far_apart_are_in_different_parts(client: Client) -> None:
    keys = (10_000, 10_001, 20_000, 70_001)
    made = [SITE + published(id=key, title=f"Text {key}").get_absolute_url() for key in keys]
    assert parts(client)[1:6] == [f"/sitemap-en-{number}.xml" for number in (0, 1, 2, 8)] + ["/sitemap-ru-0.xml"]
    in_parts = [texts(xml(client, f"/sitemap-en-{number}.xml"), "//s:url/s:loc") for number in (1, 2, 8)]
    assert in_parts == [made[:1], made[1:3], made[3:]]


@pytest.mark.parametrize("number", ["7777", "00", "9" * 18, "9" * 30])
def test_there_are_no_other_parts(client: Client, number: str) -> None:
    assert client.get("/sitemap-de-1.xml").status_code == 404
    assert client.get(f"/sitemap-en-{number}.xml").status_code == 404


def test_it_costs_the_same_however_much_there_is(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = published(author=AuthorFactory.create(), issue=IssueFactory.create())
    for _round in range(2):
        copies(first, [NOON] * 10)
        number = parts(client)[2]
        for path, queries in (("/sitemap.xml", 1), ("/sitemap-en-0.xml", 4), (number, 1), ("/news-sitemap.xml", 2)):
            with django_assert_num_queries(queries):
                client.get(path)


# --- News --------------------------------------------------------------------------------------------------


def test_news_are_what_appeared_within_two_days(client: Client, today: datetime) -> None:
    published(title="Too old", at=today - timedelta(days=2))
    news = published(title="News & <more>\x08", at=today - timedelta(days=2) + timedelta(seconds=1))
    published(title="Новость", language="ru", at=NOON)
    feed = xml(client, "/news-sitemap.xml")
    assert texts(feed, "//n:title") == ["Новость", "News & <more>"]
    assert texts(feed, "//n:publication/n:name") == ["Еженедельник", "The Weekly"]
    assert texts(feed, "//n:publication/n:language") == ["ru", "en"]
    assert texts(feed, "//n:publication_date")[1] == "2026-11-15T12:00:01+00:00"
    assert texts(feed, "//s:loc")[1] == SITE + news.get_absolute_url()


def test_an_update_is_no_news(client: Client, today: datetime) -> None:
    publication = published(at=today - timedelta(days=9))
    publishing.publish(article=publication.article, by=None, at=NOON)
    assert texts(xml(client, "/news-sitemap.xml"), "//n:title") == []


def test_there_are_a_thousand_news_at_most(client: Client) -> None:
    copies(published(), [NOON] * 1001)
    assert len(texts(xml(client, "/news-sitemap.xml"), "//s:loc")) == 1000
