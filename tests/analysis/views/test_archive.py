import random
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test import Client
from pytest_django import Settings

from analysis import publishing
from analysis.models import MonthCount, Publication
from analysis.models.month_counts import articles_by_month
from tests.factories import NOON, copies, published, scheduled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("masthead")]


def test_the_archive_counts_months(client: Client) -> None:
    for day in (3, 4):
        published(at=datetime(2025, 12, day, 12, tzinfo=UTC))
    page = client.get("/archive/").content.decode()
    assert 'href="/archive/2025/12/"' in page
    assert "2 articles" in page


def test_a_year_and_a_month_list_what_first_appeared_in_them(client: Client) -> None:
    published(title="In December", at=datetime(2025, 12, 3, 12, tzinfo=UTC))
    published(title="In November", at=datetime(2025, 11, 3, 12, tzinfo=UTC))
    year, month = (client.get(f"/archive/{path}/").content.decode() for path in ("2025", "2025/12"))
    assert "In December" in year
    assert "In November" in year
    assert "December 2025" in month
    assert "In November" not in month


def test_a_month_begins_where_the_publication_is_at_home(client: Client) -> None:
    published(at=datetime(2025, 11, 30, 23, 30, tzinfo=UTC))  # half past midnight in Warsaw
    assert client.get("/archive/2025/12/").status_code == 200
    assert client.get("/archive/2025/11/").status_code == 404


def test_the_undated_are_in_no_year(client: Client) -> None:
    Publication.objects.filter(pk=published().pk).update(first_published_at=datetime(1900, 1, 1, tzinfo=UTC))
    assert client.get("/archive/1900/").status_code == 404
    assert "1900" not in client.get("/archive/").content.decode()


@pytest.mark.parametrize("path", ["1000", "2999", "2999/12", "0000", "9999", "2026/13", "2026/00", "2024/02"])
def test_times_in_which_nothing_appeared_are_not_found(client: Client, path: str) -> None:
    assert client.get(f"/archive/{path}/").status_code == 404


@pytest.mark.parametrize("path", ["2٠26", "2０２６", "2٠26/11", "2026/1１"])
def test_a_time_is_written_in_one_way(client: Client, path: str) -> None:
    published()
    assert client.get("/archive/2026/11/").status_code == 200
    assert client.get(f"/archive/{path}/").status_code == 404


def test_the_switch_leads_where_something_appeared_then(client: Client) -> None:
    published(at=datetime(2025, 12, 3, 12, tzinfo=UTC))
    published(at=datetime(2025, 12, 3, 12, tzinfo=UTC), language="ru")
    page = client.get("/archive/2025/12/").content.decode()
    assert 'href="/ru/archive/2025/12/"' in page
    assert 'href="/be/archive/2025/12/"' not in page


def counted(at: datetime) -> dict[date, int]:
    return dict(articles_by_month(language="en", at=at, start=date.min, end=date.max))


def test_a_text_is_counted_from_its_instant_to_its_end() -> None:
    published(at=NOON)
    publication = scheduled(go_live_at=NOON + timedelta(days=1))
    publishing.expire(publication=publication, expire_at=NOON + timedelta(days=2), at=NOON, by=None)
    november, moment = date(2026, 11, 1), timedelta(microseconds=1)
    begins, ends = NOON + timedelta(days=1), NOON + timedelta(days=2)
    seen = [counted(at)[november] for at in (begins - moment, begins, ends - moment, ends)]
    assert seen == [1, 2, 2, 1]


@pytest.mark.parametrize("zone", ["Europe/Warsaw", "UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"])
def test_numbers_are_those_of_the_texts_whatever_becomes_of_them(settings: Settings, zone: str) -> None:
    settings.TIME_ZONE = zone
    chance, start = random.Random(11), datetime(2025, 1, 1, tzinfo=UTC)  # noqa: S311
    # Close to the edges of months, where time zones differ.
    instants = [
        start + timedelta(days=30.4375 * chance.randrange(20), hours=chance.uniform(-30, 30)) for _text in range(150)
    ]
    made = copies(published(at=start), instants)
    for publication in chance.sample(made, 100):
        began = publication.live_from
        match chance.randrange(4):
            case 0:
                Publication.objects.filter(pk=publication.pk).delete()
            case 1:
                Publication.objects.filter(pk=publication.pk).update(live_until=began + timedelta(days=200))
            case 2:
                Publication.objects.filter(pk=publication.pk).update(language="ru")
            case _:
                Publication.objects.filter(pk=publication.pk).update(first_published_at=chance.choice(instants))
    for at in (start - timedelta(days=40), start + timedelta(days=250), start + timedelta(days=900)):
        live = Publication.objects.live(at).in_language("en").values_list("first_published_at", flat=True)
        at_home = (instant.astimezone(ZoneInfo(zone)) for instant in live)
        assert counted(at) == Counter(date(moment.year, moment.month, 1) for moment in at_home)


def test_the_row_of_a_month_is_replaced_and_not_added_to() -> None:
    copies(published(), [NOON + timedelta(minutes=number) for number in range(5)])
    assert [row.articles for row in MonthCount.objects.all()] == [6]


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_do_not_wait_for_each_other() -> None:
    first, second = published(at=NOON), published(at=NOON)
    other = connection.copy()
    try:
        with transaction.atomic(), other.cursor() as cursor:
            Publication.objects.filter(pk=first.pk).delete()
            cursor.execute("SET lock_timeout = '1s'")
            cursor.execute("UPDATE analysis_publication SET language = 'ru' WHERE id = %s", [second.pk])
    finally:
        other.close()
    assert counted(NOON) == {}
    published(at=NOON)
    assert counted(NOON) == {date(2026, 11, 1): 1}


def test_what_is_not_kept_is_not_counted() -> None:
    with transaction.atomic():
        published(at=NOON)
        transaction.set_rollback(True)
    assert counted(NOON) == {}


def test_a_year_counts_its_own_months(client: Client) -> None:
    copies(published(at=NOON), [NOON - timedelta(days=days) for days in (40, 400, 401)])
    page = client.get("/archive/2025/").text
    assert re.findall(r"(\d+) articles?<", page) == ["2"]
