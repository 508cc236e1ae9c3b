"""What is kept of the site in front of Django, and for whom."""

import gzip
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import brotli
import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from analysis import publishing
from analysis.frontend_cache.answers import encoding_for
from analysis.models import Publication, Topic
from config.front import LONGEST_PATH, Front
from config.metrics import PAGES
from tests.factories import AuthorFactory, EditorFactory, TopicFactory, copies, published
from tests.front import Answer, front, get, hear

pytestmark = pytest.mark.django_db(transaction=True)
PATH = "/the-trend/a-text/"


@pytest.fixture
def text() -> Publication:
    return published(slug="a-text", title="The council votes", topic=TopicFactory(slug="the-trend"))


@pytest.fixture
def site(text: Publication) -> Iterator[Front]:
    with front() as site:
        yield site


# --- What is kept ------------------------------------------------------------------------------------------


def test_a_page_is_made_once(site: Front) -> None:
    first, second = get(site, PATH), get(site, PATH)
    assert (first.outcome, second.outcome) == ("fwd=miss", "hit")
    assert first.body == second.body
    assert site.application.asked == [PATH]


def test_what_comes_from_memory_is_counted_by_route(site: Front) -> None:
    def hits() -> float:
        return PAGES.labels("/<slug:topic>/<slug:slug>/", "hit")._value.get()

    before = hits()
    for _each in range(3):
        get(site, PATH)
    assert hits() == before + 2


def test_each_language_has_its_own(site: Front) -> None:
    english, russian = get(site, "/"), get(site, "/ru/")
    assert get(site, "/").body == english.body != russian.body == get(site, "/ru/").body


@pytest.mark.parametrize("invented", ["utm_source=mail", "fbclid=1&x=2", "q=", "before=", "before=x&before="])
def test_what_a_visitor_invents_changes_nothing(site: Front, invented: str) -> None:
    plain = get(site, "/the-trend/")
    assert get(site, f"/the-trend/?{invented}").outcome == "hit"
    assert get(site, f"/the-trend/?{invented}").body == plain.body


def test_an_edge_that_no_page_leads_to_is_shown_and_not_kept(site: Front) -> None:
    address = "/the-trend/?before=1700000000000000.7"
    assert [get(site, address).status for _each in range(3)] == [200] * 3
    assert len(site.application.asked) == 3
    assert not len(site.shelf)


def test_parts_of_a_list_are_kept(text: Publication) -> None:
    copies(text, [text.live_from - timedelta(hours=hour) for hour in range(1, 45)])
    with front() as site:
        older = get(site, "/the-trend/").body.decode().partition("?before=")[2].partition('"')[0]
        assert get(site, f"/the-trend/?before={older}&utm_source=x").outcome == "fwd=miss"
        second = get(site, f"/the-trend/?before={older}")
        assert second.outcome == "hit"
        newer = second.body.decode().partition("?after=")[2].partition('"')[0]
        assert get(site, f"/the-trend/?after={newer}").status == 200
        assert get(site, f"/the-trend/?after={newer}").outcome == "hit"


@pytest.mark.parametrize("address", ["/nothing/here/", "/search/?q=council", "/robots.txt", "/admin/", "/healthz"])
def test_some_answers_are_never_kept(site: Front, address: str) -> None:
    for _each in range(3):
        assert get(site, address).outcome == ""
    assert len(site.application.asked) == 3


def test_an_address_at_which_a_text_appears_is_kept_from_then_on(site: Front) -> None:
    for _each in range(2):
        assert get(site, "/the-trend/another/").status == 404
    published(slug="another", topic=Publication.objects.live(timezone.now()).get().primary_topic)
    hear(site)
    answers = [get(site, "/the-trend/another/") for _each in range(3)]
    assert [answer.status for answer in answers] == [200] * 3
    assert answers[-1].outcome == "hit"


def test_of_addresses_longer_than_any_nothing_is_remembered(site: Front) -> None:
    for length in (LONGEST_PATH, LONGEST_PATH + 1):
        path = f"/{'x' * (length - 2)}/"
        assert get(site, path).status == 404
        assert site.shelf.is_unkept((path, "")) == (length <= LONGEST_PATH)
    encoding_for.cache_clear()
    for number in range(3):
        assert get(site, PATH, HTTP_ACCEPT_ENCODING=f"br, {'x' * 8_000}{number}").headers["Content-Encoding"] == "br"
    assert encoding_for.cache_info().currsize == 1


