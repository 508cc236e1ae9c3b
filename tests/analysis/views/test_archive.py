from datetime import UTC, datetime

import pytest
from django.test import Client

from analysis.models import Publication
from tests.factories import published

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


def test_the_switch_leads_where_something_appeared_then(client: Client) -> None:
    published(at=datetime(2025, 12, 3, 12, tzinfo=UTC))
    published(at=datetime(2025, 12, 3, 12, tzinfo=UTC), language="ru")
    page = client.get("/archive/2025/12/").content.decode()
    assert 'href="/ru/archive/2025/12/"' in page
    assert 'href="/be/archive/2025/12/"' not in page
