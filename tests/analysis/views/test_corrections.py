import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from analysis import publishing
from analysis.models import Article, Correction, CorrectionKind, Publication
from analysis.publishing import Notice
from tests.factories import NOON, published

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def article() -> Article:
    return published(title="Twelve ministers").article


def corrected(article: Article, text: str = "There were eleven.") -> Publication:
    notice = Notice(CorrectionKind.CORRECTION, text)
    return publishing.publish(article=article, by=None, at=NOON + HOUR, notice=notice)


def test_a_correction_stands_on_the_page_of_corrections(client: Client, article: Article) -> None:
    publication = corrected(article)
    page = client.get("/corrections/").text
    assert "There were eleven." in page
    assert f'href="{publication.get_absolute_url()}"' in page


def test_it_is_tied_to_the_difference_between_two_publications(article: Article) -> None:
    before = article.publications.get()
    after = corrected(article)
    correction = Correction.objects.get()
    assert (correction.replaced, correction.publication) == (before, after)


def test_a_correction_of_a_scheduled_update_waits_for_it(article: Article) -> None:
    notice = Notice(CorrectionKind.UPDATE, "New figures.")
    publishing.schedule(article=article, by=None, go_live_at=NOON + 2 * HOUR, at=NOON + HOUR, notice=notice)
    assert not Correction.objects.public(NOON + 2 * HOUR - timedelta(microseconds=1)).exists()
    assert Correction.objects.public(NOON + 2 * HOUR).exists()


def test_a_cancelled_update_corrects_nothing(article: Article) -> None:
    notice = Notice(CorrectionKind.UPDATE, "New figures.")
    publication = publishing.schedule(
        article=article, by=None, go_live_at=NOON + 2 * HOUR, at=NOON + HOUR, notice=notice
    )
    publishing.cancel(publication=publication, at=NOON + HOUR)
    assert not Correction.objects.exists()


def test_a_later_publication_keeps_earlier_corrections(article: Article) -> None:
    corrected(article)
    publishing.publish(article=article, by=None, at=NOON + 2 * HOUR)
    assert Correction.objects.public(NOON + 3 * HOUR).get().text == "There were eleven."


def test_a_retraction_outlives_its_text(client: Client, article: Article) -> None:
    publishing.withdraw(article=article, at=NOON + HOUR, retraction="It was invented.")
    page = client.get("/corrections/").text
    assert "It was invented." in page
    assert article.publications.get().get_absolute_url() not in page


def test_corrections_of_a_withdrawn_text_are_withdrawn_with_it(client: Client, article: Article) -> None:
    corrected(article)
    publishing.withdraw(article=article, at=NOON + 2 * HOUR)
    assert "There were eleven." not in client.get("/corrections/").text


def test_each_language_has_its_own(client: Client, article: Article) -> None:
    corrected(article)
    assert "There were eleven." not in client.get("/ru/corrections/").text


def test_a_correction_is_text(client: Client, article: Article) -> None:
    corrected(article, text="<script>alert(1)</script>")
    assert "<script>alert" not in client.get("/corrections/").text


def told(article: Article, number: int) -> list[Correction]:
    """So many corrections of one text, an hour apart."""
    publication = article.publications.get()
    return Correction.objects.bulk_create(
        Correction(
            publication=publication,
            kind=CorrectionKind.UPDATE,
            text=f"No. {each}.",
            created_at=NOON + each * timedelta(minutes=1),
        )
        for each in range(number)
    )


def numbers(page: str) -> list[int]:
    return [int(number) for number in re.findall(r"<p>No\. (\d+)\.</p>", page)]


def test_walking_down_and_up_shows_each_once_newest_first(client: Client, article: Article) -> None:
    told(article, 101)
    page = client.get("/corrections/").text
    pages = [numbers(page)]
    while older := re.search(r'href="(\?before=[^"]+)" rel="next"', page):
        page = client.get(f"/corrections/{older[1]}").text
        pages.append(numbers(page))
    assert [len(part) for part in pages] == [50, 50, 1]
    assert [number for part in pages for number in part] == list(range(100, -1, -1))
    newer = re.search(r'href="(\?after=[^"]+)" rel="prev"', page)
    assert newer
    assert numbers(client.get(f"/corrections/{newer[1]}").text) == pages[1]


@pytest.mark.parametrize("number", ["1", "2", "0", "x"])
def test_the_numbers_that_pages_once_had_lead_to_the_newest(client: Client, article: Article, number: str) -> None:
    told(article, 60)
    response = client.get("/corrections/", {"page": number})
    assert numbers(response.text)[0] == 59
    assert re.search(r'<link rel="canonical" href="http://[^"]+/corrections/">', response.text)


def test_a_correction_goes_with_the_instant_of_its_publication(article: Article) -> None:
    notice = Notice(CorrectionKind.UPDATE, "New figures.")
    at = NOON + timedelta(minutes=1)
    publication = publishing.schedule(article=article, by=None, go_live_at=NOON + HOUR, at=at, notice=notice)
    assert Correction.objects.get().public_from == NOON + HOUR
    publishing.reschedule(publication=publication, go_live_at=NOON + 3 * HOUR, at=at)
    assert Correction.objects.get().public_from == NOON + 3 * HOUR


@pytest.mark.usefixtures("masthead")
def test_it_asks_the_same_questions_however_many_there_are(
    client: Client, article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for hour in (1, 2, 3):
        notice = Notice(CorrectionKind.UPDATE, "More is known.")
        publishing.publish(article=article, by=None, at=NOON + hour * HOUR, notice=notice)
        with django_assert_num_queries(2):
            client.get("/corrections/")