def test_the_least_recently_read_page_makes_room() -> None:
    for number in range(4):
        published(slug=f"text-{number}", topic=TopicFactory(slug=f"trend-{number}"))
    addresses = [f"/trend-{number}/text-{number}/" for number in range(4)]
    with front(room=2_000_000) as site:
        weights = [(get(site, address), site.shelf.weight)[1] for address in addresses]
    with front(room=weights[2]) as site:
        for address in (*addresses[:3], addresses[0], addresses[3]):
            get(site, address)
        assert site.shelf.weight <= weights[2]
        assert [bool(site.shelf.find((address, ""))) for address in addresses] == [True, False, True, True]


# --- For whom ----------------------------------------------------------------------------------------------


def test_who_has_a_session_goes_by(site: Front, settings: Settings) -> None:
    get(site, PATH)
    answer = get(site, PATH, HTTP_COOKIE=f"a=b; {settings.SESSION_COOKIE_NAME}=x")
    assert answer.outcome == ""
    assert len(site.application.asked) == 2


@pytest.mark.parametrize(
    "header",
    [
        {"HTTP_X_FORWARDED_HOST": "evil.example"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_X_ORIGINAL_URL": "/admin/"},
        {"HTTP_X_GHOST_PREVIEW": "1"},
        {"HTTP_COOKIE": "analytics=1"},
        {"HTTP_ACCEPT_LANGUAGE": "be"},
        {"HTTP_RANGE": "bytes=0-1"},
    ],
)
def test_no_header_poisons_what_others_get(site: Front, header: dict[str, str]) -> None:
    with front() as another:
        plain = get(another, PATH)
    assert get(site, PATH, **header).body == plain.body
    kept = get(site, PATH)
    assert (kept.outcome, kept.body, kept.status) == ("hit", plain.body, 200)


def test_a_stranger_name_of_the_site_gets_nothing_from_memory(site: Front) -> None:
    get(site, PATH)
    assert get(site, PATH, HTTP_HOST="evil.example").status == 400


def test_another_name_of_the_site_is_led_to_its_own(settings: Settings, text: Publication) -> None:
    settings.CANONICAL_HOST_ENFORCED, settings.SITE_URL = True, "https://weekly.example"
    settings.ALLOWED_HOSTS = ["weekly.example", "testserver"]
    with front() as site:
        own = {"HTTP_HOST": "weekly.example", "wsgi.url_scheme": "https"}
        assert get(site, PATH, **own).outcome == "fwd=miss"
        assert get(site, PATH, **own).outcome == "hit"
        for other in ({"wsgi.url_scheme": "http"}, {"HTTP_HOST": "testserver"}):
            assert get(site, PATH, **(own | other)).status == 301


def test_other_methods_reach_django(site: Front) -> None:
    get(site, PATH)
    assert get(site, PATH, method="POST").status in (403, 405)


# --- In which form -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("accepted", "decode"), [("gzip", gzip.decompress), ("gzip;q=1, br", brotli.decompress)])
def test_it_is_compressed_once(site: Front, accepted: str, decode: object) -> None:
    plain = get(site, PATH)
    answers = [get(site, PATH, HTTP_ACCEPT_ENCODING=accepted) for _each in range(2)]
    assert {answer.headers["Content-Encoding"] for answer in answers} == {accepted.rpartition(" ")[2]}
    assert answers[0].body is not plain.body
    assert decode(answers[0].body) == plain.body  # type: ignore[operator]
    assert answers[0].headers["Vary"] == "Accept-Encoding"
    assert int(answers[1].headers["Content-Length"]) == len(answers[1].body) < len(plain.body) / 2


@pytest.mark.parametrize("accepted", ["", "identity", "br;q=0", "gzip;q=x", "deflate", ";;;,,,"])
def test_who_reads_no_compression_gets_it_plain(site: Front, accepted: str) -> None:
    answer = get(site, PATH, HTTP_ACCEPT_ENCODING=accepted)
    assert "Content-Encoding" not in answer.headers
    assert b"The council votes" in answer.body


def test_who_has_it_already_is_told_so(site: Front) -> None:
    etag = get(site, PATH).headers["ETag"]
    answer = get(site, PATH, HTTP_IF_NONE_MATCH=f'"x", {etag}', HTTP_ACCEPT_ENCODING="br")
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["ETag"] == etag
    assert "Content-Length" not in answer.headers
    assert get(site, PATH, HTTP_IF_NONE_MATCH='"x"').status == 200


def test_the_first_who_asks_with_a_condition_does_not_empty_the_page_for_others(site: Front) -> None:
    with front() as another:
        etag = get(another, PATH).headers["ETag"]
    assert get(site, PATH, HTTP_IF_NONE_MATCH=etag).status == 304
    assert b"The council votes" in get(site, PATH).body


def test_head_has_the_headers_alone(site: Front) -> None:
    whole, head = get(site, PATH), get(site, PATH, method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]


def test_headers_are_those_of_django(site: Front, settings: Settings) -> None:
    with front(room=0) as without:
        plain = get(without, PATH)
    kept = (get(site, PATH), get(site, PATH))[1]
    times = {"Cache-Control", "Expires", "ETag", "Last-Modified", "Vary", "Cache-Status", "Content-Length"}
    assert {name: value for name, value in kept.headers.items() if name not in times} == {
        name: value for name, value in plain.headers.items() if name not in times
    }
    assert kept.body == plain.body


# --- When something changes ----------------------------------------------------------------------------------


def test_unplanned_changes_are_heard_of(site: Front, text: Publication) -> None:
    assert get(site, PATH).status == get(site, PATH).status == 200
    publishing.withdraw(article=text.article, by=EditorFactory(), at=timezone.now(), reason="A mistake")
    hear(site)
    assert get(site, PATH).status == 410


def test_a_renamed_author_is_renamed_on_every_page(site: Front) -> None:
    author = AuthorFactory(slug="jane", name_en="Jane Doe")
    published(slug="b-text", topic=TopicFactory(slug="third"), author=author)
    hear(site)
    assert b"Jane Doe" in get(site, "/third/b-text/").body
    author.name_en = "A Pseudonym"
    author.save()
    hear(site)
    answer = get(site, "/third/b-text/")
    assert b"Jane Doe" not in answer.body
    assert b"A Pseudonym" in answer.body


def test_other_pages_stay(site: Front) -> None:
    for address in ("/the-trend/", "/ru/"):
        get(site, address)
    published(slug="elsewhere", language="ru", topic=TopicFactory(slug="fourth"))
    hear(site)
    get(site, "/the-trend/")  # a new topic is on every page
    published(slug="once-more", language="ru", topic=Topic.objects.get(slug="fourth"))
    hear(site)
    assert get(site, "/the-trend/").outcome == "hit"
    assert get(site, "/ru/").outcome == "fwd=miss"


def test_without_its_line_nothing_older_than_two_seconds_is_given(site: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    for module in ("analysis.frontend_cache.line", "config.front"):
        monkeypatch.setattr(f"{module}.monotonic", lambda: clock[0])
    site.line.stop()
    site.line.heard_at = 0.0
    for seconds, outcome in ((0, "fwd=miss"), (1.9, "hit"), (2.1, "fwd=miss"), (4.0, "hit"), (4.2, "fwd=miss")):
        clock[0] = seconds
        assert get(site, PATH).outcome == outcome


def test_a_page_whose_text_changes_while_it_is_made_is_not_kept(site: Front, text: Publication) -> None:
    application = site.application

    def slow(environ: dict[str, Any], start_response: Any) -> Any:
        answer = application(environ, start_response)
        Publication.objects.filter(pk=text.pk).update(title="The council has voted")
        hear(site)
        return answer

    site.application = slow
    assert b"The council votes" in get(site, PATH).body
    site.application = application
    answer = get(site, PATH)
    assert (answer.outcome, b"The council has voted" in answer.body) == ("fwd=miss", True)


def test_a_crowd_before_a_cold_page_has_it_made_once(site: Front) -> None:
    application, begun, go_on = site.application, threading.Event(), threading.Event()

    def slow(environ: dict[str, Any], start_response: Any) -> Any:
        begun.set()
        go_on.wait(10)
        return application(environ, start_response)

    site.application = slow
    answers: list[Answer] = []

    def visit() -> None:
        answers.append(get(site, PATH))
        connection.close()

    crowd = [threading.Thread(target=visit) for _each in range(12)]
    crowd[0].start()
    assert begun.wait(10)
    for visitor in crowd[1:]:
        visitor.start()
    go_on.set()
    for visitor in crowd:
        visitor.join(20)
    assert len({answer.body for answer in answers}) == 1
    assert len(answers) == 12
    assert application.asked == [PATH]
