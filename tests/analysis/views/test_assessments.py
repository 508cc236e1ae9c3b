import csv
import json
import re
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils.http import http_date
from pytest_django import DjangoAssertNumQueries

from analysis import publishing
from analysis.models import Publication, Topic
from analysis.models.publications import UNDATED
from tests.factories import NOON, ArticleFactory, TopicFactory, copies, published, scheduled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("masthead")]

WEEK: dict[str, Any] = {"period_start": date(2026, 11, 9), "period_end": date(2026, 11, 15)}
BEFORE: dict[str, Any] = {"period_start": date(2026, 11, 2), "period_end": date(2026, 11, 8)}
CELL = re.compile(r'<li class="(\w+)[^"]*"[^>]*>(?:<i>\w+</i>)?<a href="([^"]+)"')


@pytest.fixture
def economy(db: None) -> Topic:
    return TopicFactory.create(slug="economy", name_en="Economy", position=1)


def rows(client: Client, path: str = "/assessments.csv") -> list[dict[str, str]]:
    response = client.get(path)
    assert response.status_code == 200
    return list(csv.DictReader(StringIO(response.content.decode())))


def cells(page: str) -> list[tuple[str, str]]:
    """What each says, and where it leads."""
    lines = re.findall(r'<ol class="strip__cells">.*?</ol>', page)
    return [cell for line in lines for cell in CELL.findall(line)]


# --- The files ------------------------------------------------------------------------------------------------


def test_a_row_says_what_a_text_says_of_a_week_and_where_it_stands(client: Client, economy: Topic) -> None:
    publication = published(
        topic=economy, title="The Bank cuts", slug="cuts", assessment="improved", assessment_reason="It fell.", **WEEK
    )
    assert rows(client) == [
        {
            "trend": "economy",
            "week": "2026-W46",
            "period_start": "2026-11-09",
            "period_end": "2026-11-15",
            "assessment": "improved",
            "reason": "It fell.",
            "counted": "true",
            "title": "The Bank cuts",
            "language": "en",
            "url": f"{settings.SITE_URL}/economy/cuts/",
            "article": str(publication.article_id),
            "published": "2026-11-16T12:00:00+00:00",
            "updated": "",
        }
    ]


def test_trends_come_in_their_order_and_weeks_in_that_of_time(client: Client, economy: Topic) -> None:
    security = TopicFactory.create(slug="a-security", position=2)
    published(topic=security, assessment="worsened", **WEEK)
    published(topic=economy, assessment="improved", **WEEK)
    published(topic=economy, assessment="unchanged", at=NOON + timedelta(hours=1), **BEFORE)
    published(topic=economy, assessment="unchanged")
    found = [(row["trend"], row["week"]) for row in rows(client)]
    assert found == [("economy", "2026-W45"), ("economy", "2026-W46"), ("economy", ""), ("a-security", "2026-W46")]


def test_of_two_texts_about_a_week_both_are_told_and_the_newest_counts(client: Client, economy: Topic) -> None:
    published(topic=economy, slug="first", assessment="worsened", **WEEK)
    published(topic=economy, slug="last", assessment="improved", at=NOON + timedelta(hours=1), **WEEK)
    counted = {row["url"].split("/")[-2]: row["counted"] for row in rows(client)}
    assert counted == {"first": "false", "last": "true"}
    for path in ("/", "/economy/", "/economy/first/"):
        assert cells(client.get(path).content.decode()) == [("improved", "/economy/last/")]


def test_each_language_has_its_own(client: Client, economy: Topic) -> None:
    published(topic=economy, assessment="worsened", **WEEK)
    published(topic=economy, title="Банк", language="ru", assessment="improved", **WEEK)
    assert [row["assessment"] for row in rows(client)] == ["worsened"]
    (russian,) = rows(client, "/ru/assessments.csv")
    assert (russian["title"], russian["language"]) == ("Банк", "ru")
    assert russian["url"].startswith(f"{settings.SITE_URL}/ru/economy/")
    assert rows(client, "/be/assessments.csv") == []


def test_nothing_is_told_early_and_nothing_that_is_over(client: Client, economy: Topic, today: datetime) -> None:
    scheduled(topic=economy, title="A secret", go_live_at=today + timedelta(seconds=1), assessment="worsened", **WEEK)
    over = published(topic=economy, title="Withdrawn", assessment="worsened", **WEEK)
    publishing.withdraw(article=over.article, at=NOON + timedelta(hours=1))
    shown = published(topic=economy, title="Public", assessment="improved", **BEFORE)
    ArticleFactory.create(topic=economy, title="A draft", assessment="worsened", **WEEK)
    addresses = ("/assessments.csv", "/assessments.json", "/economy/assessments.csv", "/economy/assessments.json")
    for path in (*addresses, "/", "/economy/", shown.get_absolute_url()):
        told = client.get(path).content.decode()
        assert "Public" in told
        for hidden in ("A secret", "Withdrawn", "A draft", "worsened&quot;", '"worsened"', ",worsened,"):
            assert hidden not in told, path


