"""Names in all their spellings: what editors may write down, and what they are told."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from analysis.models import AuditEntry, Name

pytestmark = pytest.mark.django_db
AtDesk = Callable[[User], Client]

ADD = "/admin/analysis/name/add/"
LIST = "/admin/analysis/name/"


@pytest.fixture
def minsk() -> Name:
    return Name.objects.create(spellings=["Minsk", "Мінск", "Минск"])


def page_of(name: Name) -> str:
    return reverse("admin:analysis_name_change", args=[name.pk])


def errors(desk: Client, spellings: str, address: str = ADD) -> list[str]:
    return list(desk.post(address, {"spellings": spellings}).context["adminform"].form.errors["spellings"])


def test_a_spelling_is_a_line(desk: Client) -> None:
    desk.post(ADD, {"spellings": "Talmere\r\n\r\n  New   Talmere \u2028Талмер\x00\u202e\n"})
    assert Name.objects.get().spellings == ["Talmere", "New Talmere", "Талмер"]


def test_the_form_shows_what_it_takes(desk: Client, minsk: Name) -> None:
    page = desk.get(page_of(minsk)).text
    assert "\nMinsk\nМінск\nМинск</textarea>" in page
    assert "One spelling a line, in any language: a search for one finds them all." in page


def test_a_spelling_from_elsewhere_is_filled_in(desk: Client) -> None:
    assert "\n&lt;b&gt; talmere</textarea>" in desk.get(ADD, {"spellings": "<b> talmere"}).text


@pytest.mark.parametrize(
    ("spellings", "said"),
    [
        (" \n\x00", ["This field is required."]),
        ("Minsk", ["One spelling finds itself: give at least two."]),
        (
            "Minsk\nMINSK",
            [
                "One spelling finds itself: give at least two.",
                "“MINSK” stands here more than once. Small and capital letters make no difference.",
            ],
        ),
        ("Minsk\n2020", ["“2020” has no letter."]),
        ("Minsk\n" + "м" * 101, [f"“{'м' * 60}…” is too long: a spelling has at most 100 characters."]),
        ("\n".join(f"Minsk {n}" for n in range(31)), ["These are 31 spellings; a name has at most 30."]),
    ],
)
def test_a_mistake_is_named_beside_the_field(desk: Client, spellings: str, said: list[str]) -> None:
    assert errors(desk, spellings) == said
    assert not Name.objects.exists()


def test_the_longest_and_the_most_are_fine(desk: Client) -> None:
    desk.post(ADD, {"spellings": "\n".join(f"{n:02}".ljust(100, "м") for n in range(30))})
    assert len(Name.objects.get().spellings) == 30


def test_two_names_share_no_spelling(desk: Client, minsk: Name) -> None:
    said = "“Минск” is in the list already: Minsk, Мінск, Минск. Add the other spellings there."
    assert errors(desk, "Мінскъ\nМИНСК") == [said]
    other = Name.objects.create(spellings=["Brest", "Брэст"])
    assert errors(desk, "Brest\nминск", page_of(other)) == [said]


def test_a_name_is_kept_with_its_own_spellings(desk: Client, minsk: Name) -> None:
    desk.post(page_of(minsk), {"spellings": "Минск\nМінск\nMiensk"})
    minsk.refresh_from_db()
    assert minsk.spellings == ["Минск", "Мінск", "Miensk"]


def test_a_change_stands_in_the_log_and_in_the_history(desk: Client, minsk: Name) -> None:
    desk.post(page_of(minsk), {"spellings": "Minsk\nМінск"})
    entry = AuditEntry.objects.get()
    assert (entry.before, entry.after) == (
        {"spellings": ["Minsk", "Мінск", "Минск"]},
        {"spellings": ["Minsk", "Мінск"]},
    )
    assert [record.spellings for record in minsk.history.all()] == [["Minsk", "Мінск"], ["Minsk", "Мінск", "Минск"]]
    assert "Minsk, Мінск" in desk.get(reverse("admin:analysis_name_history", args=[minsk.pk])).text


def test_nothing_new_is_no_change(desk: Client, minsk: Name) -> None:
    desk.post(page_of(minsk), {"spellings": "Minsk\nМінск\nМинск"})
    assert AuditEntry.objects.get().after == {}


@pytest.mark.parametrize("words", ["мінс", "MINSK", "Minsk Минск"])
def test_a_name_is_found_by_any_of_its_spellings(desk: Client, minsk: Name, words: str) -> None:
    Name.objects.create(spellings=["Brest", "Брэст"])
    assert list(desk.get(LIST, {"q": words}).context["cl"].queryset) == [minsk]


@pytest.mark.parametrize("words", ["\x00", "'", "%_\\", "{", '"', "a" * 5000])
def test_strange_words_find_nothing_and_break_nothing(desk: Client, minsk: Name, words: str) -> None:
    assert desk.get(LIST, {"q": words}).status_code == 200


def test_a_long_list_costs_no_more_than_a_short_one(desk: Client, django_assert_num_queries: Callable) -> None:
    desk.get(LIST)
    for number in range(20):
        Name.objects.create(spellings=[f"Minsk {number}", f"Мінск {number}"])
        if number in (9, 19):
            with django_assert_num_queries(4):
                desk.get(LIST)


def test_analysts_may_look(analyst: User, at_desk: AtDesk, minsk: Name) -> None:
    client = at_desk(analyst)
    assert "Minsk, Мінск, Минск" in client.get(LIST).text
    assert "<textarea" not in client.get(page_of(minsk)).text
    assert client.post(page_of(minsk), {"spellings": "Mine\nMein"}).status_code == 403
    assert client.post(ADD, {"spellings": "Mine\nMein"}).status_code == 403
