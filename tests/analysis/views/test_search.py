from datetime import datetime, timedelta
from urllib.parse import parse_qsl, quote

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from analysis import publishing
from analysis.indexing import rebuilding
from analysis.models import Image, SearchMiss
from analysis.search import reach
from tests.analysis.views.reading import rename
from tests.factories import NOON, ArticleFactory, AuthorFactory, TopicFactory, copies, published, scheduled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("masthead")]


def search(client: Client, text: str, path: str = "/search/") -> str:
    response = client.get(path, {"q": text})
    assert response.status_code == 200
    return response.content.decode()


def test_it_finds_words_and_marks_them(client: Client) -> None:
    published(title="The dam", body="<p>Tea &amp; water in Arvel.</p>")
    published(title="Elsewhere", body="<p>Nothing of note.</p>")
    page = search(client, "arvel")
    assert "The dam" in page
    assert "in <mark>Arvel</mark>" in page
    assert "Elsewhere" not in page
    assert "1 article for “arvel”." in page


def test_words_of_the_title_alone_leave_the_standfirst_as_it_is(client: Client) -> None:
    published(title="Interconnector", standfirst="A cable.", body="<p>Begins in the middle of things.</p>")
    page = search(client, "interconnector")
    assert '<p class="entry__standfirst">A cable.</p>' in page
    assert page.count("<mark>") == 1


def test_it_helps_when_nothing_is_asked_or_found(client: Client) -> None:
    published(title="The newest of all")
    assert "The newest of all" in search(client, "")
    page = search(client, "qwertyuiop")
    assert "Nothing was found for “qwertyuiop”." in page
    assert "Try fewer words" in page
    assert "The newest of all" in page


def test_a_mistyped_word_leads_to_results(client: Client) -> None:
    published(title="The gendarmerie bill")
    rebuilding.learn_all()
    page = search(client, "gendarmrie")
    assert '<a href="?q=gendarmerie">gendarmerie</a>' in page
    assert "1 article" in page


def test_fewer_words_and_other_languages_are_offered_with_what_they_find(client: Client) -> None:
    published(title="River barges")
    published(title="Наши barges", language="ru")
    page = search(client, "barges moon")
    assert '<a href="?q=barges">barges</a>' in page
    assert '<a href="/ru/search/?q=barges" hreflang="ru">1 result in Russian</a>' in search(client, "barges")
    assert "1 результат на английском" in search(client, "barges", "/ru/search/")


def test_what_was_asked_is_shown_as_text(client: Client) -> None:
    page = search(client, '"><script>alert(1)</script>{{ 91*97 }}')
    assert "<script>" not in page
    assert "8827" not in page


def test_it_finds_nothing_that_is_not_live_or_in_another_language(client: Client, today: datetime) -> None:
    scheduled(go_live_at=today + timedelta(days=1), title="Coming arvel")
    published(title="Арвель", body="<p>arvel</p>", language="ru")
    assert "Nothing was found" in search(client, "arvel")
    assert "Арвель" in search(client, "arvel", "/ru/search/")


@pytest.mark.parametrize(
    "text",
    ["\x00", "a" * 2**20, "' OR 1=1; --", "%_\\", "&|!():*<->", '"', "- -", "ў" * 300, "word " * 5000, "\ud83d"[:0]],
)
def test_odd_questions_get_a_polite_answer(client: Client, text: str) -> None:
    assert len(search(client, text)) < 60_000


def test_results_are_not_for_search_engines(client: Client) -> None:
    assert '<meta name="robots" content="noindex' in search(client, "x")


