"""Rows 5, 6 and 20: a cache in between can mix nobody's page with anybody else's, and a host is nobody's choice."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.factories import EditorFactory, TopicFactory, published

pytestmark = pytest.mark.django_db

EVIL = "evil.example"
SITE = "https://weekly.example"
PROXY = "10.0.0.1"
PAGES = ("/", "/elite/", "/elite/open/", "/search/?q=cabinet", "/elite/absent/", "/archive/")
HEADERS = (
    ("X-Forwarded-Host", EVIL),
    ("X-Forwarded-Server", EVIL),
    ("X-Forwarded-Proto", "https"),
    ("X-Forwarded-Scheme", "javascript"),
    ("X-Forwarded-Port", "1337"),
    ("X-Forwarded-Prefix", f"//{EVIL}"),
    ("X-Forwarded-For", "127.0.0.1"),
    ("Forwarded", f"host={EVIL};proto=https;for=127.0.0.1"),
    ("X-Original-Url", "/admin/"),
    ("X-Original-Host", EVIL),
    ("X-Host", EVIL),
    ("X-Ghost-Preview", "t=1"),
    ("X-Preview", "1"),
    ("Accept-Language", "be"),
    ("Cookie", "django_language=ru; session=forged; csrf=forged"),
    ("User-Agent", "<script>alert(1)</script>"),
    ("Referer", f"https://{EVIL}/"),
    ("Origin", f"https://{EVIL}"),
    ("Authorization", "Bearer forged"),
    ("X-Requested-With", "XMLHttpRequest"),
    ("Accept", "application/json"),
    ("Save-Data", "on"),
)


@pytest.fixture(autouse=True)
def _scene() -> None:
    published(slug="open", topic=TopicFactory.create(slug="elite"), at=timezone.now() - timedelta(hours=1))


def page(path: str, client: Client | None = None, **headers: str) -> tuple[int, str]:
    answer = (client or Client()).get(path, headers=headers)
    return answer.status_code, answer.text


def test_no_header_of_a_visitor_changes_a_page() -> None:
    """Row 5: what is not part of the key of a cache must not be part of the page."""
    client = Client()
    plain = {path: page(path, client) for path in PAGES[:3]}
    for header, value in HEADERS:
        assert {path: page(path, client, **{header: value}) for path in plain} == plain, header


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_the_same_for_staff(path: str) -> None:
    """Row 6: nobody's name in it, no cookie with it, nothing that depends on one."""
    client = Client()
    client.force_login(EditorFactory.create())
    assert page(path, client) == page(path)
    answer = client.get(path)
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/analysis/article/", "/accounts/2fa/", "/accounts/password/change/"]
)
def test_a_page_of_the_desk_is_kept_by_no_cache(path: str) -> None:
    """Row 6."""
    client = Client()
    client.force_login(EditorFactory.create())
    answer = client.get(path)
    assert answer.status_code == 200
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))


def test_an_answer_not_modified_is_about_this_very_page() -> None:
    """Row 6: the tag names the content, so that no cache confirms another one."""
    tags = {path: Client().get(path)["ETag"] for path in PAGES[:3]}
    assert len(set(tags.values())) == 3
    answer = Client().get("/elite/", headers={"If-None-Match": tags["/"]})
    assert answer.status_code == 200
    assert Client().get("/", headers={"If-None-Match": tags["/"]}).status_code == 304


def test_a_page_of_errors_is_not_kept_either() -> None:
    """Row 5: one visitor's 404 or 400 must not become everybody's."""
    for path, headers in (("/elite/absent/", {}), ("/", {"host": EVIL})):
        kept = Client().get(path, headers=headers)["Cache-Control"]
        assert "no-store" in kept or "no-cache" in kept


def test_semicolons_and_doubled_parameters_are_read_as_the_cache_reads_them() -> None:
    """Row 6: a parameter hidden from the key of a cache."""
    plain = page("/search/?q=cabinet")
    assert page("/search/?q=cabinet;q=other")[0] == 200
    assert page("/search/?utm_source=x;q=other&q=cabinet") == plain


# --- Hosts and redirects --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", [EVIL, f"testserver@{EVIL}", "testserver:80:80", f"testserver.{EVIL}", "[::1", "a b", ""]
)
def test_a_foreign_host_gets_nothing(host: str) -> None:
    """Row 18."""
    answer = Client().get("/", headers={"host": host})
    assert answer.status_code == 400
    assert EVIL not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        f"//{EVIL}",
        f"//{EVIL}/",
        f"///{EVIL}",
        f"/\\{EVIL}",
        f"/%5c{EVIL}",
        f"/%09/{EVIL}",
        f"/%2f{EVIL}",
        f"/%2f%2f{EVIL}",
        f"/./{EVIL}",
        f"/..//{EVIL}",
        f"//{EVIL}/%2e%2e",
        f"/elite//{EVIL}",
        f"/ELITE/?next=//{EVIL}",
        f"/elite?https://{EVIL}",
        f"/%0d%0aLocation:%20https://{EVIL}",
        f"/a%0d%0aSet-Cookie:x=1/?{EVIL}",
    ],
)
def test_no_redirect_leaves_the_site(path: str) -> None:
    """Row 20."""
    answer = Client().get("/", PATH_INFO=path.partition("?")[0], QUERY_STRING=path.partition("?")[2])
    where = answer.get("Location", "")
    assert not urlsplit(where).netloc
    assert not where.startswith(("//", "/\\"))
    assert "\n" not in where
    assert "Set-Cookie" not in answer.headers


def test_behind_a_proxy_the_scheme_and_the_visitor_are_those_it_names(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = [f"{PROXY}/32"]
    settings.SITE_URL, settings.CANONICAL_HOST_ENFORCED = SITE, True
    settings.ALLOWED_HOSTS = ["weekly.example"]
    headers = {"host": "weekly.example", "x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9"}
    assert Client(REMOTE_ADDR=PROXY).get("/", headers=headers).status_code == 200
    assert Client(REMOTE_ADDR="203.0.113.1").get("/", headers=headers)["Location"] == f"{SITE}/"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:1337", "weekly.example:1337"])
def test_another_host_of_ours_leads_to_the_canonical_one(settings: Settings, host: str) -> None:
    """Row 18: what a page says of its own address never comes from the request."""
    settings.SITE_URL, settings.CANONICAL_HOST_ENFORCED = SITE, True
    settings.ALLOWED_HOSTS = ["weekly.example", "127.0.0.1", "localhost"]
    answer = Client().get("/elite/open/?q=1", headers={"host": host})
    assert (answer.status_code, answer["Location"]) == (301, f"{SITE}/elite/open/?q=1")


def test_the_addresses_in_a_page_are_those_of_the_site(settings: Settings) -> None:
    """Row 18."""
    settings.SITE_URL = SITE
    for path in PAGES[:3]:
        text = Client().get(path, headers={"host": "localhost:1337"}).text
        assert "1337" not in text
        assert f'rel="canonical" href="{SITE}' in text
