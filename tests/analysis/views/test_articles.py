import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from analysis import publishing
from analysis.models import Article, Author, CorrectionKind, Image, Masthead, Publication
from analysis.publishing import Notice
from analysis.related.models import Neighbour
from tests.analysis.views.reading import text_of
from tests.factories import NOON, ArticleFactory, AuthorFactory, ImageFactory, IssueFactory, TopicFactory, published

pytestmark = pytest.mark.django_db


def full_article(*, image: Image, **fields: Any) -> Article:
    """Everything that a page can show."""
    article = ArticleFactory.create(
        topic=TopicFactory.create(slug="economy", name_en="Economy"),
        title="The Bank cuts",
        slug="the-bank-cuts",
        standfirst="And explains itself.",
        body=f'<p>Prices fell.<sup><a data-source="1">1</a></sup></p>'
        f'<figure><img src="/images/{image.pk}/" alt="A curve"><figcaption>The curve</figcaption></figure>',
        dateline="Talmere",
        lead_image=image,
        issue=IssueFactory.create(),
        period_start=date(2026, 11, 9),
        period_end=date(2026, 11, 15),
        assessment="improved",
        assessment_reason="Inflation fell twice.",
        **fields,
    )
    writer = AuthorFactory.create(slug="mira", name_en="Mira")
    translator = AuthorFactory.create(slug="ines", name_en="Ines")
    article.set_bylines([(writer, "author"), (translator, "translation")])
    article.set_sources([{"title": "Consumer prices", "publisher": "Statistics", "url": "https://example.org/p"}])
    article.tags.set(["inflation"])
    return article


def test_it_shows_everything_in_the_order_readers_expect(client: Client, image: Image) -> None:
    page = text_of(client, publishing.publish(article=full_article(image=image), by=None, at=NOON))
    shown = [
        "/authors/mira/",
        "Translation",
        "/authors/ines/",
        "November\u00a09–15, 2026",
        "/economy/",
        "▲",
        "The situation has improved",
        "Inflation fell twice.",
        "<h1",
        "And explains itself.",
        "The coast in November",
        "Drawing: The Weekly",
        "Talmere",
        "Prices fell.",
        "The curve",
        "Sources",
        "Consumer prices",
        "/tags/inflation/",
    ]
    article = page[page.index('<article class="article">') :]
    places = [article.find(words) for words in shown]
    assert -1 not in places, shown[places.index(-1)]
    assert places == sorted(places)


def test_no_label_is_printed_without_a_value(client: Client) -> None:
    page = text_of(client, published(standfirst="", body="<p>A note.</p>"))
    article = page[page.index('<article class="article">') : page.index("</article>")]
    for label in ("By", "Monitored week", "Assessment", "Updated", "Sources", "Tags", "In other languages"):
        assert f">{label}<" not in article
    assert not re.search(r"<(dd|dt|p|h2|figcaption)[^>]*>\s*</", article)


def test_a_text_of_unknown_date_shows_none(client: Client) -> None:
    publication = published()
    Publication.objects.filter(pk=publication.pk).update(first_published_at="1900-01-01T00:00:00Z")
    page = text_of(client, publication)
    assert "1900" not in page
    assert ">Published<" not in page


def test_an_updated_text_says_so(client: Client) -> None:
    publication = published(at=NOON - timedelta(days=5))
    assert ">Updated<" not in text_of(client, publication)
    publishing.publish(article=publication.article, by=None, at=NOON)
    page = text_of(client, publication)
    assert "Updated" in page
    assert "November\u00a016, 2026" in page


def test_marks_in_the_text_lead_to_the_sources(client: Client, image: Image) -> None:
    page = text_of(client, publishing.publish(article=full_article(image=image), by=None, at=NOON))
    assert '<a href="#source-1" id="mark-1" role="doc-noteref" aria-label="Source 1">1</a>' in page
    assert '<li id="source-1">' in page
    assert 'role="doc-endnotes"' in page


