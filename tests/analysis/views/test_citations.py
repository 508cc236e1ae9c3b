from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.test.utils import override_settings

from analysis import publishing
from analysis.models import Author, Masthead, Publication
from tests.factories import NOON, AuthorFactory, TopicFactory, published, scheduled

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(masthead: Masthead) -> Publication:
    author = AuthorFactory.create(slug="oskar", name_en="Oskar Brennick", name_ru="Оскар Бренник")
    topic = TopicFactory.create(slug="economy")
    return published(topic=topic, slug="the-bank-cuts", title="The Bank cuts", author=author)


def box(client: Client, publication: Publication) -> str:
    html = client.get(publication.get_absolute_url()).text
    return html[html.index('<section class="cite"') :]


def test_the_box_has_four_styles_two_files_and_the_permanent_address(client: Client, text: Publication) -> None:
    html = box(client, text)
    for style in ("Chicago", "APA", "MLA", "Harvard"):
        assert f">{style}</dt>" in html
    assert f'href="{settings.SITE_URL}/economy/the-bank-cuts/" rel="bookmark"' in html
    assert "version of November\u00a016, 2026" in html
    assert 'href="/economy/the-bank-cuts/cite.bib"' in html
    assert 'href="/economy/the-bank-cuts/cite.ris"' in html


def test_a_russian_page_begins_with_its_standard_and_marks_what_is_english(client: Client, text: Publication) -> None:
    russian = published(language="ru", slug="bank", title="Банк", author=Author.objects.get())
    html = box(client, russian)
    assert html.index("ГОСТ Р 7.0.5</dt>") < html.index('<dt lang="en">Chicago</dt>')
    assert "Бренник О. " in html
    assert '<cite lang="ru">Еженедельник</cite>' in html
    assert html.count("</dt>") == 4


def test_an_updated_text_is_cited_with_its_version(client: Client, text: Publication) -> None:
    publishing.publish(article=text.article, by=None, at=NOON + timedelta(hours=18))
    html = box(client, text)
    assert "version of November\u00a017, 2026" in html
    assert "version of 17 November 2026" in html


def test_a_text_of_unknown_date_has_no_version(client: Client, text: Publication) -> None:
    Publication.objects.update(first_published_at="1900-01-01T00:00:00Z")
    assert "version" not in box(client, text)
    for file in ("bib", "ris"):
        assert "1900" not in client.get(f"/economy/the-bank-cuts/cite.{file}").text


@pytest.mark.parametrize(
    ("file", "media_type", "author"),
    [
        ("bib", "application/x-bibtex; charset=utf-8", "author = {Brennick, Oskar}"),
        ("ris", "application/x-research-info-systems; charset=utf-8", "AU  - Brennick, Oskar\r\n"),
    ],
)
def test_the_files_are_what_their_media_type_says(
    client: Client, text: Publication, file: str, media_type: str, author: str
) -> None:
    answer = client.get(f"/economy/the-bank-cuts/cite.{file}")
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["Content-Disposition"] == f'attachment; filename="the-bank-cuts.{file}"'
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert author in answer.text
    assert f"{settings.SITE_URL}/economy/the-bank-cuts/" in answer.text
    assert "The Weekly" in answer.text


def test_a_pseudonym_is_cited_everywhere_at_once(client: Client, text: Publication) -> None:
    Author.objects.update(name_en="Veil")
    answers = [client.get(f"/economy/the-bank-cuts/{file}").text for file in ("", "cite.bib", "cite.ris")]
    assert all("Veil" in answer and "Brennick" not in answer for answer in answers)


def test_only_who_wrote_it_is_cited(client: Client, text: Publication) -> None:
    article = text.article
    translator = AuthorFactory.create(slug="ines", name_en="Ines Solmarr")
    article.set_bylines([(Author.objects.get(slug="oskar"), "author"), (translator, "translation")])
    publishing.publish(article=article, by=None, at=NOON + timedelta(hours=1))
    assert "Solmarr" in client.get("/economy/the-bank-cuts/").text
    assert "Solmarr" not in client.get("/economy/the-bank-cuts/cite.bib").text


def test_a_hostile_title_stays_in_its_field(client: Client) -> None:
    title = 'x}}, note = {"<script>alert(1)</script>'
    publication = published(title=title, topic=TopicFactory.create(slug="economy"))
    Publication.objects.filter(pk=publication.pk).update(title=f"{title}\r\nER  - \r\nTY  - JOUR")
    path = publication.get_absolute_url()
    bib, ris = (client.get(f"{path}cite.{file}") for file in ("bib", "ris"))
    assert r"title = {{x\textbraceright{}\textbraceright{}, note = \textbraceleft{}" in bib.text
    assert ris.text.splitlines().count("ER  - ") == 1
    assert ris.text.count("\nTY  - ") == 0
    assert "<script>alert" not in client.get(path).text
    assert bib.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("file", ["bib", "ris"])
def test_what_is_not_public_cannot_be_cited(client: Client, today: datetime, file: str) -> None:
    coming = scheduled(go_live_at=today + timedelta(hours=1))
    gone = published()
    publishing.withdraw(article=gone.article, at=NOON + timedelta(hours=1))
    for publication in (coming, gone):
        answer = client.get(f"{publication.get_absolute_url()}cite.{file}")
        assert answer.status_code in (404, 410)
        assert publication.title not in answer.text


def test_a_file_at_an_earlier_address_leads_on(client: Client, text: Publication) -> None:
    text.article.slug = "the-bank-halves"
    text.article.save()
    publishing.publish(article=text.article, by=None, at=NOON + timedelta(hours=1))
    answer = client.get("/economy/the-bank-cuts/cite.bib")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/economy/the-bank-halves/cite.bib")


@override_settings(SITE_URL="https://weekly.example")
def test_the_permanent_address_is_the_canonical_one_whoever_asks(client: Client, text: Publication) -> None:
    answer = client.get("/economy/the-bank-cuts/", headers={"X-Forwarded-Host": "evil.example"})
    assert 'href="https://weekly.example/economy/the-bank-cuts/" rel="bookmark"' in answer.text
    assert "evil.example" not in answer.text


def test_another_form_has_no_address(client: Client, text: Publication) -> None:
    assert client.get("/economy/the-bank-cuts/cite.pdf").status_code == 404
