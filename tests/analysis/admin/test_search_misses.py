"""What readers searched for without result: a list that leads to names, and forgets."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from analysis.models import AuditEntry, SearchMiss

pytestmark = pytest.mark.django_db
AtDesk = Callable[[User], Client]

LIST = "/admin/analysis/searchmiss/"


def missed(text: str, *, count: int = 1, language: str = "en") -> SearchMiss:
    return SearchMiss.objects.create(text=text, language=language, count=count, last_date=date(2026, 11, 29))


def listed(desk: Client, **asked: str) -> list[str]:
    return [miss.text for miss in desk.get(LIST, asked).context["cl"].result_list]


def test_what_is_missed_most_stands_first(desk: Client) -> None:
    for text, count in (("zeyb", 2), ("tolmere", 71), ("bread", 3)):
        missed(text, count=count)
    assert listed(desk) == ["tolmere", "bread", "zeyb"]
    page = desk.get(LIST).text
    assert "71" in page
    assert "November 29, 2026" in page


def test_it_is_narrowed_down_by_language_and_words(desk: Client) -> None:
    missed("tolmere")
    missed("хлеб", language="ru")
    missed("хлеб", language="be")
    assert listed(desk, language="be") == ["хлеб"]
    assert listed(desk, q="ХЛЕБ", language="ru") == ["хлеб"]
    assert listed(desk, q="tol") == ["tolmere"]
    assert len(listed(desk, language="xx")) == 3


def test_a_row_leads_to_a_new_name_with_its_words(desk: Client) -> None:
    missed("zeyb & tolmere")
    address = "/admin/analysis/name/add/?spellings=zeyb+%26+tolmere"
    assert f'href="{address}"' in desk.get(LIST).text
    assert "\nzeyb &amp; tolmere</textarea>" in desk.get(address).text


def test_words_of_readers_are_never_markup(desk: Client) -> None:
    missed("<script>alert(1)</script>")
    assert "<script>alert(1)" not in desk.get(LIST).text


def test_the_chosen_are_forgotten_at_once_and_not_kept_in_the_log(desk: Client) -> None:
    kept, *forgotten = missed("tolmere"), missed("asdf"), missed("qwerty")
    sent = {"action": "forget", "_selected_action": [miss.pk for miss in forgotten]}
    page = desk.post(LIST, sent, follow=True).text
    assert "2 searches were forgotten." in page
    assert list(SearchMiss.objects.all()) == [kept]
    desk.post(reverse("admin:analysis_searchmiss_delete", args=[kept.pk]), {"post": "yes"})
    assert not SearchMiss.objects.exists()
    assert not AuditEntry.objects.exists()


def test_nothing_is_added_or_changed(administrator: User, at_desk: AtDesk) -> None:
    office, miss = at_desk(administrator), missed("tolmere")
    sent = {"text": "mine", "language": "en", "count": "9", "last_date": "2026-11-29"}
    assert office.post(f"{LIST}add/", sent).status_code == 403
    assert office.post(reverse("admin:analysis_searchmiss_change", args=[miss.pk]), sent).status_code == 403
    miss.refresh_from_db()
    assert (miss.text, miss.count) == ("tolmere", 1)


def test_it_is_no_business_of_analysts(analyst: User, at_desk: AtDesk) -> None:
    client, miss = at_desk(analyst), missed("tolmere")
    assert client.get(LIST).status_code == 403
    assert client.post(LIST, {"action": "forget", "_selected_action": [miss.pk]}).status_code == 403
    assert SearchMiss.objects.exists()
    assert LIST not in client.get("/admin/").text


def test_a_long_list_costs_no_more_than_a_short_one(desk: Client, django_assert_num_queries: Callable) -> None:
    desk.get(LIST)
    for number in range(20):
        missed(f"tolmere {number}")
        if number in (9, 19):
            with django_assert_num_queries(4):
                desk.get(LIST)
