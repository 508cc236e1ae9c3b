import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from analysis import publishing
from analysis.models import Author, AuthorLink, BylineRole, Image, PublicationByline
from analysis.views.authors import shown_letters
from tests.factories import NOON, ArticleFactory, AuthorFactory, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("masthead")]


def test_an_author_has_a_page_with_everything_known_about_them(client: Client, image: Image) -> None:
    author = AuthorFactory.create(
        slug="mira",
        name_en="Mira Talvane",
        job_title_en="Analyst",
        biography_en="She reads the order paper first.",
        picture=image,
    )
    AuthorLink.objects.create(author=author, label="Her page", url="https://www.example.org/mira")
    AuthorLink.objects.create(author=author, label="A trap", url="javascript:alert(1)")
    published(author=author, title="By her")
    published(title="By another")
    page = client.get("/authors/mira/").content.decode()
    for words in ("Mira Talvane", "Analyst", "order paper", "Her page", "example.org", "By her", "A navy blue plate"):
        assert words in page
    assert "By another" not in page
    assert "javascript:" not in page


def test_nothing_is_printed_about_an_author_of_whom_nothing_is_known(client: Client) -> None:
    published(author=AuthorFactory.create(slug="mira"))
    page = client.get("/authors/mira/").content.decode()
    opening = page[page.index("opening--person") : page.index("</header>", page.index("opening--person"))]
    assert "<img" not in opening
    assert "opening__text" not in opening
    assert "<ul" not in opening


def test_an_author_of_drafts_is_unknown_to_readers(client: Client) -> None:
    author = AuthorFactory.create(slug="mira", name_en="Mira Talvane")
    ArticleFactory.create(author=author)
    assert client.get("/authors/mira/").status_code == 404
    assert "Mira" not in client.get("/authors/").content.decode()
    published(author=author)
    assert client.get("/authors/mira/").status_code == 200
    assert client.get("/be/authors/mira/").status_code == 404
    assert "Mira" not in client.get("/be/authors/").content.decode()


def test_whoever_has_the_number_of_a_text_takes_it_from_nobody(client: Client) -> None:
    second = AuthorFactory.create(pk=1_000_000, name_en="Mira Talvane")
    publication = published(author=second)
    PublicationByline.objects.all().delete()
    first = AuthorFactory.create(pk=publication.pk, name_en="Leo Brandt")
    for author in (first, second):
        PublicationByline.objects.create(publication=publication, author=author, role=BylineRole.AUTHOR)
    assert "Mira Talvane" in client.get("/authors/").content.decode()


def test_a_changed_name_is_changed_everywhere(client: Client) -> None:
    author = AuthorFactory.create(slug="mira", name_en="Mira Talvane")
    publication = published(author=author)
    author.name_en = "M. T."
    author.save()
    for path in (publication.get_absolute_url(), "/authors/", "/authors/mira/"):
        page = client.get(path).content.decode()
        assert "M. T." in page
        assert "Talvane" not in page


def test_names_are_in_the_order_of_the_pages_alphabet(client: Client) -> None:
    for name in ("Ўласаў", "Іваноў", "Яварская", "Адам"):
        published(author=AuthorFactory.create(name_en=name), language="be")
    page = client.get("/be/authors/").content.decode()
    places = [page.index(name) for name in ("Адам", "Іваноў", "Ўласаў", "Яварская")]
    assert places == sorted(places)


def test_more_names_than_a_row_of_portraits_are_shown_under_their_letters(client: Client) -> None:
    article = ArticleFactory.create()
    article.set_bylines(
        [(AuthorFactory.create(name_en=f"{letter}uthor"), "author") for letter in "ABCDEFGHIJKLMNOPQRSTUVWXY"]
    )
    publishing.publish(article=article, by=None, at=NOON)
    page = client.get("/authors/").content.decode()
    assert page.count('class="letter__name"') == 25
    assert client.get("/authors/?letter=%00%FF").status_code == 200


def test_a_letter_stands_there_once_whatever_marks_it_has_in_names(client: Client) -> None:
    article = ArticleFactory.create()
    names = ["Abel", "Ångström", "Azra", "Émile", "Ezra", *(f"Zoe {number}" for number in range(20))]
    article.set_bylines([(AuthorFactory.create(name_en=name), "author") for name in names])
    publishing.publish(article=article, by=None, at=NOON)
    page = client.get("/authors/").content.decode()
    assert re.findall(r'"letter__name">(.+?)<', page) == ["A", "E", "Z"]


def test_very_many_names_are_shown_one_letter_at_a_time() -> None:
    letters = [(letter, [Author(name_en=f"{letter}uthor {number}") for number in range(80)]) for letter in "AB"]
    assert [letter for letter, _authors in shown_letters(letters, "")] == ["A"]
    assert [letter for letter, _authors in shown_letters(letters, "B")] == ["B"]
    assert [letter for letter, _authors in shown_letters(letters, "\x00")] == ["A"]
    assert [letter for letter, _authors in shown_letters([("1", []), *letters], "")] == ["A"]


def test_it_asks_five_questions_however_many_articles_there_are(
    client: Client, image: Image, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    author = AuthorFactory.create(slug="mira", picture=image)
    for start in (0, 10):
        for number in range(start, start + 10):
            published(author=author, at=NOON - timedelta(days=number), lead_image=image)
            published(author=AuthorFactory.create(picture=image))
        with django_assert_max_num_queries(5):
            assert client.get("/authors/mira/").content.decode().count("<article") == start + 10
        with django_assert_max_num_queries(3):
            client.get("/authors/")
