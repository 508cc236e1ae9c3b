import re
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from django.test import Client

from analysis.models import Publication, Topic
from analysis.models.publications import UNDATED
from analysis.views.cursor import Edge, parsed
from tests.factories import NOON, TopicFactory, copies, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("masthead")]

NO_CURSORS = [
    *("", "x", "-1", "0", "1.1", "-1.-1", "9" * 18 + ".1", "-" + "9" * 18 + ".1", "1." + "9" * 18, "1." + "9" * 400),
    *("\x00", "٣.٣", "1e9.1", "' OR 1=1 --", "1.1\n", "\ud7ff", "x" * 5000),
]


def titles(page: str) -> list[str]:
    return re.findall(r"Text (\d+)</a></h2>", page)


def link(page: str, rel: str) -> str:
    match = re.search(rf'href="(\?[^"]+)" rel="{rel}"', page)
    return match[1] if match else ""


@pytest.fixture
def topic() -> Topic:
    topic = TopicFactory.create(slug="economy")
    # Three at each instant, so that the key has to decide.
    copies(published(topic=topic, title="Text 44"), [NOON - timedelta(hours=number // 3) for number in range(44)])
    return topic


@pytest.mark.usefixtures("topic")
def test_walking_down_and_up_shows_everything_once_and_in_the_same_order(client: Client) -> None:
    page = client.get("/economy/").content.decode()
    pages = [titles(page)]
    while older := link(page, "next"):
        page = client.get(f"/economy/{older}").content.decode()
        pages.append(titles(page))
    assert [len(part) for part in pages] == [20, 20, 5]
    assert sorted(int(title) for part in pages for title in part) == list(range(45))
    back = []
    while newer := link(page, "prev"):
        page = client.get(f"/economy/{newer}").content.decode()
        back.append(titles(page))
    assert back == [pages[1], pages[0]]


def test_a_page_stays_what_it_is_when_something_new_appears(client: Client, topic: Topic) -> None:
    second = link(client.get("/economy/").content.decode(), "next")
    before = titles(client.get(f"/economy/{second}").content.decode())
    published(topic=topic, title="Text 99", at=NOON + timedelta(hours=1))
    assert titles(client.get(f"/economy/{second}").content.decode()) == before


@pytest.mark.usefixtures("topic")
def test_the_undated_come_last(client: Client) -> None:
    Publication.objects.filter(title="Text 0").update(first_published_at=UNDATED)
    page = client.get("/economy/").content.decode()
    while older := link(page, "next"):
        page = client.get(f"/economy/{older}").content.decode()
    assert titles(page)[-1] == "0"


def test_no_cursor_breaks_a_list(client: Client) -> None:
    published(topic=TopicFactory.create(slug="economy"))
    for name in ("before", "after"):
        for value in NO_CURSORS:
            assert client.get(f"/economy/?{name}={quote(value)}").status_code == 200, (name, value)


@pytest.mark.usefixtures("topic")
def test_what_is_no_cursor_shows_the_first_page(client: Client) -> None:
    first = titles(client.get("/economy/").content.decode())
    assert titles(client.get("/economy/?before=nonsense").content.decode()) == first
    assert titles(client.get("/economy/?page=7&after=").content.decode()) == first


def test_where_nothing_is_older_any_more_the_newest_are_shown(client: Client) -> None:
    text = published(topic=TopicFactory.create(slug="economy"), title="Text 1")
    whole = client.get("/economy/").content.decode()
    for path in ("/economy/", "/archive/2026/", "/archive/2026/11/"):
        page = client.get(f"{path}?before={Edge(text.first_published_at, text.pk)}").content.decode()
        assert titles(page) == ["1"], path
        assert "Nothing has been published here yet" not in page
    assert client.get("/economy/?before=1.1").content.decode() == whole


@pytest.mark.usefixtures("topic")
def test_later_pages_are_not_for_search_engines_but_have_an_address(client: Client) -> None:
    first = client.get("/economy/").content.decode()
    assert "noindex" not in first
    second = client.get(f"/economy/{link(first, 'next')}").content.decode()
    assert '<meta name="robots" content="noindex, follow">' in second
    assert re.search(r'<link rel="canonical" href="http://[^"]+/economy/\?before=[\d.]+">', second)


@pytest.mark.parametrize("instant", [NOON, UNDATED, datetime(2026, 11, 16, 12, 0, 0, 123456, tzinfo=UTC)])
def test_a_cursor_keeps_its_instant_to_the_microsecond(instant: datetime) -> None:
    edge = Edge(instant, 7)
    assert parsed(str(edge)) == edge
