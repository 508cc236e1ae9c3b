"""What each kind of page says of itself to programs: JSON-LD, Open Graph, its other languages."""

import json
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from lxml.html import HtmlElement

from analysis import metadata, publishing
from analysis.models import Author, AuthorLink, CorrectionKind, Image, Masthead, Publication
from analysis.publishing import Notice
from tests.factories import (
    NOON,
    ArticleFactory,
    AuthorFactory,
    EditionFactory,
    IssueFactory,
    TopicFactory,
    copies,
    published,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("masthead")]

SITE = settings.SITE_URL
HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 \"'"
PATHS = (
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
    "/corrections/",
    "/search/",
    "/search/?q=bank",
    "/nothing/here/",
)


@pytest.fixture
def text(image: Image) -> Publication:
    """With everything that a page can say, and a translation."""
    fields = {
        "topic": TopicFactory.create(slug="economy", name_en="Economy", name_ru="Экономика"),
        "issue": IssueFactory.create(number=7),
        "lead_image": image,
        "period_start": date(2026, 11, 9),
        "period_end": date(2026, 11, 15),
        "assessment": "improved",
        "assessment_reason": "Inflation fell.",
    }
    EditionFactory.create(issue=fields["issue"], introduction="A quiet week.")
    article = ArticleFactory.create(title="The Bank cuts", slug="the-bank-cuts", seo_title="Rates", **fields)
    author = AuthorFactory.create(slug="mira", name_en="Mira", job_title_en="Economist", picture=image)
    AuthorLink.objects.create(author=author, label="Page", url="https://example.org/mira")
    article.set_bylines([(author, "author"), (AuthorFactory.create(slug="ines", name_en="Ines"), "translation")])
    article.set_sources(
        [{"title": "Prices", "publisher": "Statistics", "url": "https://example.org/p", "language": "be"}]
    )
    article.tags.set(["inflation"])
    russian = ArticleFactory.create(
        language="ru", title="Банк", slug="bank", translation_key=article.translation_key, author=author, **fields
    )
    russian.tags.set(["inflation"])
    publishing.publish(article=russian, by=None, at=NOON)
    publishing.publish(article=article, by=None, at=NOON)
    notice = Notice(CorrectionKind.CORRECTION, "It was 4 per cent.")
    return publishing.publish(article=article, by=None, at=NOON + timedelta(hours=1), notice=notice)


def page_at(client: Client, path: str) -> HtmlElement:
    return html.fromstring(client.get(path).content.decode())


def graph(page: HtmlElement) -> list[dict[str, Any]]:
    (script,) = page.xpath("//script[@type='application/ld+json']")
    said = json.loads(script.text)
    assert script.get("type") == "application/ld+json"
    assert said["@context"] == "https://schema.org"
    return said["@graph"]


def said(client: Client, path: str, kind: str) -> dict[str, Any]:
    (node,) = [node for node in graph(page_at(client, path)) if node["@type"] == kind]
    return node


def values(node: Any) -> list[Any]:
    """Every value in it, however deep."""
    if isinstance(node, dict):
        return [inner for value in node.values() for inner in (value, *values(value))]
    return [inner for value in node for inner in (value, *values(value))] if isinstance(node, list) else []


# --- JSON-LD -----------------------------------------------------------------------------------------------