def test_texts_that_assess_no_trend_are_no_rows(client: Client, economy: Topic) -> None:
    published(topic=economy, **WEEK)
    published(topic=TopicFactory.create(is_trend=False), assessment="improved", **WEEK)
    assert rows(client) == []


def test_a_text_without_a_known_date_has_none(client: Client, economy: Topic) -> None:
    published(topic=economy, assessment="improved", **WEEK)
    Publication.objects.update(first_published_at=UNDATED)
    assert rows(client)[0]["published"] == ""


def test_an_article_keeps_its_number_through_new_titles_and_addresses(client: Client, economy: Topic) -> None:
    article = published(topic=economy, assessment="improved", **WEEK).article
    (before,) = rows(client)
    article.title, article.slug, article.assessment = "Another", "another", "worsened"
    article.save()
    publishing.publish(article=article, by=None, at=NOON + timedelta(hours=1))
    (after,) = rows(client)
    assert after["article"] == before["article"]
    assert after["url"] != before["url"]
    assert (after["assessment"], after["updated"]) == ("worsened", "2026-11-16T13:00:00+00:00")


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", '"><script>alert(1)</script>', "a,\nb"])
def test_hostile_words_stay_words_in_files_and_pages(client: Client, economy: Topic, text: str) -> None:
    publication = published(topic=economy, assessment="improved", **WEEK)
    Publication.objects.update(assessment_reason=text, title=text)
    (row,) = rows(client)
    assert row["reason"].removeprefix("'") == text
    assert row["reason"][0] not in "=+-@"
    assert json.loads(client.get("/assessments.json").content)["assessments"][0]["reason"] == text
    for path in ("/", "/economy/", publication.get_absolute_url()):
        assert "<script>alert" not in client.get(path).content.decode()


def test_the_json_says_whose_it_is_under_which_terms_and_how_to_cite_it(client: Client, economy: Topic) -> None:
    published(topic=economy, assessment="improved", **WEEK)
    response = client.get("/economy/assessments.json")
    whole = json.loads(response.content)
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert whole["publication"] == "The Weekly"
    assert whole["url"] == f"{settings.SITE_URL}/economy/assessments.json"
    assert "The Weekly" in whole["licence"]
    assert whole["url"] in whole["cite_as"]
    assert [trend["slug"] for trend in whole["trends"]] == ["economy"]
    (told,) = whole["assessments"]
    assert (told["counted"], told["updated"], told["week"]) == (True, None, "2026-W46")


def test_the_file_of_a_topic_has_its_rows_and_only_trends_have_one(client: Client, economy: Topic) -> None:
    published(topic=economy, assessment="improved", **WEEK)
    published(topic=TopicFactory.create(slug="security"), assessment="worsened", **WEEK)
    published(topic=TopicFactory.create(slug="budget", is_trend=False))
    assert [row["trend"] for row in rows(client, "/economy/assessments.csv")] == ["economy"]
    assert client.get("/budget/assessments.csv").status_code == 404
    assert client.get("/nothing/assessments.json").status_code == 404
    assert client.get("/economy/assessments.xml").status_code == 404


def test_a_file_is_shown_has_a_name_and_is_asked_for_again_only_when_it_changed(client: Client, economy: Topic) -> None:
    published(topic=economy, assessment="improved", **WEEK)
    for name in ("assessments.csv", "assessments.json"):
        response = client.get(f"/ru/economy/{name}")
        file = f"economy-assessments-ru.{name.rpartition('.')[2]}"
        assert response.headers["Content-Disposition"] == f'inline; filename="{file}"'
        again = client.get(f"/ru/economy/{name}", headers={"If-None-Match": response.headers["ETag"]})
        assert again.status_code == 304
    later = http_date((NOON + timedelta(days=9)).timestamp())
    assert client.get("/assessments.csv", headers={"If-Modified-Since": later}).status_code == 200