def test_it_asks_the_same_questions_however_much_is_found(
    client: Client, image: Image, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _round in range(2):
        for _number in range(10):
            published(title="Budget", lead_image=image, author=AuthorFactory())
        with django_assert_max_num_queries(9):
            search(client, "budget")


# --- Filters -----------------------------------------------------------------------------------------------


def test_facets_lead_to_the_same_search_with_a_filter_and_back(client: Client) -> None:
    north, south = TopicFactory(name_en="North", slug="north"), TopicFactory(name_en="South", slug="south")
    published(title="River one", topic=north)
    published(title="River two", topic=south)
    page = search(client, "river")
    assert 'href="?q=river&amp;topic=north"' in page
    filtered = client.get("/search/", {"q": "river", "topic": "north"}).content.decode()
    assert "River one" not in filtered or "River two" not in filtered
    assert 'href="?q=river"' in filtered
    assert 'aria-current="true"' in filtered


def test_numbers_beside_filters_agree_with_what_was_found(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "COUNTED", 100)
    monkeypatch.setattr(reach, "LOOKED_AT", 60)
    north, south = TopicFactory(name_en="North", slug="north"), TopicFactory(name_en="South", slug="south")
    for topic, days, number in ((north, 10, 300), (south, 60, 40)):
        common = published(title="A river", topic=topic, at=NOON - timedelta(days=4_000))
        copies(common, [NOON - timedelta(days=days * each) for each in range(1, number)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE analysis_publication")
    filtered = client.get("/search/", {"q": "river", "topic": "south"})
    assert "40 articles for “river”." in filtered.content.decode()
    (topics,) = filtered.context["facets"]
    told = {option.label: (option.number, option.is_more) for option in topics.options}
    # All that are filed there; of the others, which are more than can be counted, those among the newest.
    assert told["South"] == (40, False)
    assert told["North"][1]
    assert "Counted among the newest of them." in filtered.content.decode()


def test_filters_hold_when_other_words_are_asked_for(client: Client) -> None:
    TopicFactory(slug="north")
    page = client.get("/search/", {"q": "river", "topic": "north", "order": "newest"}).content.decode()
    assert '<input type="hidden" name="topic" value="north">' in page
    assert '<input type="hidden" name="order" value="newest">' in page


def test_a_day_that_is_none_is_said_beside_its_field_and_nothing_is_lost(client: Client) -> None:
    published(title="The river")
    page = client.get("/search/", {"q": "river", "from": "2016-13-45", "to": "2030-01-01"}).content.decode()
    assert "This is no day. Write it as 2026-11-30." in page
    assert 'value="2016-13-45"' in page
    assert "1 article for “river”." in page


def test_a_period_that_ends_before_it_begins_says_so(client: Client) -> None:
    page = client.get("/search/", {"q": "river", "from": "2026-02-01", "to": "2026-01-01"}).content.decode()
    assert "This is before the day it begins with." in page


@pytest.mark.parametrize("name", ["topic", "author", "assessment"])
def test_a_filter_that_does_not_exist_is_said_and_left_out(client: Client, name: str) -> None:
    published(title="The river")
    page = client.get(f"/search/?q=river&{name}=nobody").content.decode()
    assert "There is no such" in page
    assert "1 article for “river”." in page


def test_filters_by_former_addresses_lead_to_the_present_ones_in_one_hop(client: Client) -> None:
    topic, author = TopicFactory.create(slug="old-topic"), AuthorFactory.create(slug="old-author")
    published(title="The river", topic=topic, author=author)
    publishing.rename_topic(topic=topic, slug="new-topic", at=NOON)
    rename(author, "new-author")
    asked = {"q": "the river & sea", "topic": "old-topic", "author": "old-author", "from": "2026-13-45", "number": "3"}
    for path in ("/search/", "/ru/search/"):
        response = client.get(path, asked | {"utm_source": "letter"})
        assert response.status_code == 301
        address, _separator, query = response.headers["Location"].partition("?")
        assert address == path
        assert dict(parse_qsl(query)) == asked | {"topic": "new-topic", "author": "new-author"}
        assert client.get(response.headers["Location"]).status_code == 200


def test_a_new_name_that_readers_have_not_seen_is_not_told_by_a_filter(client: Client) -> None:
    topic, author = TopicFactory.create(slug="first", is_trend=False), AuthorFactory.create(slug="first")
    ArticleFactory.create(topic=topic, author=author)
    publishing.rename_topic(topic=topic, slug="secret-topic", at=NOON)
    rename(author, "secret-name")
    response = client.get("/search/?topic=first&author=first")
    assert response.status_code == 200
    assert "secret" not in response.content.decode()


def test_what_readers_cannot_see_yet_is_no_filter_either(client: Client) -> None:
    published(title="The river")
    topic = TopicFactory.create(slug="coming", name_en="The coming war", is_trend=False)
    author = AuthorFactory.create(slug="secret", name_en="Hidden Person")
    draft = ArticleFactory.create(topic=topic, author=author, title="The river again")
    page = client.get("/search/?q=river&topic=coming&author=secret").text
    assert "There is no such topic." in page
    assert "There is no such author." in page
    assert "The coming war" not in page
    assert "Hidden Person" not in page
    publishing.publish(article=draft, by=None, at=NOON)
    page = client.get("/search/?q=river&topic=coming&author=secret").text
    assert "1 article for" in page
    assert "Hidden Person" in page
    # In the other languages, too: the search tells how much is there.
    assert "Hidden Person" in client.get("/ru/search/?q=river&author=secret").text


@pytest.mark.parametrize("value", ["\x00", "x" * 5000, "../", "٣", "a b", "%_"])
def test_no_address_of_a_filter_breaks_the_search(client: Client, value: str) -> None:
    for name in ("topic", "author"):
        assert client.get("/search/", {"q": "river", name: value}).status_code == 200


@pytest.mark.parametrize("value", ["0", "-1", "2", str(2**63), "x", "1e9", "\x00"])
def test_a_page_that_does_not_exist_is_the_nearest_there_is(client: Client, value: str) -> None:
    published(title="The river")
    response = client.get(f"/search/?q=river&number={quote(value)}")
    assert response.status_code == 200
    assert "The <mark>river</mark>" in response.content.decode()


def test_results_are_leafed_through(client: Client) -> None:
    for number in range(41):
        published(title=f"Budget {number}")
    first, last = search(client, "budget"), client.get("/search/?q=budget&number=3").content.decode()
    assert first.count("<article") == 20
    assert 'href="?q=budget&amp;number=2"' in first
    assert "41 articles for “budget”." in first
    assert last.count("<article") == 1
    assert 'href="?q=budget&amp;number=2"' in last


# --- As one types ------------------------------------------------------------------------------------------


def test_titles_come_as_one_types_as_a_part_of_a_page(client: Client) -> None:
    published(title="Elections & <more>")
    response = client.get("/search/titles/", {"q": "elec"})
    assert "Elections &amp; &lt;more&gt;" in response.content.decode()
    assert "<html" not in response.content.decode()
    assert client.get("/ru/search/titles/", {"q": "elec"}).content.strip() == b""


# --- What is searched for without result --------------------------------------------------------------------


def test_a_search_without_result_is_counted_without_anything_of_who_searched(client: Client) -> None:
    for text in ("Nothing  here", "nothing here", "nothing HERE"):
        search(client, text)
    miss = SearchMiss.objects.get()
    assert (miss.text, miss.language, miss.count) == ("nothing here", "en", 3)
    assert {field.name for field in SearchMiss._meta.fields} == {"id", "language", "text", "count", "last_date"}


@pytest.mark.parametrize(
    "text", ["ada@example.org", "+375 29 123-45-67", "https://example.org/x", "x" * 81, "'", "the"]
)
def test_what_may_be_of_a_person_or_says_nothing_is_not_kept(client: Client, text: str) -> None:
    search(client, text)
    assert not SearchMiss.objects.exists()


def test_what_finds_something_or_only_lacks_it_under_a_filter_is_no_miss(client: Client) -> None:
    published(title="The river")
    search(client, "river")
    client.get("/search/", {"q": "river", "from": "2030-01-01"})
    client.head("/search/", {"q": "moon"})
    assert not SearchMiss.objects.exists()


def test_where_nothing_can_be_written_the_page_is_shown_all_the_same(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    assert "Nothing was found" in search(client, "moon")