def test_an_article_says_what_it_is(client: Client, text: Publication) -> None:
    article = said(client, text.get_absolute_url(), "AnalysisNewsArticle")
    address = SITE + text.get_absolute_url()
    image = article.pop("image")
    assert image["contentUrl"] == image["url"]
    assert image["url"].startswith(f"{SITE}/media/")
    assert (image["width"], image["height"], image["creditText"]) == (80, 50, "Drawing: The Weekly")
    topic = {"@type": "Thing", "name": "Economy", "url": f"{SITE}/economy/"}
    mira = {"@type": "Person", "name": "Mira", "url": f"{SITE}/authors/mira/", "jobTitle": "Economist"}
    assert article == {
        "@type": "AnalysisNewsArticle",
        "url": address,
        "mainEntityOfPage": address,
        "headline": "The Bank cuts",
        "alternativeHeadline": "Rates",
        "description": text.standfirst,
        "abstract": "The situation has improved: Inflation fell.",
        "inLanguage": "en",
        "datePublished": "2026-11-16T12:00:00+00:00",
        "dateModified": "2026-11-16T13:00:00+00:00",
        "author": [mira],
        "translator": [{"@type": "Person", "name": "Ines", "url": f"{SITE}/authors/ines/"}],
        "publisher": {"@id": f"{SITE}/#publisher"},
        "articleSection": "Economy",
        "about": topic,
        "keywords": ["inflation"],
        "temporalCoverage": "2026-11-09/2026-11-15",
        "isPartOf": {
            "@type": "PublicationIssue",
            "url": f"{SITE}/issues/2026-w46/",
            "issueNumber": 7,
            "isPartOf": {"@id": f"{SITE}/#periodical"},
        },
        "workTranslation": [
            {"@type": "AnalysisNewsArticle", "headline": "Банк", "url": f"{SITE}/ru/economy/bank/", "inLanguage": "ru"}
        ],
        "correction": [
            {"@type": "CorrectionComment", "text": "It was 4 per cent.", "datePublished": "2026-11-16T13:00:00+00:00"}
        ],
        "citation": [
            {
                "@type": "CreativeWork",
                "name": "Prices",
                "publisher": {"@type": "Organization", "name": "Statistics"},
                "url": "https://example.org/p",
                "inLanguage": "be",
            }
        ],
        "wordCount": text.word_count,
        "isAccessibleForFree": True,
    }


@pytest.mark.usefixtures("text")
def test_a_translation_names_its_original(client: Client) -> None:
    article = said(client, "/ru/economy/bank/", "AnalysisNewsArticle")
    assert article["translationOfWork"]["url"] == f"{SITE}/economy/the-bank-cuts/"
    assert "workTranslation" not in article


def test_a_bare_text_says_nothing_that_it_does_not_know(client: Client) -> None:
    publication = published(standfirst="", body="")
    Publication.objects.filter(pk=publication.pk).update(first_published_at="1900-01-01T00:00:00Z")
    article = said(client, publication.get_absolute_url(), "AnalysisNewsArticle")
    assert article.keys() == {
        *("@type", "url", "mainEntityOfPage", "headline", "inLanguage", "publisher", "articleSection", "about"),
        *("isPartOf", "isAccessibleForFree"),
    }


@pytest.mark.usefixtures("text")
def test_every_page_that_says_something_says_who_publishes_it_and_nothing_empty(client: Client) -> None:
    for path in PATHS:
        page = page_at(client, path)
        if not page.xpath("//script[@type='application/ld+json']"):
            continue
        nodes = graph(page)
        assert [node["@type"] for node in nodes[:3]] == ["NewsMediaOrganization", "Periodical", "WebSite"], path
        known = {node["@id"] for node in nodes[:3]}
        assert all(value not in ("", None, [], {}) for value in values(nodes)), path
        referred = {value["@id"] for value in values(nodes) if isinstance(value, dict) and "@id" in value}
        assert referred <= known, path


@pytest.mark.usefixtures("text")
def test_pages_that_are_not_to_be_found_say_nothing(client: Client) -> None:
    copies(published(topic=TopicFactory.create(slug="long")), [NOON - timedelta(hours=n) for n in range(30)])
    older = page_at(client, "/archive/2026/").xpath("//a[@rel='next']/@href")[0]
    for path in ("/search/?q=bank", "/nothing/here/", f"/archive/2026/{older}"):
        assert not page_at(client, path).xpath("//script[@type='application/ld+json']"), path


