"""The site as of another instant is the site at that instant, for staff alone, and never in a cache."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from analysis import publishing
from analysis.models import Article
from analysis.models.publications import UNDATED
from analysis.previews.as_of import turned
from analysis.previews.framing import framed
from tests.factories import NOON, EditorFactory, TopicFactory, UserFactory, published, scheduled

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(EditorFactory.create(time_zone="Asia/Tokyo", language="ru"))
    return client


@pytest.fixture
def article() -> Article:
    """Live from noon, updated an hour later, gone after another two."""
    topic = TopicFactory.create(slug="society", name_en="Society")
    article = published(title="First words", slug="text", topic=topic, at=NOON).article
    content = article.content() | {"title": "Second words"}
    publishing.save(article=article, content=content, by=None, started_from=article.version, at=NOON)
    update = publishing.schedule(article=article, by=None, go_live_at=NOON + HOUR, at=NOON + HOUR / 2)
    publishing.expire(publication=update, expire_at=NOON + 3 * HOUR, at=NOON + HOUR / 2)
    return article


def address(at: datetime, path: str) -> str:
    return f"/admin/as-of/{at:%Y%m%dT%H%M%SZ}{path}"


def without_preview(html: str) -> str:
    """The page below the banner, with its links turned back."""
    below = html.partition("</aside>")[2]
    start = below.index('href="/admin/as-of/') + len('href="')
    return below.replace(below[start : start + len(address(NOON, ""))], "").partition("</main>")[0].strip()


@pytest.mark.parametrize("path", ["/", "/society/", "/society/text/", "/archive/", "/search/?q=words"])
@pytest.mark.parametrize("hours", [-1, 0, 0.5, 1, 2, 3, 4])
def test_it_is_what_readers_get_at_that_instant(client: Client, article: Article, path: str, hours: float) -> None:
    at, page, query = NOON + hours * HOUR, *path.partition("?")[::2]
    with time_machine.travel(at, tick=False):
        public = client.get(page, query_params={"q": "words"} if query else {})
    staff = Client()
    staff.force_login(EditorFactory.create())
    walked = staff.get(address(at, page), query_params={"q": "words"} if query else {})
    assert walked.status_code == public.status_code
    body = public.text.partition('<a class="skip"')[2].partition("</a>")[2].partition("</main>")[0].strip()
    assert without_preview(walked.text) == body


def test_a_file_is_given_as_it_is_at_that_instant(staff: Client, article: Article) -> None:
    for path, media_type in (("/feed.json", "application/feed+json"), ("/society/feed.atom", "application/atom+xml")):
        response = staff.get(address(NOON + HOUR, path))
        assert response.headers["Content-Type"] == f"{media_type}; charset=utf-8"
        assert response.headers["Cache-Control"].startswith("private, no-store")
        assert "Second words" in response.text
        assert "Second words" not in staff.get(address(NOON, path)).text


def test_the_walk_stays_in_its_instant(staff: Client, article: Article) -> None:
    page = staff.get(address(NOON + HOUR, "/")).text
    assert f'href="{address(NOON + HOUR, "/society/text/")}"' in page
    assert f'action="{address(NOON + HOUR, "/search/")}"' in page
    assert 'href="/static/' in page


def test_an_old_address_redirects_within_the_walk(staff: Client, article: Article) -> None:
    publishing.rename_topic(topic=article.topics.get(), slug="people", at=NOON)
    answer = staff.get(address(NOON, "/society/text/"))
    assert answer.headers["Location"] == address(NOON, "/people/text/")


def test_other_languages_are_walked_in_their_own(staff: Client) -> None:
    topic = TopicFactory.create(slug="society", name_ru="Общество")
    scheduled(title="Новости", slug="novosti", language="ru", topic=topic, go_live_at=NOON + HOUR)
    page = staff.get(address(NOON + HOUR, "/ru/society/novosti/"))
    assert '<html lang="ru">' in page.text
    assert page.headers["Content-Language"] == "ru"


def test_nobody_keeps_or_indexes_it(staff: Client, article: Article) -> None:
    answer = staff.get(address(NOON, "/"))
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"].replace("style-src-attr 'unsafe-inline'", "")


def test_strangers_see_no_other_instant(client: Client, article: Article) -> None:
    answer = client.get(address(NOON, "/"))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/admin/login/")


@pytest.mark.parametrize(
    "asked",
    [
        {"headers": {"as-of": "20991231T000000Z"}},
        {"query_params": {"as_of": "20991231T000000Z"}},
        {"headers": {"cookie": "as_of=20991231T000000Z"}},
    ],
)
def test_no_header_parameter_or_cookie_chooses_the_instant(client: Client, asked: dict[str, dict[str, str]]) -> None:
    scheduled(title="What will come", go_live_at=NOON + timedelta(days=1))
    with time_machine.travel(NOON, tick=False):
        assert "What will come" not in client.get("/", **asked).text  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["/admin/", "/static/css/base.css", "/healthz", "/accounts/login/", "/nothing/here/"])
def test_what_is_no_readers_page_is_not_there(staff: Client, path: str) -> None:
    assert staff.get(address(NOON, path), follow=True).status_code == 404


@pytest.mark.parametrize("instant", ["20261399T000000Z", "00010101T000000Z", "99991231T235959Z", "20261130T250000Z"])
def test_an_instant_that_cannot_be_is_not_found(staff: Client, instant: str) -> None:
    assert staff.get(f"/admin/as-of/{instant}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_is_done_at_another_instant(staff: Client, method: str) -> None:
    assert getattr(staff, method)(address(NOON, "/")).status_code == 405


def test_the_banner_leads_to_the_changes_before_and_after(staff: Client, article: Article) -> None:
    page = staff.get(address(NOON + HOUR / 2, "/society/text/")).text
    assert address(NOON, "/society/text/") in page
    assert address(NOON + HOUR, "/society/text/") in page


def test_words_that_look_like_links_are_left_alone() -> None:
    html = '<body><p>write href="/topics/" here</p><a title="a > b" href="/x/">x</a><a href="//evil.example/">y</a>'
    turned = framed(html, "", turn=lambda path: f"/then{path}")  # type: ignore[arg-type]
    assert 'write href="/topics/" here' in turned
    assert 'href="/then/x/"' in turned
    assert 'href="//evil.example/"' in turned


def test_analysts_walk_too(at_desk: Callable[[User], Client], article: Article) -> None:
    assert at_desk(UserFactory.create()).get(address(NOON, "/")).status_code == 200


def test_the_last_change_is_never_the_page_one_is_on(staff: Client) -> None:
    """What was published within a second is seen from the next whole one on."""
    published(at=NOON - HOUR)
    published(at=NOON + timedelta(milliseconds=500))
    shown_at = NOON + timedelta(seconds=1)
    page = staff.get(address(shown_at, "/topics/")).text
    assert f'<a href="{address(NOON - HOUR, "/topics/")}" title' in page


def test_undated_texts_are_no_change_to_walk_to(staff: Client) -> None:
    published(at=UNDATED)
    assert "/admin/as-of/1900" not in staff.get(address(NOON, "/")).text


def test_the_answer_names_the_language_of_the_page_not_of_the_desk(at_desk: Callable[[User], Client]) -> None:
    answer = at_desk(EditorFactory.create(language="be")).get(address(NOON, "/ru/"))
    assert answer.headers["Content-Language"] == "ru"


def test_addresses_in_other_alphabets_are_quoted_once() -> None:
    assert turned(NOON, "/%D0%BD/?q=%D0%BD").endswith("/%D0%BD/?q=%D0%BD")
