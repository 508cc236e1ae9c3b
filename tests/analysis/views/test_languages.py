"""Where a name has no translation, every page says which language it is in: to screen readers, and for hyphens."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import lxml.html
import pytest
from django.test import Client
from django.urls import resolve
from django.utils.translation import override
from lxml.html import HtmlElement

from analysis import publishing
from analysis.models import CorrectionKind, Gap, Image, KeyText, Masthead, Publication, Tag, Topic
from analysis.publishing import Notice
from analysis.urls import urlpatterns
from tests.factories import (
    NOON,
    ArticleFactory,
    AuthorFactory,
    EditionFactory,
    IssueFactory,
    TagFactory,
    TopicFactory,
    published,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
WORDS: dict[str, Any] = {"language": "be", "standfirst": "Кароткі змест.", "body": "<p>Вада ў рацэ.</p>"}
LATIN = re.compile(r"[A-Za-z]{2,}")
# Somebody's own word, with a mistake; and what these forms are called in every language.
TYPED = "Quiit"
FORMS = {"Atom", "RSS", "JSON", "CSV", "PDF", "BibTeX", "RIS"}
ADDRESS = re.compile(r"https?://\S+")
# One of them has no names but an address.
NO_PAGES = {"site-card", "card", "issue-pdf", "search-titles", "moved", "newsletter-own-page"}


@pytest.fixture
def site(image: Image) -> Publication:
    """All its texts are Belarusian, and all its names English."""
    Masthead.objects.update_or_create(
        pk=1, defaults={"name_en": "Weekly", "strapline_en": "Plain words", "about_en": "Words about words"}
    )
    Masthead.objects.update(offers_newsletter=True)
    Image.objects.update(credit="Малюнак: газета")
    trend = TopicFactory.create(slug="a-trend", name_en="Prices", description_en="Words about prices")
    quiet = TopicFactory.create(slug="quiet", name_en="Quiet")
    plain = TopicFactory.create(slug="plain", name_en="Plain", is_trend=False, parent=trend)
    portrait = {"picture": image, "job_title_en": "Reporter", "biography_en": "Born somewhere"}
    first, second = AuthorFactory.create(slug="first", **portrait), AuthorFactory.create(slug="second")
    issue = IssueFactory.create()
    edition = EditionFactory.create(issue=issue, language="be", title="Тыдзень", released_at=NOON)
    Gap.objects.create(edition=edition, topic=quiet, reason="Ціха.")
    tag = TagFactory.create(name="кошты", slug="koshty")
    texts = [
        text_about(*about, tag, lead_image=image, issue=issue, period_start=issue.coverage_start)
        for about in ((trend, first, "Рака"), (trend, second, "Мост"), (plain, first, "Лес"), (plain, second, "Рэчка"))
    ]
    KeyText.objects.create(topic=trend, article=texts[0].article)
    for number in range(24):
        published(title=f"Тэкст {number}", topic=plain, author=AuthorFactory.create(), **WORDS)
    corrected, notice = texts[0].article, Notice(CorrectionKind.CORRECTION, "Было інакш.")
    corrected.title = "Рака і вада"
    corrected.save()
    return publishing.publish(article=corrected, by=None, at=NOON + HOUR, notice=notice)


def text_about(topic: Topic, author: object, title: str, tag: Tag, **fields: object) -> Publication:
    week = {"period_end": NOON.date() - timedelta(days=1), "assessment": "improved" if topic.is_trend else ""}
    article = ArticleFactory.create(title=title, topic=topic, author=author, **WORDS, **week, **fields)
    article.tags.set([tag])
    return publishing.publish(article=article, by=None, at=NOON)


def pages(client: Client, starts: list[str]) -> dict[str, HtmlElement]:
    """All Belarusian ones that links lead to."""
    found: dict[str, HtmlElement] = {}
    waiting = list(starts)
    while waiting:
        path = waiting.pop().partition("#")[0]
        if path in found or not path.startswith("/be/"):
            continue
        response = client.get(path)
        if response.headers["Content-Type"].startswith("text/html"):
            found[path] = lxml.html.fromstring(response.text)
            waiting += [unescape(link) for link in re.findall(r'href="([^"]+)"', response.text)]
    return found


def unmarked(page: HtmlElement) -> Iterator[str]:
    """What has Latin letters and is said to be Belarusian. Citations set names as their styles ask for."""
    for element in page.xpath("body//*[not(self::script or ancestor-or-self::dl[@class='cite__styles'])]"):
        said = [element.text, *(child.tail for child in element), element.get("alt"), element.get("aria-label")]
        if language_of(element) == "be":
            words = [word for text in said for word in LATIN.findall(ADDRESS.sub("", text or ""))]
            yield from (word for word in words if word not in {*FORMS, TYPED})


def language_of(element: HtmlElement) -> str:
    return next(said for each in (element, *element.iterancestors()) if (said := each.get("lang")))


def test_every_page_says_where_a_name_is_in_another_language(client: Client, site: Publication) -> None:
    withdrawn = published(title="Сляды", topic=site.primary_topic, **WORDS)
    publishing.withdraw(article=withdrawn.article, at=NOON + HOUR)
    search = "/be/search/"
    asked = ["?q=рака", "?topic=a-trend&author=first", f"?q={TYPED}", "?q=нічога&author=first", "?assessment=worsened"]
    starts = ["/be/", "/be/newsletter/", "/be/nothing/here/", withdrawn.get_absolute_url(), "/be/authors/?letter=A"]
    found = pages(client, [*starts, *(f"{search}{query}" for query in asked)])
    with override("be"):
        names = {resolve(path.partition("?")[0]).url_name for path in found}
    assert {pattern.name for pattern in urlpatterns if "format" not in str(pattern.pattern)} <= names | NO_PAGES
    wrong = {path: words for path, page in found.items() if (words := sorted(set(unmarked(page))))}
    assert not wrong


def test_words_that_are_translated_are_not_marked(client: Client, site: Publication) -> None:
    Topic.objects.update(name_be="Цэны")
    Masthead.objects.update(name_be="Тыднёвік", strapline_be="Словы", about_be="Пра словы")
    page = lxml.html.fromstring(client.get("/be/").text)
    marked = page.xpath("//body//*[@lang='en' and not(ancestor-or-self::li[@lang])]")
    assert {element.tag for element in marked} <= {"div"}  # the picture of the first text