@pytest.mark.usefixtures("text")
def test_the_first_page_tells_of_publisher_corrections_and_search(client: Client) -> None:
    organisation, website = said(client, "/", "NewsMediaOrganization"), said(client, "/ru/", "WebSite")
    assert organisation["name"] == "The Weekly"
    assert organisation["correctionsPolicy"] == f"{SITE}/corrections/"
    assert website["name"] == "Еженедельник"
    action = website["potentialAction"]
    assert action["@type"] == "SearchAction"
    assert action["target"]["urlTemplate"] == f"{SITE}/ru/search/?q={{search_term_string}}"
    assert action["query-input"] == "required name=search_term_string"


@pytest.mark.usefixtures("text")
def test_an_issue_says_its_number_and_its_texts(client: Client) -> None:
    issue = said(client, "/issues/2026-w46/", "PublicationIssue")
    assert (issue["issueNumber"], issue["temporalCoverage"]) == (7, "2026-11-09/2026-11-15")
    assert issue["description"] == "A quiet week."
    assert [text["headline"] for text in issue["hasPart"]] == ["The Bank cuts"]


@pytest.mark.usefixtures("text")
def test_an_author_is_a_person(client: Client) -> None:
    page = said(client, "/authors/mira/", "ProfilePage")
    person = page["mainEntity"]
    assert (person["@type"], person["name"], person["jobTitle"]) == ("Person", "Mira", "Economist")
    assert person["sameAs"] == ["https://example.org/mira"]
    assert person["image"]["@type"] == "ImageObject"


@pytest.mark.usefixtures("text")
@pytest.mark.parametrize("path", ["/economy/", "/tags/inflation/"])
def test_a_list_says_what_it_lists(client: Client, path: str) -> None:
    (item,) = said(client, path, "CollectionPage")["mainEntity"]["itemListElement"]
    assert (item["position"], item["url"]) == (1, f"{SITE}/economy/the-bank-cuts/")


@pytest.mark.usefixtures("text")
@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/economy/the-bank-cuts/", ["Economy", "The Bank cuts"]),
        ("/economy/", ["All trends", "Economy"]),
        ("/authors/mira/", ["Authors", "Mira"]),
        ("/issues/2026-w46/", ["Weekly issues", "November\u00a09–15, 2026"]),
    ],
)
def test_the_way_to_a_page_is_named(client: Client, path: str, names: list[str]) -> None:
    items = said(client, path, "BreadcrumbList")["itemListElement"]
    assert [item["name"] for item in items] == names
    assert [item["position"] for item in items] == [1, 2]
    assert client.get(items[0]["item"].removeprefix(SITE)).status_code == 200


@pytest.mark.usefixtures("text")
def test_nothing_hostile_gets_out_of_the_script(client: Client) -> None:
    Publication.objects.update(title=HOSTILE, standfirst=HOSTILE, seo_title=HOSTILE, assessment_reason=HOSTILE)
    Author.objects.update(name_en=HOSTILE, job_title_en=HOSTILE)
    article = said(client, "/economy/the-bank-cuts/", "AnalysisNewsArticle")
    assert article["headline"] == HOSTILE
    assert article["author"][0]["name"] == HOSTILE


@given(st.text())
def test_the_script_ends_where_it_shall_whatever_is_said(words: str) -> None:
    script = metadata.script(
        metadata.of_the_publication(Masthead(name_en=words)), [metadata.node("Thing", name=f"x{words}")]
    )
    written = script.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&") & set(written)
    assert json.loads(written)["@graph"][-1]["name"] == f"x{words}"


# --- Open Graph --------------------------------------------------------------------------------------------


def properties(page: HtmlElement) -> list[tuple[str, str]]:
    return [(meta.get("property"), meta.get("content")) for meta in page.xpath("//head/meta[@property]")]


@pytest.mark.usefixtures("text")
def test_every_page_can_be_shared(client: Client) -> None:
    for path in PATHS:
        if "search" in path or "nothing" in path:
            continue
        shared = dict(properties(page_at(client, path)))
        for name in ("og:title", "og:description", "og:type", "og:url", "og:site_name", "og:image", "og:image:alt"):
            assert shared.get(name), f"{path} {name}"
        assert all(value for value in shared.values()), path
        assert shared["og:image"].startswith(SITE)