def test_files_cost_the_same_however_long_they_are(
    client: Client, economy: Topic, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    publication = published(topic=economy, assessment="improved", **WEEK)
    for count in (10, 300):
        copies(publication, [NOON - timedelta(minutes=number) for number in range(count)])
        for name in ("assessments.csv", "assessments.json", "economy/assessments.csv", "economy/assessments.json"):
            with django_assert_max_num_queries(3):
                assert client.get(f"/{name}").content.count(b"2026-W46") >= count
        Publication.objects.exclude(pk=publication.pk).delete()


# --- The pages ------------------------------------------------------------------------------------------------


def weekly(topic: Topic, number: int) -> list[Publication]:
    """One text a week, back in time."""
    first = published(topic=topic, assessment="worsened", assessment_reason="It rained." * 20, **WEEK)
    made = copies(first, [NOON - timedelta(weeks=week) for week in range(1, number)])
    for week, publication in enumerate(made, 1):
        publication.period_start = WEEK["period_start"] - timedelta(weeks=week)
        publication.period_end = WEEK["period_end"] - timedelta(weeks=week)
    Publication.objects.bulk_update(made, ["period_start", "period_end"])
    return [first, *made]


def test_the_cells_of_a_topic_are_the_counted_rows_of_its_file(client: Client, economy: Topic) -> None:
    made = weekly(economy, 120)
    links = [address for _assessment, address in cells(client.get("/economy/").content.decode())]
    found = [row["url"].removeprefix(settings.SITE_URL) for row in rows(client, "/economy/assessments.csv")]
    assert sorted(links) == sorted(found) == sorted(each.get_absolute_url() for each in made)


def test_the_first_page_shows_half_a_year_and_every_trend(client: Client, economy: Topic) -> None:
    TopicFactory.create(slug="security", name_en="Nobody wrote about it")
    weekly(economy, 40)
    page = client.get("/").content.decode()
    assert len(cells(page)) == 26
    assert page.count('class="gap"') == 26
    assert page.count("Nobody wrote about it") >= 2
    assert "40 weeks in a row" in page


def test_an_article_says_where_it_stands(client: Client, economy: Topic) -> None:
    newest = weekly(economy, 80)[0]
    old = published(
        topic=economy,
        assessment="worsened",
        period_start=WEEK["period_start"] - timedelta(weeks=50),
        period_end=WEEK["period_end"] - timedelta(weeks=50),
    )
    for publication, place, streak in ((newest, 25, "for more than a year"), (old, 12, "30 weeks in a row")):
        page = client.get(publication.get_absolute_url()).content.decode()
        assert page.count("You are here") == 1
        assert f'<a href="{publication.get_absolute_url()}" aria-current="page">' in page
        assert [address for _word, address in cells(page)].index(publication.get_absolute_url()) == place
        assert streak in page


@pytest.mark.parametrize("days", [(date.min, date(1, 1, 7)), (date(9999, 12, 20), date.max), (date.min, date.max)])
def test_a_week_at_the_ends_of_the_calendar_has_a_page(client: Client, economy: Topic, days: tuple[date, date]) -> None:
    publication = published(topic=economy, assessment="improved", period_start=days[0], period_end=days[1])
    for path in (publication.get_absolute_url(), economy.get_absolute_url(), "/", "/economy/assessments.csv"):
        assert client.get(path).status_code == 200, path


def test_a_text_is_not_taken_for_a_later_one_about_its_week(client: Client, economy: Topic) -> None:
    earlier = published(topic=economy, assessment="worsened", **WEEK)
    later = published(topic=economy, assessment="improved", at=NOON + timedelta(hours=1), **WEEK)
    page = client.get(earlier.get_absolute_url()).content.decode()
    assert page.count("You are here") == 1
    assert f'<a href="{later.get_absolute_url()}"><svg>' in page
    assert "aria-current" not in page[page.index('class="strip__cells"') :].split("</ol>")[0]


def test_a_text_that_assesses_nothing_has_no_strip(client: Client, economy: Topic) -> None:
    weekly(economy, 3)
    for fields in ({"topic": economy}, {"topic": TopicFactory.create(is_trend=False), "assessment": "improved"}):
        page = client.get(published(**fields, **WEEK).get_absolute_url()).content.decode()
        assert "strip" not in page


def test_the_table_has_what_the_strip_has(client: Client, economy: Topic) -> None:
    newest = weekly(economy, 60)[0]
    for path in ("/", "/economy/", newest.get_absolute_url()):
        page = client.get(path).content.decode()
        table = page[page.index("<table") : page.index("</table>")]
        assert table.count("The situation has worsened") == len(cells(page))
        assert table.count('<th scope="row"') == (52 if path == "/economy/" else 26)


def test_ten_years_fit_on_a_page(
    client: Client, economy: Topic, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    newest = weekly(economy, 520)[0]
    for path, questions in ((newest.get_absolute_url(), 5), ("/", 6), ("/economy/", 5)):
        with django_assert_max_num_queries(questions):
            page = client.get(path).content
    assert len(cells(page.decode())) == 520
    assert page.count(b"It rained.") < 53 * 20 + 100
    assert len(page) < 160_000
