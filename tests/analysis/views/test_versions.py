"""What was public of an article, when, and what changed; and nothing that was not public, or is not any more."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from analysis import publishing
from analysis.models import Article, CorrectionKind, Event, Publication
from analysis.publishing import Notice
from tests.factories import NOON, ArticleFactory, TopicFactory, published

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def article() -> Article:
    """Public since noon."""
    topic = TopicFactory.create(slug="economy")
    body = "<p>Prices fell.</p><p>Two voted against it.</p><p>Nobody else was there.</p>"
    return published(topic=topic, slug="the-bank-cuts", title="The Bank cuts", body=body).article


def changed(article: Article, *, hours: float = 1, notice: Notice | None = None, **fields: Any) -> Publication:
    """The article is public with other words, so many hours after noon."""
    sources = fields.pop("sources", None)
    for name, value in fields.items():
        setattr(article, name, value)
    article.save()
    if sources is not None:
        article.set_sources(sources)
    return publishing.publish(article=article, by=None, at=NOON + hours * HOUR, notice=notice)


def page(client: Client, path: str = "") -> str:
    answer = client.get(f"/economy/the-bank-cuts/versions/{path}")
    assert answer.status_code == 200
    html = answer.text
    return html[html.index("<main") : html.index("</main>")]


def status(client: Client, path: str = "") -> int:
    return client.get(f"/economy/the-bank-cuts/versions/{path}").status_code


# --- The list --------------------------------------------------------------------------------------------------------


def test_it_lists_what_was_public_the_latest_first_each_with_its_instant(client: Client, article: Article) -> None:
    changed(article, hours=1)
    changed(article, hours=2)
    html = page(client)
    shown = ["Version 3", "14:00", "the present one", "Version 2", "13:00", "Version 1", "12:00"]
    places = [html.find(words) for words in shown]
    assert -1 not in places, shown[places.index(-1)]
    assert places == sorted(places)


def test_what_readers_were_told_stands_with_its_version(client: Client, article: Article) -> None:
    changed(article, notice=Notice(CorrectionKind.CORRECTION, "There were <three>."))
    html = page(client)
    assert html.index("Version 2") < html.index("There were &lt;three&gt;.") < html.index("Version 1")


def test_a_text_of_unknown_date_says_none_for_its_first_version(client: Client, article: Article) -> None:
    article.originally_published_at = datetime.fromisoformat("1900-01-01T00:00:00+00:00")
    article.save()
    changed(article, body="<p>Anew.</p>")
    html = page(client)
    assert "13:00" in html
    assert "12:00" not in html
    assert "1900" not in html


@pytest.mark.parametrize("path", ["", "2/"])
def test_search_engines_are_asked_to_leave_it(client: Client, article: Article, path: str) -> None:
    changed(article)
    answer = client.get(f"/economy/the-bank-cuts/versions/{path}")
    assert '<meta name="robots" content="noindex' in answer.text
    assert 'rel="canonical"' not in answer.text


def test_the_article_leads_to_its_versions_once_there_are_two(client: Client, article: Article) -> None:
    versions = 'href="/economy/the-bank-cuts/versions/"'
    assert versions not in client.get("/economy/the-bank-cuts/").text
    changed(article)
    assert versions in client.get("/economy/the-bank-cuts/").text


# --- The difference --------------------------------------------------------------------------------------------------


def test_it_marks_the_words_that_changed_and_folds_what_did_not(client: Client, article: Article) -> None:
    changed(article, body=article.body.replace("Two", "Three"))
    html = page(client, "2/")
    assert "[taken out:] </span>Two </del>" in html
    assert "[put in:] </span>Three </ins>voted against it." in html
    assert html.count("1 passage as it was") == 2


def test_every_part_that_readers_see_is_compared(client: Client, article: Article) -> None:
    changed(
        article,
        title="The Bank halves",
        standfirst="Nobody had asked.",
        assessment="improved",
        assessment_reason="It is cheaper.",
        sources=[{"title": "Minutes", "publisher": "Bank", "url": "https://example.org/m"}],
    )
    html = page(client, "2/")
    for words in ("Title", "Standfirst", "Assessment", "Reason for the assessment", "Sources"):
        assert f">{words}</h2>" in html
    assert ">Text</h2>" not in html
    assert "▲ The situation has improved</ins>" in html
    assert "Minutes · Bank · https://example.org/m</ins>" in html


def test_a_new_order_of_the_sources_is_a_change(client: Client, article: Article) -> None:
    sources = [{"title": "First"}, {"title": "Second"}]
    changed(article, sources=sources)
    changed(article, hours=2, sources=sources[::-1])
    html = page(client, "3/")
    assert (
        html.index("First</del>") < html.index("Second</del>") < html.index("Second</ins>") < html.index("First</ins>")
    )


def test_formatting_alone_is_called_that(client: Client, article: Article) -> None:
    changed(article, body=article.body.replace("Prices", "<strong>Prices</strong>"))
    html = page(client, "2/")
    assert "Only the formatting" in html
    assert "passage" not in html


def test_nothing_is_said_where_nothing_changed(client: Client, article: Article) -> None:
    changed(article)
    html = page(client, "2/")
    assert "Not a word" in html
    assert "</h2>" not in html


def test_words_are_never_markup(client: Client, article: Article) -> None:
    hostile = "<script>alert(1)</script>"
    changed(article, title=hostile, standfirst=hostile, assessment_reason=hostile, sources=[{"title": hostile}])
    for path in ("", "2/"):
        html = page(client, path)
        assert "<script>" not in html
        assert "&lt;script&gt;" in html


def test_a_body_that_cannot_be_cleaned_is_compared_by_its_words(client: Client, article: Article) -> None:
    publication = changed(article)
    Publication.objects.filter(pk=publication.pk).update(body="<p>x</p>" * 20_000, body_text="Its <b>words</b>.")
    assert "Its &lt;b&gt;words&lt;/b&gt;." in page(client, "2/")


def test_neighbouring_differences_lead_to_each_other(client: Client, article: Article) -> None:
    for hours in (1, 2, 3):
        changed(article, hours=hours, standfirst=f"Word {hours}.")
    html = page(client, "3/")
    assert 'href="/economy/the-bank-cuts/versions/2/" rel="prev"' in html
    assert 'href="/economy/the-bank-cuts/versions/4/" rel="next"' in html
    assert 'rel="prev"' not in page(client, "2/")
    assert 'rel="next"' not in page(client, "4/")


def test_a_correction_leads_to_the_difference_it_explains(client: Client, article: Article) -> None:
    changed(article)
    changed(article, hours=2, notice=Notice(CorrectionKind.CORRECTION, "There were three."))
    changed(article, hours=3)
    for path in ("/economy/the-bank-cuts/", "/corrections/"):
        assert 'href="/economy/the-bank-cuts/versions/3/">What changed</a>' in client.get(path).text


@pytest.mark.parametrize("path", ["0/", "1/", "02/", "3/", "99999999999999999999/"])
def test_where_there_is_nothing_to_compare_there_is_no_page(client: Client, article: Article, path: str) -> None:
    changed(article)
    assert status(client, path) == 404


# --- What stays unseen ------------------------------------------------------------------------------------------------


def test_what_is_to_come_and_what_only_the_desk_has_is_not_there(
    client: Client, article: Article, today: datetime
) -> None:
    changed(article, body="<p>Public words.</p>")
    article.title = article.standfirst = article.body = "Zqxwv, scheduled"
    article.save()
    publishing.schedule(article=article, by=None, go_live_at=today + HOUR, at=today)
    article.title = article.standfirst = article.body = "Zqxwv, saved"
    article.save()
    publishing.record(article=article, by=None, event=Event.SAVE, at=today)
    for path in ("", "2/"):
        html = page(client, path)
        assert "Zqxwv" not in html
        assert "Version 3" not in html
    assert status(client, "3/") == 404


def test_a_draft_and_a_text_to_come_have_no_versions(client: Client, today: datetime) -> None:
    topic = TopicFactory.create(slug="economy")
    article = ArticleFactory.create(topic=topic, slug="the-bank-cuts")
    assert status(client) == 404
    publishing.schedule(article=article, by=None, go_live_at=today + HOUR, at=today)
    assert status(client) == 404
    assert status(client, "1/") == 404


def test_the_versions_go_with_the_article(client: Client, article: Article) -> None:
    changed(article, title="Zqxwv")
    publishing.withdraw(article=article, at=NOON + 2 * HOUR)
    for path in ("", "2/"):
        answer = client.get(f"/economy/the-bank-cuts/versions/{path}")
        assert answer.status_code == 410
        assert "Zqxwv" not in answer.text


def test_what_was_taken_down_stays_down_when_the_text_is_public_anew(client: Client, article: Article) -> None:
    changed(article, body="<p>Zqxwv.</p>", notice=Notice(CorrectionKind.UPDATE, "More is known."))
    publishing.withdraw(article=article, at=NOON + 2 * HOUR)
    changed(article, hours=3, body="<p>Without that name.</p>")
    changed(article, hours=4, body="<p>Still without that name.</p>")
    html = page(client)
    assert "taken down" in html
    assert "Version 4" in html
    assert [status(client, f"{number}/") for number in (2, 3, 4)] == [404, 404, 200]
    for path in ("", "4/"):
        assert "Zqxwv" not in page(client, path)
    assert "What changed</a>" not in client.get("/economy/the-bank-cuts/").text
    assert "What changed</a>" not in client.get("/corrections/").text


def test_an_earlier_address_leads_on_in_one_hop(client: Client, article: Article) -> None:
    changed(article)
    changed(article, hours=2, slug="the-bank-halves")
    answer = client.get("/economy/the-bank-cuts/versions/2/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/economy/the-bank-halves/versions/2/")


@pytest.mark.usefixtures("masthead")
def test_it_asks_three_questions_however_many_versions_there_are(
    client: Client, article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for hours in range(1, 5):
        changed(article, hours=hours, notice=Notice(CorrectionKind.UPDATE, "More."))
        with django_assert_num_queries(2):
            page(client)
        with django_assert_num_queries(3):
            page(client, "2/")