@pytest.mark.usefixtures("text")
def test_an_article_is_shared_with_its_author_trend_and_tags(client: Client) -> None:
    shared = properties(page_at(client, "/economy/the-bank-cuts/"))
    for pair in (
        ("og:type", "article"),
        ("og:title", "The Bank cuts"),
        ("og:locale", "en_GB"),
        ("og:locale:alternate", "ru_RU"),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("article:author", f"{SITE}/authors/mira/"),
        ("article:section", "Economy"),
        ("article:tag", "inflation"),
        ("article:published_time", "2026-11-16T12:00:00+00:00"),
        ("article:modified_time", "2026-11-16T13:00:00+00:00"),
    ):
        assert pair in shared, pair
    counted = Counter(name for name, _content in shared)
    assert counted["og:image"] == counted["og:locale:alternate"] == counted["article:author"] == 1


# --- Other languages ---------------------------------------------------------------------------------------


def alternates(client: Client, path: str) -> dict[str, str]:
    links = page_at(client, path).xpath("//head/link[@rel='alternate'][@hreflang]")
    named = {link.get("hreflang"): link.get("href") for link in links}
    assert len(named) == len(links)
    return named


@pytest.mark.usefixtures("text")
def test_pages_that_name_each_other_do_so_both_ways(client: Client) -> None:
    published(language="be")
    seen = set()
    for path in PATHS:
        named = alternates(client, path)
        if not named:
            continue
        seen.add(path)
        assert named["en"] == SITE + path.partition("?")[0]
        assert named["x-default"] == named["en"]
        for code, address in named.items():
            other = address.removeprefix(SITE)
            page = page_at(client, other)
            assert page.get("lang") == ("en" if code == "x-default" else code)
            assert page.xpath("//link[@rel='canonical']/@href") == [address]
            assert alternates(client, other) == named, other
    assert {"/", "/economy/", "/economy/the-bank-cuts/", "/authors/mira/", "/tags/inflation/"} <= seen
    assert {"/issues/2026-w46/", "/archive/2026/11/"} <= seen


@pytest.mark.usefixtures("text")
def test_a_part_of_a_list_names_no_other_languages_and_is_its_own_address(client: Client) -> None:
    topic = published(topic=TopicFactory.create(slug="long")).primary_topic
    copies(published(topic=topic), [NOON - timedelta(hours=number) for number in range(30)])
    assert alternates(client, "/long/")
    for path in ("/long/", "/archive/2026/", "/archive/2026/11/"):
        (older,) = page_at(client, path).xpath("//nav[@class='pager']/a[@rel='next']/@href")
        page = page_at(client, path + older)
        assert not alternates(client, path + older)
        assert page.xpath("//link[@rel='canonical']/@href") == [SITE + path + older]
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex, follow"]


@pytest.mark.usefixtures("text")
def test_a_part_of_the_list_of_issues_is_its_own_address(client: Client) -> None:
    earlier = IssueFactory.create(number=6, coverage_start=date(2026, 11, 2), coverage_end=date(2026, 11, 8))
    published(issue=earlier)
    page = page_at(client, "/issues/?before=2026-w46")
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{SITE}/issues/?before=2026-w46"]
    assert not page.xpath("//head/link[@hreflang]")


# --- The whole page ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("text")
@pytest.mark.parametrize("language", ["", "/ru"])
def test_no_page_uses_a_name_twice_or_has_two_headlines(client: Client, language: str) -> None:
    for path in PATHS:
        page = page_at(client, language + path)
        names: Counter[str] = Counter(page.xpath("//@id"))
        assert not [name for name, times in names.items() if times > 1], path
        assert len(page.xpath("//h1")) == 1, path
        for name in ("aria-labelledby", "aria-describedby"):
            for referred in page.xpath(f"//@{name}"):
                assert set(referred.split()) <= set(names), path
        fragments = {href[1:] for href in page.xpath("//a/@href") if href.startswith("#") and len(href) > 1}
        assert fragments <= set(names), path
