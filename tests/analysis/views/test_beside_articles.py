"""Translations, the issue and similar articles beside a text."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from analysis import publishing
from analysis.models import Article, Image, Publication
from analysis.related.models import Neighbour
from tests.analysis.views.reading import text_of
from tests.factories import NOON, ArticleFactory, AuthorFactory, IssueFactory, TopicFactory, published, scheduled

pytestmark = pytest.mark.django_db


def test_the_language_switch_leads_to_this_article(client: Client) -> None:
    english = published()
    russian = published(language="ru", translation_key=english.translation_key, title="По-русски", slug="po-russki")
    page = text_of(client, english)
    assert f'<link rel="alternate" hreflang="ru" href="{settings.SITE_URL}{russian.get_absolute_url()}">' in page
    switch = page[page.index('class="languages"') : page.index("</nav>")]
    assert f'href="{russian.get_absolute_url()}"' in switch
    assert switch.count("languages__missing") == 1
    assert "По-русски" in page[page.index("<article") :]


def test_hreflang_is_reciprocal_and_names_a_default(client: Client) -> None:
    english = published()
    russian = published(language="ru", translation_key=english.translation_key, slug="po-russki")
    links = [
        re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">', text_of(client, publication))
        for publication in (english, russian)
    ]
    assert links[0] == links[1]
    assert [code for code, _address in links[0]] == ["en", "ru", "x-default"]


def test_a_translation_that_is_not_live_is_not_mentioned(client: Client, today: datetime) -> None:
    english = published()
    scheduled(
        go_live_at=today + timedelta(days=1), language="ru", translation_key=english.translation_key, title="Тайна"
    )
    page = text_of(client, english)
    assert "Тайна" not in page
    assert "hreflang" not in page[: page.index("</head>")]


def test_an_untranslated_address_offers_the_original(client: Client) -> None:
    english = published(title="Only in English")
    response = client.get(f"/ru{english.get_absolute_url()}")
    assert response.status_code == 404
    assert "Only in English" in response.content.decode()


def test_the_issue_is_listed_without_texts_in_other_languages_or_to_come(client: Client, today: datetime) -> None:
    issue = IssueFactory.create()
    publication = published(issue=issue)
    published(issue=issue, title="A neighbour", body="<p>Long body of a neighbour.</p>")
    published(issue=issue, title="Сосед", language="ru")
    scheduled(go_live_at=today + timedelta(days=1), issue=issue, title="A secret")
    page = text_of(client, publication)
    assert "A neighbour" in page
    assert "Long body" not in page
    assert "Сосед" not in page
    assert "A secret" not in page


def test_similar_articles_show_date_picture_and_title_but_no_text(client: Client, image: Image) -> None:
    topic = TopicFactory.create()
    publication = published(topic=topic)
    published(topic=topic, title="Alike", standfirst="Lead of the like", body="<p>Body.</p>", lead_image=image)
    page = text_of(client, publication)
    similar = page[page.index('id="similar"') :]
    assert "Alike" in similar
    assert "<img" in similar
    assert "November\u00a016, 2026" in similar
    assert "Lead of the like" not in similar


def reasons(page: str) -> dict[str, str]:
    """Of the similar articles, by title."""
    similar = page[page.index('id="similar"') :]
    cards = re.findall(r"<h3[^>]*><a[^>]*>([^<]*)</a></h3>\s*<p class=\"card__reason\">\s*(.*?)\s*</p>", similar)
    return dict(cards)


def like(publication: Publication, **fields: Any) -> Article:
    """Another text that was found to be like it."""
    article = ArticleFactory.create(**fields)
    Neighbour.objects.create(article=publication.article, neighbour=article, score=0.5, found_at=NOON)
    return article


def test_each_similar_article_says_why_it_is_there(client: Client) -> None:
    security = TopicFactory.create(slug="security", name_en="Security")
    author = AuthorFactory.create(name_en="Oskar <Brennick>")
    article = ArticleFactory.create(topic=security, author=author)
    article.tags.set(["tariffs"])
    publication = publishing.publish(article=article, by=None, at=NOON)
    like(publication, title="Trend", topic=security)
    like(publication, title="Author", author=author)
    like(publication, title="Tag").tags.set(["tariffs"])
    second = like(publication, title="Topic")
    second.set_topics([(TopicFactory.create(), True), (security, False)])
    like(publication, title="Words", author=AuthorFactory.create()).tags.set(["bread"])
    for other in Article.objects.exclude(pk=article.pk):
        publishing.publish(article=other, by=None, at=NOON)
    assert reasons(text_of(client, publication)) == {
        "Trend": "Same trend · Security",
        "Author": "Same author · Oskar &lt;Brennick&gt;",
        "Tag": "Also about tariffs",
        "Topic": "Also about Security",
        "Words": "Similar words",
    }


def test_a_shared_translator_is_no_reason(client: Client) -> None:
    translator = AuthorFactory.create()
    article = ArticleFactory.create()
    article.set_bylines([(translator, "translation")])
    publication = publishing.publish(article=article, by=None, at=NOON)
    other = like(publication, title="Words")
    other.set_bylines([(translator, "translation")])
    publishing.publish(article=other, by=None, at=NOON)
    assert reasons(text_of(client, publication)) == {"Words": "Similar words"}
