"""What nginx before the site holds, for whom, for how long, and what it shows when the site is down."""

import gzip
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import brotli
import pytest
from django.db import connection
from django.utils import timezone

from analysis import publishing
from analysis.models import Publication
from tests.edge import Answer, Edge, edge, soon
from tests.factories import EditorFactory, TopicFactory, published, scheduled
from tests.nginx import NGINX

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(NGINX is None, reason="no nginx to be found (Debian and Ubuntu: apt install nginx-light)"),
]
MADE, KEPT = ("miss",), ("hit", "waited")
# Two of them are the edge's; the rest is the way of the news from the database, and a busy machine's.
SECONDS = timedelta(seconds=2.5)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Edge]:
    with edge(tmp_path_factory.mktemp("edge")) as site:
        yield site


@pytest.fixture
def text(site: Edge) -> Publication:
    """Held by the edge already."""
    text = published(title="The council votes", topic=TopicFactory())
    site.until(path_of(text), lambda answer: answer.edge == "hit")
    return text


def path_of(text: Publication) -> str:
    return f"/{text.primary_topic.slug}/{text.slug}/"


def renewed(site: Edge, path: str) -> Answer:
    """What the edge has just been given by the application, and holds from now on for a second at least."""
    site.until(path, lambda answer: answer.edge == "fwd=stale")
    return site.until(path, lambda answer: answer.edge == "hit")[-1]


# --- What is held ------------------------------------------------------------------------------------------


def test_within_its_second_a_page_costs_the_application_nothing(site: Edge, text: Publication) -> None:
    before = site.pages_given(*MADE, *KEPT)
    outcomes = [site.get(path_of(text)).edge for _each in range(50)]
    assert outcomes.count("hit") > 25
    assert site.pages_given(*MADE, *KEPT) - before == len(outcomes) - outcomes.count("hit")


@pytest.mark.parametrize("invented", ["?utm_source=mail", "?fbclid=1&x=2", "?%62efore=1", "?"])
def test_what_a_visitor_invents_is_no_other_page(site: Edge, text: Publication, invented: str) -> None:
    plain = renewed(site, path_of(text))
    answer = site.get(path_of(text) + invented)
    assert (answer.edge, answer.body) == ("hit", plain.body)


@pytest.mark.parametrize("asked", ["?before=1.1&before=2.2", "?x=1&before=2.2", "?letter=%41&after=2.2", "?letter=x+y"])
def test_what_only_the_application_understands_is_left_to_it(site: Edge, text: Publication, asked: str) -> None:
    assert site.get(f"/{text.primary_topic.slug}/{asked}").edge == "fwd=bypass"


def test_a_part_of_a_list_that_no_page_leads_to_fills_no_room(site: Edge, text: Publication) -> None:
    address = f"/{text.primary_topic.slug}/?before=1700000000000000.7"
    assert [site.get(address).edge for _each in range(3)] == ["fwd=uri-miss"] * 3


def test_pages_that_do_not_exist_fill_no_room(site: Edge, text: Publication) -> None:
    answers = [site.get(f"{path_of(text)}nothing/") for _each in range(3)]
    assert {(answer.status, answer.edge) for answer in answers} == {(404, "fwd=uri-miss")}


def test_an_answer_with_a_cookie_is_never_held(site: Edge) -> None:
    answers = [site.get("/accounts/login/") for _each in range(2)]
    assert len({answer.headers["Set-Cookie"] for answer in answers}) == 2
    assert {answer.edge for answer in answers} == {""}


@pytest.mark.parametrize("path", ["/search/?q=council", "/ru/search/", "/admin/", "/healthz", "/robots.txt"])
def test_some_answers_are_never_held(site: Edge, path: str) -> None:
    assert not [answer for answer in [site.get(path) for _each in range(3)] if answer.edge == "hit"]


def test_a_crowd_before_a_cold_page_has_it_made_once(site: Edge, text: Publication) -> None:
    cold = path_of(published(title="The council votes", topic=text.primary_topic))
    made, kept = site.pages_given(*MADE), site.pages_given(*KEPT)
    gate = threading.Barrier(20)

    def visit() -> Answer:
        gate.wait(30)
        return site.get(cold)

    with ThreadPoolExecutor(20) as crowd:
        answers = [visitor.result() for visitor in [crowd.submit(visit) for _each in range(20)]]
    assert all(answer.says("The council votes") for answer in answers)
    assert site.pages_given(*MADE) == made + 1
    held = [answer for answer in answers if answer.edge.startswith("hit")]
    assert site.pages_given(*KEPT) - kept == len(answers) - len(held) - 1


# --- For whom, in which form -------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [{"Cookie": "a=b; session=x"}, {"Cookie": "__Host-session=x"}, {"Authorization": "x"}])
def test_who_may_be_known_to_the_application_goes_by(site: Edge, text: Publication, who: dict[str, str]) -> None:
    renewed(site, path_of(text))
    assert site.get(path_of(text), **who).edge == "fwd=bypass"


@pytest.mark.parametrize(
    "header",
    [
        {"X_Forwarded_Host": "evil.example"},
        {"X_Forwarded_Proto": "https"},
        {"X_Original_URL": "/admin/"},
        {"Cookie": "analytics=1"},
        {"Accept_Language": "be"},
        {"Range": "bytes=0-1"},
        {"If_None_Match": "*"},
        {"Cache_Control": "no-cache"},
        {"Host": "evil.example"},
    ],
)
def test_no_header_poisons_what_others_get(site: Edge, header: dict[str, str]) -> None:
    text = published(title="The council votes", topic=TopicFactory())
    site.get(path_of(text), **header)
    assert site.get(path_of(text)).says("The council votes")
    site.until(path_of(text), lambda answer: answer.edge == "hit")
    site.get(path_of(text), **header)
    assert site.get(path_of(text)).says("The council votes")