def test_a_source_leads_back_to_every_mark(client: Client) -> None:
    mark = '<sup><a data-source="{0}">{0}</a></sup>'
    body = f"<p>One{mark.format(1)}, two{mark.format(2)}, one again{mark.format(1)}.</p>"
    article = ArticleFactory.create(body=body)
    article.set_sources([{"title": "Prices"}, {"title": "Minutes"}, {"title": "Never named"}])
    page = text_of(client, publishing.publish(article=article, by=None, at=NOON))
    anchors = re.findall(r'id="(mark-[^"]+)"', page)
    assert anchors == ["mark-1", "mark-2", "mark-1-b"]
    assert re.findall(r'href="#(mark-[^"]+)" role="doc-backlink"', page) == ["mark-1", "mark-1-b", "mark-2"]
    assert 'aria-label="Back to the text, place b"' in page
    assert page.count('aria-label="Back to the text"') == 1


def test_a_mark_without_a_source_is_no_link(client: Client) -> None:
    publication = published()
    body = '<p>One<sup><a data-source="7">7</a></sup>, <a href="https://example.org/">two</a>.</p>'
    Publication.objects.filter(pk=publication.pk).update(body=body)
    page = text_of(client, publication)
    assert '<p>One<sup>7</sup>, <a href="https://example.org/" rel="noreferrer">two</a>.</p>' in page
    assert "#source-7" not in page


def test_an_authors_own_words_as_a_mark_are_its_name(client: Client) -> None:
    article = ArticleFactory.create(body='<p>Prices fell <a data-source="1">as the office says</a>.</p>')
    article.set_sources([{"title": "Prices"}])
    page = text_of(client, publishing.publish(article=article, by=None, at=NOON))
    assert '<a href="#source-1" id="mark-1" role="doc-noteref">as the office says</a>' in page


def test_what_is_in_another_language_says_so(client: Client, image: Image) -> None:
    body = f'<p><q lang="la">Quod erat</q></p><figure><img src="/images/{image.pk}/" alt=""></figure>'
    article = ArticleFactory.create(language="ru", body=body, lead_image=image)
    article.set_sources([{"title": "Prices", "language": "en"}, {"title": "Цены", "language": "ru"}])
    page = text_of(client, publishing.publish(article=article, by=None, at=NOON))
    assert '<q lang="la">Quod erat</q>' in page
    assert '<span class="figure__caption"><span lang="en">The coast in November</span></span>' in page
    assert re.search(r'<(\w+) lang="en">\s*<picture>(?:(?!</picture>).)*alt="A navy blue plate"', page, re.DOTALL)
    assert re.search(r'<span lang="en">\s*<picture>', page)
    assert re.search(r'lang="en">Prices</', page)
    assert re.search(r"<span\s*>Цены</", page)


# --- Odd texts ---------------------------------------------------------------------------------------------


def test_ten_authors_stand_under_one_label_whatever_the_order_of_the_roles(client: Client) -> None:
    article = ArticleFactory.create()
    people = [AuthorFactory.create() for _number in range(11)]
    roles = ["author"] * 5 + ["translation"] + ["author"] * 5
    article.set_bylines(list(zip(people, roles, strict=True)))
    page = text_of(client, publishing.publish(article=article, by=None, at=NOON))
    assert page.count(">By<") == 1
    assert page.count(">Translation<") == 1
    assert page.count('rel="author"') == 10


def test_it_says_how_long_reading_takes(client: Client) -> None:
    page = text_of(client, published(body=f"<p>{'word ' * 500}</p>"))
    assert re.search(r">Reading time</dt>\s*<dd>3 minutes</dd>", page)
    assert "Reading time" not in text_of(client, published(body="", standfirst=""))


def test_a_reader_can_send_it_without_anybody_in_between(client: Client) -> None:
    publication = published(title="Bread & <milk>, 5% dearer?")
    page = text_of(client, publication)
    subject = "Bread%20%26%20%3Cmilk%3E%2C%205%25%20dearer%3F"
    assert f'href="mailto:?subject={subject}&amp;body=http' in page


