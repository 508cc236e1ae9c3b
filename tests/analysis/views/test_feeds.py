"""Feeds are read back by the parsers that readers' programs use: of XML and of JSON."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from lxml import etree, html
from pytest_django import DjangoAssertNumQueries

from analysis import publishing
from analysis.models import Article, CorrectionKind, Image, Publication
from analysis.publishing import Notice
from tests.factories import NOON, ArticleFactory, AuthorFactory, TopicFactory, published, scheduled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("masthead")]

SITE = settings.SITE_URL
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
FORMATS = ("atom", "rss", "json")
MEDIA_TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
HOSTILE = "</title>]]><script>alert(1)</script> & \x08\x1f\x85\ufffe \U0001f600 «Ўсё»"
LEFT = "</title>]]><script>alert(1)</script> & \x85 \U0001f600 «Ўсё»"


def xml(client: Client, path: str) -> etree._Element:
    response = client.get(path)
    assert response.status_code == 200, path
    return etree.fromstring(response.content)


def items(client: Client, path: str = "/feed.json") -> list[dict[str, Any]]:
    response = client.get(path)
    assert response.status_code == 200, path
    return json.loads(response.content)["items"]


def titles(client: Client, path: str = "/feed.json") -> list[str]:
    return [item["title"] for item in items(client, path)]


def whole_text(image: Image, **fields: Any) -> Publication:
    article = ArticleFactory.create(
        **{
            "topic": TopicFactory.create(slug="economy", name_en="Economy", name_ru="Экономика"),
            "title": "The Bank cuts",
            "slug": "the-bank-cuts",
            "standfirst": "And explains itself.",
            "assessment": "worsened",
            "assessment_reason": "Prices rose.",
            "lead_image": image,
            "body": '<p>The session lasted.<sup><a data-source="1">1</a></sup> <a href="/security/">See</a>.</p>'
            f'<p><img src="/images/{image.pk}/" alt="A curve"></p>',
            **fields,
        }
    )
    people = [("mira", "author"), ("oskar", "author"), ("ines", "translation")]
    article.set_bylines([(AuthorFactory.create(slug=slug, name_en=slug.title()), role) for slug, role in people])
    article.set_sources([{"title": "Consumer prices", "publisher": "Statistics", "url": "https://example.org/p"}])
    article.tags.set(["inflation"])
    return publishing.publish(article=article, by=None, at=NOON)


def test_atom_says_what_the_format_asks_for(client: Client, image: Image) -> None:
    publication = whole_text(image)
    feed = xml(client, "/feed.atom")
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert feed.findtext(f"{ATOM}title") == "The Weekly"
    assert feed.findtext(f"{ATOM}id")
    assert datetime.fromisoformat(str(feed.findtext(f"{ATOM}updated"))) == NOON
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"self": f"{SITE}/feed.atom", "alternate": f"{SITE}/"}
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "The Bank cuts"
    assert entry.findtext(f"{ATOM}summary") == "And explains itself."
    assert entry.find(f"{ATOM}link").get("href") == SITE + publication.get_absolute_url()  # type: ignore[union-attr]
    assert entry.findtext(f"{ATOM}published") == entry.findtext(f"{ATOM}updated") == "2026-11-16T12:00:00+00:00"
    assert [name.text for name in entry.findall(f"{ATOM}author/{ATOM}name")] == ["Mira", "Oskar"]
    assert entry.findtext(f"{ATOM}author/{ATOM}uri") == f"{SITE}/authors/mira/"
    assert [name.text for name in entry.findall(f"{ATOM}contributor/{ATOM}name")] == ["Ines"]
    terms = [category.get("term") for category in entry.findall(f"{ATOM}category")]
    assert terms == ["economy", "inflation", "worsened"]


def test_rss_says_what_the_format_asks_for(client: Client, image: Image) -> None:
    publication = whole_text(image)
    rss = xml(client, "/feed.rss")
    assert (rss.tag, rss.get("version")) == ("rss", "2.0")
    channel = rss[0]
    assert [channel.findtext(name) for name in ("title", "link", "description", "language")] == [
        "The Weekly",
        f"{SITE}/",
        "Five trends, week by week",
        "en",
    ]
    assert channel.find(f"{ATOM}link").attrib == {  # type: ignore[union-attr]
        "rel": "self",
        "type": "application/rss+xml",
        "href": f"{SITE}/feed.rss",
    }
    (item,) = channel.findall("item")
    assert item.findtext("title") == "The Bank cuts"
    assert item.findtext("link") == SITE + publication.get_absolute_url()
    assert item.find("guid").get("isPermaLink") == "false"  # type: ignore[union-attr]
    assert parsedate_to_datetime(str(item.findtext("pubDate"))) == NOON
    assert [creator.text for creator in item.findall(CREATOR)] == ["Mira", "Oskar"]
    assert "▼ The situation has worsened" in [category.text for category in item.findall("category")]
    assert item.findtext("description") == "And explains itself."
    assert "Prices rose." in str(item.findtext(CONTENT))


def test_a_description_keeps_its_words_where_it_is_read_as_markup(client: Client) -> None:
    standfirst = 'Less than <5 %, and "&lt;" is no <b>word</b>.'
    published(standfirst=standfirst)
    description = str(xml(client, "/feed.rss").findtext("channel/item/description"))
    assert html.fragment_fromstring(description, create_parent="p").text_content() == standfirst
    assert xml(client, "/feed.atom").findtext(f"{ATOM}entry/{ATOM}summary") == standfirst


def test_json_says_what_the_format_asks_for(client: Client, image: Image) -> None:
    publication = whole_text(image)
    feed = json.loads(client.get("/feed.json").content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["title"], feed["language"]) == ("The Weekly", "en")
    assert (feed["home_page_url"], feed["feed_url"]) == (f"{SITE}/", f"{SITE}/feed.json")
    (item,) = feed["items"]
    assert item["url"] == SITE + publication.get_absolute_url()
    assert item["authors"][0] == {"name": "Mira", "url": f"{SITE}/authors/mira/"}
    assert item["tags"] == ["Economy", "inflation", "▼ The situation has worsened"]
    assert item["image"].startswith(f"{SITE}/media/")
    assert item["date_published"] == "2026-11-16T12:00:00+00:00"


def test_a_text_without_words_is_an_item_all_the_same(client: Client) -> None:
    published(standfirst="", body="")
    (item,) = items(client)
    assert item["content_html"] == ""


def test_the_text_is_whole_and_stands_by_itself(client: Client, image: Image) -> None:
    publication = whole_text(image)
    root = html.fragment_fromstring(items(client)[0]["content_html"], create_parent="div")
    words = " ".join(root.text_content().split())
    said = ["The situation has worsened", "And explains", "The coast in November", "The session", "Consumer prices"]
    places = [words.index(each) for each in said]
    assert places == sorted(places)
    addresses = [*root.xpath("//@href"), *root.xpath("//@src")]
    assert all(address.startswith((SITE, "https://example.org/")) for address in addresses)
    assert f"{SITE}{publication.get_absolute_url()}#source-1" in addresses
    assert len(root.xpath("//img[starts-with(@src, $media)]", media=f"{SITE}/media/")) == 2
    assert not root.xpath("//@id | //@srcset | //@class")


def test_new_words_of_a_picture_are_in_the_feed_at_once(client: Client, image: Image) -> None:
    whole_text(image)
    assert "The coast in November" in items(client)[0]["content_html"]
    Image.objects.update(caption_en="The coast in <December>")
    assert "The coast in &lt;December&gt;" in items(client)[0]["content_html"]
    assert "November" not in items(client)[0]["content_html"]


@pytest.mark.parametrize("format", FORMATS)
def test_all_formats_tell_of_the_same_texts_under_the_same_names(client: Client, format: str) -> None:
    published(title="One", at=NOON - timedelta(days=1))
    published(title="Two")
    response = client.get(f"/feed.{format}")
    assert response.headers["Content-Type"] == MEDIA_TYPES[format]
    names = [item["id"] for item in items(client)]
    positions = [response.content.decode().index(name) for name in names]
    assert titles(client) == ["Two", "One"]
    assert positions == sorted(positions)


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_hostile_breaks_a_feed(client: Client, format: str) -> None:
    publication = published(topic=TopicFactory.create(slug="economy", name_en=HOSTILE))
    Publication.objects.update(title=HOSTILE, standfirst=HOSTILE, assessment="improved", assessment_reason=HOSTILE)
    publication.article.tags.add("inflation")
    for path in (f"/feed.{format}", f"/economy/feed.{format}"):
        if format == "json":
            assert items(client, path)[0]["title"] == HOSTILE
            continue
        feed = xml(client, path)
        (title,) = {title.text for title in feed.iter(f"{ATOM}title", "title") if "Weekly" not in str(title.text)}
        assert title == LEFT
    assert "<script" not in items(client)[0]["content_html"]


def test_an_identifier_outlives_title_and_address(client: Client) -> None:
    publication = published(title="First", slug="first")
    (before,) = items(client)
    article = publication.article
    article.title, article.slug = "Second", "second"
    article.save()
    publishing.publish(article=article, by=None, at=NOON + timedelta(hours=1))
    publishing.rename_topic(topic=article.topics.get(), slug="moved", at=NOON + timedelta(hours=2))
    (after,) = items(client)
    assert (before["title"], after["title"]) == ("First", "Second")
    assert before["url"] != after["url"]
    assert before["id"] == after["id"]
    assert before["date_published"] == after["date_published"]
    assert after["date_modified"] == "2026-11-16T13:00:00+00:00"


def test_a_text_of_unknown_date_is_in_no_feed(client: Client) -> None:
    publication = published()
    Publication.objects.filter(pk=publication.pk).update(first_published_at=datetime(1900, 1, 1, tzinfo=UTC))
    assert items(client) == []
    for format in FORMATS:
        assert b"1900" not in client.get(f"/feed.{format}").content


def test_an_empty_feed_is_a_feed(client: Client) -> None:
    feed = xml(client, "/feed.atom")
    assert datetime.fromisoformat(str(feed.findtext(f"{ATOM}updated"))).hour == 0
    assert not xml(client, "/feed.rss").findall("channel/item")


def test_nothing_that_is_not_public_is_in_a_feed(client: Client, today: datetime) -> None:
    ArticleFactory.create(title="Draft")
    scheduled(title="To come", go_live_at=today + timedelta(seconds=1))
    gone = published(title="Gone")
    publishing.withdraw(article=gone.article, at=NOON + timedelta(hours=1))
    publishing.expire(publication=published(title="Over"), expire_at=today, at=NOON)
    changed = published(title="Public").article
    Article.objects.filter(pk=changed.pk).update(title="Not yet", body="<p>Not yet</p>")
    assert titles(client) == ["Public"]
    assert "Not yet" not in client.get("/feed.atom").content.decode()


def test_a_scheduled_text_is_there_with_its_second(client: Client, today: datetime) -> None:
    scheduled(title="Now", go_live_at=today)
    assert titles(client) == ["Now"]


def test_each_language_has_its_own(client: Client) -> None:
    published(title="In English")
    published(title="По-русски", language="ru")
    assert titles(client) == ["In English"]
    assert titles(client, "/ru/feed.json") == ["По-русски"]
    feed = json.loads(client.get("/ru/feed.json").content)
    assert (feed["title"], feed["language"], feed["home_page_url"]) == ("Еженедельник", "ru", f"{SITE}/ru/")


def test_topics_authors_and_tags_have_theirs(client: Client, image: Image) -> None:
    whole_text(image)
    published(title="Another")
    for path in ("/economy/", "/authors/mira/", "/authors/ines/", "/tags/inflation/"):
        assert titles(client, f"{path}feed.json") == ["The Bank cuts"]
        feed = json.loads(client.get(f"{path}feed.json").content)
        assert feed["home_page_url"] == SITE + path
        assert feed["title"].endswith(" · The Weekly")


@pytest.mark.parametrize("path", ["/ru/authors/mira/", "/ru/tags/inflation/", "/authors/nobody/", "/tags/x/", "/none/"])
def test_there_is_no_feed_where_there_is_no_page(client: Client, image: Image, path: str) -> None:
    whole_text(image)
    for format in FORMATS:
        assert client.get(f"{path}feed.{format}").status_code == client.get(path).status_code == 404


def test_of_drafts_there_is_no_feed(client: Client) -> None:
    article = ArticleFactory.create(
        author=AuthorFactory.create(slug="secret"), topic=TopicFactory(is_trend=False, slug="s")
    )
    article.tags.set(["secret"])
    for path in ("/authors/secret/", "/tags/secret/", "/s/"):
        assert client.get(f"{path}feed.atom").status_code == 404


def test_corrections_have_one(client: Client) -> None:
    publication = published(title="The Bank cuts")
    notice = Notice(CorrectionKind.CORRECTION, "It was 4 per cent, <not> 5.")
    publishing.publish(article=publication.article, by=None, at=NOON + timedelta(hours=1), notice=notice)
    (item,) = items(client, "/corrections/feed.json")
    assert item["title"] == "Correction: The Bank cuts"
    assert item["url"] == SITE + publication.get_absolute_url()
    assert item["content_html"] == "<p>It was 4 per cent, &lt;not&gt; 5.</p>"
    assert item["date_published"] == "2026-11-16T13:00:00+00:00"
    assert items(client, "/ru/corrections/feed.json") == []
    (entry,) = xml(client, "/corrections/feed.atom").findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == item["id"]


def test_a_retraction_leads_to_the_page_of_corrections(client: Client) -> None:
    publishing.withdraw(article=published().article, at=NOON + timedelta(hours=1), retraction="It was wrong.")
    (item,) = items(client, "/corrections/feed.json")
    assert item["url"] == f"{SITE}/corrections/"


def test_who_has_it_already_gets_nothing(client: Client) -> None:
    published()
    for format in FORMATS:
        response = client.get(f"/feed.{format}")
        assert response.headers["Cache-Control"] == "public, no-cache"
        again = client.get(f"/feed.{format}", headers={"If-None-Match": response.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_it_costs_the_same_however_much_there_is(
    client: Client, image: Image, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    article = whole_text(image).article
    topic, mira = article.topics.get(), article.bylines.all()[0].author
    paths = {"/": 3, "/economy/": 4, "/authors/mira/": 4, "/tags/inflation/": 4, "/corrections/": 2}
    for _round in range(2):
        for _number in range(5):
            other = ArticleFactory.create(topic=topic, author=mira, lead_image=image, body=article.body)
            other.tags.set(["inflation"])
            publishing.publish(article=other, by=None, at=NOON)
        for path, queries in paths.items():
            with django_assert_max_num_queries(queries):
                client.get(f"{path}feed.atom")


def test_the_newest_thirty_are_enough(client: Client) -> None:
    for number in range(31):
        published(title=f"Text {number}", at=NOON + timedelta(minutes=number))
    assert titles(client) == [f"Text {number}" for number in range(30, 0, -1)]


def test_pages_say_where_their_feeds_are(client: Client, image: Image) -> None:
    whole_text(image)
    for path in ("/", "/economy/", "/authors/mira/", "/tags/inflation/", "/corrections/", "/economy/the-bank-cuts/"):
        page = html.fromstring(client.get(path).content)
        for format, media_type in MEDIA_TYPES.items():
            found = page.xpath("//head/link[@rel='alternate'][@type=$type]/@href", type=media_type.partition(";")[0])
            own = [] if path in ("/", "/economy/the-bank-cuts/") else [f"{SITE}{path}feed.{format}"]
            assert found == [*own, f"{SITE}/feed.{format}"]
            assert all(client.get(address.removeprefix(SITE)).status_code == 200 for address in found)