def test_a_stranger_name_gets_nothing_that_is_held(site: Edge, text: Publication) -> None:
    renewed(site, path_of(text))
    assert site.get(path_of(text), Host="evil.example").status in (301, 400)


def test_there_are_three_forms_of_a_page_whatever_browsers_send(site: Edge, text: Publication) -> None:
    plain = renewed(site, path_of(text))
    forms = {"gzip, deflate, br, zstd": "br", "br;q=1.0": "br", "br;q=0, gzip": "gzip", "gzip;q=0": None}
    for accepted, encoding in forms.items():
        answer = site.get(path_of(text), Accept_Encoding=accepted)
        decode = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
        assert (answer.headers["Content-Encoding"], decode(answer.body)) == (encoding, plain.body)
        assert answer.headers.get_all("Vary") == ["Accept-Encoding"]
    assert site.get(path_of(text), Accept_Encoding="br").edge == "hit"


def test_who_has_it_already_is_told_so_by_the_edge(site: Edge, text: Publication) -> None:
    etag = renewed(site, path_of(text)).headers["ETag"]
    answer = site.get(path_of(text), If_None_Match=etag)
    assert (answer.status, answer.edge, answer.body) == (304, "hit", b"")
    head = site.get(path_of(text), method="HEAD")
    assert (head.status, head.edge, head.body) == (200, "hit", b"")


# --- Until when --------------------------------------------------------------------------------------------


def test_what_is_withdrawn_is_gone_within_two_seconds(site: Edge, text: Publication) -> None:
    publishing.withdraw(article=text.article, by=EditorFactory(), at=timezone.now(), reason="A mistake")
    changed_at = timezone.now()
    *before, _gone = site.until(path_of(text), lambda answer: answer.status == 410)
    assert all(answer.asked_at < changed_at + SECONDS for answer in before)


def test_what_is_corrected_is_right_within_two_seconds(site: Edge, text: Publication) -> None:
    Publication.objects.filter(pk=text.pk).update(title="The council has voted")
    changed_at = timezone.now()
    *before, _right = site.until(path_of(text), lambda answer: answer.says("The council has voted"))
    assert all(answer.asked_at < changed_at + SECONDS for answer in before)


def test_a_schedule_is_kept_to_the_second_and_never_early(site: Edge, text: Publication) -> None:
    at = timezone.now() + timedelta(seconds=7)
    scheduled(title="The budget", topic=text.primary_topic, go_live_at=at, at=timezone.now())
    seen = site.until(f"/{text.primary_topic.slug}/", lambda answer: answer.says("The budget"))
    assert any(answer.edge == "hit" for answer in seen)
    assert seen[-1].got_at >= at
    assert all(answer.asked_at < at for answer in seen[:-1])
    # What was held before that is over a second before the change.
    last = [answer for answer in seen if at - timedelta(seconds=1) < answer.asked_at and answer.got_at < at]
    assert not [answer for answer in last if answer.edge.startswith("hit")]


# --- When the site is down ---------------------------------------------------------------------------------


def test_an_application_that_is_down_is_hardly_noticed(site: Edge, text: Publication) -> None:
    topic = text.primary_topic
    withdrawn, ending = (published(title="No longer true", topic=topic) for _each in range(2))
    end = timezone.now() + timedelta(seconds=12)
    publishing.expire(publication=ending, expire_at=end, at=timezone.now())
    for other in (withdrawn, ending):
        site.until(path_of(other), lambda answer: answer.edge == "hit")
    publishing.withdraw(article=withdrawn.article, by=EditorFactory(), at=timezone.now(), reason="A mistake")
    site.until(path_of(withdrawn), lambda answer: answer.status == 410)
    with down(site):
        shown = site.until(path_of(text), lambda answer: answer.edge == "fwd=stale; detail=down")
        assert all(answer.says("The council votes") for answer in shown)
        assert soon(lambda: timezone.now() >= end)
        assert site.get(path_of(ending)).status == 502
        site.until(path_of(withdrawn), lambda answer: answer.status == 502)
        assert site.get("/admin/").status == site.get("/search/").status == 502
        assert site.get(path_of(text), Cookie="session=x").status == 502
        Publication.objects.filter(pk=text.pk).update(title="The council has voted")
    site.until(path_of(text), lambda answer: answer.says("The council has voted"))


def test_an_application_that_fails_is_hardly_noticed(site: Edge, text: Publication) -> None:
    with without_publications():
        shown = site.until(path_of(text), lambda answer: answer.edge == "fwd=stale; detail=down")
        assert all(answer.says("The council votes") for answer in shown)
        # In its own words, where there is nothing else to show.
        for who in ({"Cookie": "session=x"}, {"Accept_Encoding": "gzip"}):
            answer = site.get(path_of(text), **who)
            assert (answer.status, answer.headers["Cache-Control"]) == (500, "no-store")
        assert site.get("/admin/").status in (302, 500)
    site.until(path_of(text), lambda answer: answer.edge == "hit")


@contextmanager
def down(site: Edge) -> Iterator[None]:
    site.stop_application()
    try:
        yield
    finally:
        site.start_application()


@contextmanager
def without_publications() -> Iterator[None]:
    """The database answers, but not with what was asked for."""
    rename = "ALTER TABLE {} RENAME TO {}"
    with connection.cursor() as cursor:
        cursor.execute(rename.format("analysis_publication", "not_there"))
        try:
            cursor.execute("NOTIFY pages, 'site'")
            yield
        finally:
            cursor.execute(rename.format("not_there", "analysis_publication"))
            cursor.execute("NOTIFY pages, 'site'")