def test_a_source_that_is_no_web_address_is_no_link(client: Client) -> None:
    article = ArticleFactory.create()
    publication = publishing.publish(article=article, by=None, at=NOON)
    publication.sources = [{"title": "A trap", "url": "javascript:alert(1)"}]
    publication.save(update_fields=["sources"])
    page = text_of(client, publication)
    assert "A trap" in page
    assert "javascript:" not in page


def test_old_bodies_are_cleaned_once_more(client: Client) -> None:
    publication = published()
    Publication.objects.filter(pk=publication.pk).update(
        body='<p onclick="steal()">Old <script>steal()</script><a href="javascript:steal()">text</a></p>'
    )
    page = text_of(client, publication)
    assert "steal" not in page
    assert "Old " in page


def test_a_body_that_cannot_be_cleaned_is_shown_as_its_words(client: Client) -> None:
    publication = published()
    Publication.objects.filter(pk=publication.pk).update(body="<p>x</p>" * 20_000, body_text="Its <b>words</b>.")
    assert "Its &lt;b&gt;words&lt;/b&gt;." in text_of(client, publication)


def test_words_of_people_are_never_markup(client: Client, image: Image) -> None:
    hostile = "<script>alert(1)</script>\"'"
    article = full_article(image=image)
    Article.objects.filter(pk=article.pk).update(
        title=hostile, standfirst=hostile, dateline=hostile, assessment_reason=hostile, seo_title=hostile
    )
    Author.objects.update(name_en=hostile)
    Image.objects.update(caption_en=hostile, credit=hostile, alt_text_en=hostile)
    article.tags.set([hostile])
    article.refresh_from_db()
    page = text_of(client, publishing.publish(article=article, by=None, at=NOON))
    assert "<script>" not in page
    assert "alert(1)&lt;/script&gt;&quot;&#x27;" in page


def test_pictures_come_in_the_widths_a_screen_needs(client: Client) -> None:
    article = full_article(image=ImageFactory.create(file__width=800, file__height=500))
    page = text_of(client, publishing.publish(article=article, by=None, at=NOON))
    lead, inside = re.findall(r"<img\s[^>]*>", page)[:2]
    assert 'alt="A navy blue plate"' in lead
    assert 'alt="A curve"' in inside
    for picture in (lead, inside):
        assert re.search(r'srcset="/media/__processed__/\S+\.webp 480w, /media/__processed__/\S+\.webp 800w"', picture)
        assert 'width="800" height="500"' in picture
    assert 'loading="lazy"' in inside
    assert 'loading="lazy"' not in lead
    assert "originals/" not in page


def test_a_picture_that_is_gone_leaves_no_hole(client: Client) -> None:
    page = text_of(client, published(body='<p>Before.</p><img src="/images/987654321/" alt="Gone"><p>After.</p>'))
    assert "Before." in page
    assert "Gone" not in page
    assert "/images/" not in page


# --- What it costs ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("masthead")
@pytest.mark.parametrize("has_neighbours", [True, False])
def test_it_asks_five_questions_however_much_there_is_to_show(
    client: Client,
    image: Image,
    today: datetime,
    has_neighbours: bool,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    article = full_article(image=image)
    topic, issue = article.topics.get(), article.issue
    publication = publishing.publish(article=article, by=None, at=NOON)
    published(language="ru", translation_key=article.translation_key)
    for hour in (1, 2):
        for _number in range(10):
            published(topic=topic, issue=issue, lead_image=image)
            other = published(topic=topic, lead_image=image).article
            if has_neighbours:
                Neighbour.objects.create(article=article, neighbour=other, score=0.5, found_at=today)
        notice = Notice(CorrectionKind.UPDATE, "More is known.")
        publishing.publish(article=article, by=None, at=NOON + timedelta(hours=hour), notice=notice)
        with django_assert_max_num_queries(5):
            text_of(client, publication)


def test_a_site_without_a_name_has_one(client: Client) -> None:
    Masthead.objects.all().delete()
    assert "Barometer" in text_of(client, published())
