"""Row 30: time zones, clocks that jump, slugs that look alike, years that are far away, and letters that are none."""

import json
import unicodedata
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from analysis import publishing
from analysis.models import Article, Publication, Tag, Topic
from tests.factories import ArticleFactory, EditorFactory, TopicFactory, published
from tests.functional.trust.attacks import form_data

pytestmark = pytest.mark.django_db

NUL = "\x00"


@pytest.fixture
def edith(client: Client) -> User:
    edith = EditorFactory.create(time_zone="Europe/Warsaw")
    client.force_login(edith)
    return edith


def desk(name: str, *args: object) -> str:
    return reverse(f"admin:analysis_article_{name}", args=args)


def schedule(client: Client, article: Article, day: str, clock: str, **more: str) -> Any:
    path = desk("schedule", article.pk)
    return client.post(path, form_data(client, path) | {"go_live_at_day": day, "go_live_at_time": clock, **more})


# --- Time zones -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/Warsaw", datetime(2027, 1, 15, 8, tzinfo=UTC)),
        ("Europe/Minsk", datetime(2027, 1, 15, 6, tzinfo=UTC)),
        ("Pacific/Kiritimati", datetime(2027, 1, 14, 19, tzinfo=UTC)),
        ("America/St_Johns", datetime(2027, 1, 15, 12, 30, tzinfo=UTC)),
    ],
)
def test_an_editor_means_the_time_on_their_own_clock(
    client: Client, edith: User, zone: str, expected: datetime
) -> None:
    edith.time_zone = zone
    edith.save()
    article = ArticleFactory.create()
    assert schedule(client, article, "2027-01-15", "09:00").status_code == 302
    assert article.publications.get().live_from == expected


def test_an_hour_that_the_clocks_skip_is_asked_back(client: Client, edith: User) -> None:
    article = ArticleFactory.create()
    answer = schedule(client, article, "2027-03-28", "02:30")
    assert answer.status_code == 200
    assert "does not exist in Europe/Warsaw" in answer.text
    assert not Publication.objects.exists()


def test_an_hour_that_comes_twice_is_asked_back(client: Client, edith: User) -> None:
    article = ArticleFactory.create()
    answer = schedule(client, article, "2027-10-31", "02:30")
    assert answer.status_code == 200
    assert "comes twice in Europe/Warsaw" in answer.text
    assert not Publication.objects.exists()


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        ("9999-12-31", "23:59:59"),
        ("0001-01-01", "00:00"),
        ("10000-01-01", "09:00"),
        ("2027-02-30", "09:00"),
        ("2027-13-01", "09:00"),
        ("2027-01-15", "25:61"),
        ("2027-01-15", ""),
        ("", "09:00"),
        ("-1", "-1"),
        ("2027-01-15\x00", "09:00\x00"),
        ("<script>", "{{7*7}}"),
        ("٢٠٢٧-٠١-١٥", "09:00"),
    ],
)
def test_an_impossible_instant_is_refused_beside_the_field(client: Client, edith: User, day: str, clock: str) -> None:
    article = ArticleFactory.create()
    answer = schedule(client, article, day, clock)
    if answer.status_code == 302:  # digits of other scripts are digits
        assert article.publications.get().live_from.year == 2027
    else:
        assert 'class="errorlist' in answer.text
        assert not Publication.objects.exists()


def test_an_end_before_the_beginning_is_refused(client: Client, edith: User) -> None:
    article = ArticleFactory.create()
    ends = {"expire_at_day": "2027-01-14", "expire_at_time": "09:00"}
    assert schedule(client, article, "2027-01-15", "09:00", **ends).status_code == 200
    assert not Publication.objects.exists()


def test_an_article_lives_to_its_last_second_and_no_longer(client: Client) -> None:
    now = timezone.now()
    publication = published(slug="open", topic=TopicFactory.create(slug="elite"), at=now - timedelta(hours=1))
    Publication.objects.update(live_until=now + timedelta(hours=1))
    assert client.get(publication.get_absolute_url()).status_code == 200
    Publication.objects.update(live_until=timezone.now())
    assert client.get(publication.get_absolute_url()).status_code == 410


@pytest.mark.parametrize(
    "day", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2999-01-01T00:00:00+14:00", "2026-02-30"]
)
def test_an_import_from_the_edge_of_time_breaks_no_page(client: Client, edith: User, tmp_path: Path, day: str) -> None:
    """Django 37357: the year 9999 made a page fail."""
    lines = [
        {"id": str(number), "url_path": f"/{number}", "title": f"Text {number}", "summary": "", "body_html": "<p>x</p>"}
        | {"language": "en", "published_at": published_at, "authors": [], "topics": ["Elite"], "tags": []}
        for number, published_at in enumerate([day, "2026-01-05T09:00:00Z"])
    ]
    file = tmp_path / "articles.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines))
    call_command("import_articles", str(file), verbosity=0)
    topic = Topic.objects.get()
    for path in ("/", topic.get_absolute_url(), "/archive/", f"/archive/{day[:4]}/", "/0/", "/search/?q=text"):
        assert client.get(path, follow=True).status_code in (200, 404), path
    for article in Article.objects.all():
        assert client.get(desk("change", article.pk)).status_code == 200
    assert client.get(desk("changelist")).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/archive/9999/",
        "/archive/1000/01/",
        "/archive/2999/12/",
        "/archive/0000/",
        "/archive/2026/13/",
        "/archive/2026/00/",
        "/archive/٢٠٢٦/",
        "/issues/9999-w53/",
        "/issues/2026-w00/",
        "/issues/2026-w54/",
        "/issues/2025-w53/",
        "/issues/0000-w01/",
        "/?before=9999999999999999.1",
        "/elite/?before=253402300799999999.1",
        "/elite/?before=-62135596800000001.1",
        "/elite/?after=999999999999999999.999999999999999999",
    ],
)
def test_no_date_in_an_address_breaks_the_site(client: Client, path: str) -> None:
    published(slug="open", topic=TopicFactory.create(slug="elite"), at=timezone.now() - timedelta(hours=1))
    assert client.get(path, follow=True).status_code in (200, 404)


@pytest.mark.parametrize(
    ("start", "end"),
    [("2026-11-15", "2026-11-09"), ("2026-11-09", ""), ("0000-00-00", "0000-00-00"), ("9999-12-31", "9999-12-30")],
)
def test_a_period_that_cannot_be_is_refused(client: Client, edith: User, start: str, end: str) -> None:
    article = ArticleFactory.create()
    path = desk("change", article.pk)
    assert client.post(path, form_data(client, path, period_start=start, period_end=end)).status_code == 200
    article.refresh_from_db()
    assert article.period_start is None


def test_the_database_refuses_it_too() -> None:
    days = {"period_start": date(2026, 11, 15), "period_end": date(2026, 11, 9)}
    for wrong in (days, {"title": ""}, {"language": "xx"}, {"assessment": "splendid"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ArticleFactory.create(**wrong)


# --- Slugs and letters ----------------------------------------------------------------------------------------


def test_a_taken_address_is_refused_and_a_free_one_proposed(client: Client, edith: User) -> None:
    topic = TopicFactory.create(slug="elite")
    published(slug="open", topic=topic)
    article = ArticleFactory.create(topic=topic)
    path = desk("change", article.pk)
    answer = client.post(path, form_data(client, path, slug="open"))
    assert answer.status_code == 200
    assert "open-2" in answer.text


def test_an_address_is_never_given_away(edith: User) -> None:
    """Not even by a withdrawn article: its readers would land on another text."""
    topic, now = TopicFactory.create(slug="elite"), timezone.now()
    publishing.withdraw(article=published(slug="open", topic=topic, at=now - timedelta(1)).article, at=now)
    with pytest.raises(publishing.PublishingError):
        published(slug="open", topic=topic, at=now)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_an_old_address_is_found_however_its_letters_are_composed(client: Client, form: Literal["NFC", "NFD"]) -> None:
    publication = published(topic=TopicFactory.create(slug="elite"), at=timezone.now() - timedelta(hours=1))
    publication.article.addresses.create(path=unicodedata.normalize("NFC", "/навіны/што-ён-сказаў/"))
    asked = unicodedata.normalize(form, "/навіны/што-ён-сказаў/")
    answer = client.get(asked)
    assert (answer.status_code, answer.headers.get("Location")) == (301, publication.get_absolute_url())


@pytest.mark.parametrize("title", ["Сытуацыя", "😀😀😀", "<>", "…", "\u202e\u200b", "con", "a" * 200])
def test_every_title_gets_an_address(client: Client, edith: User, title: str) -> None:
    path = desk("add")
    answer = client.post(path, form_data(client, path, title=title, primary_topic=TopicFactory.create().pk))
    assert answer.status_code == 302
    assert Article.objects.get().path


def test_a_title_of_nothing_visible_is_refused(client: Client, edith: User) -> None:
    path = desk("add")
    for title in ("", "   ", "\t\n", "\u00a0\u2003"):
        assert client.post(path, form_data(client, path, title=title)).status_code == 200
    assert not Article.objects.exists()


@pytest.mark.parametrize("field", ["title", "standfirst", "body", "slug", "tags", "dateline", "seo_title", "language"])
def test_a_null_byte_in_a_form_is_dropped_or_refused(client: Client, edith: User, field: str) -> None:
    """pepysdiary 603: it made the page fail."""
    article = ArticleFactory.create()
    path = desk("change", article.pk)
    assert client.post(path, form_data(client, path, **{field: f"a{NUL}b"})).status_code in (200, 302)
    article.refresh_from_db()
    assert NUL not in str(article.content())


@pytest.mark.parametrize(
    "path",
    [
        "/%00/",
        "/elite/%00/",
        "/search/?q=%00",
        "/search/?q=a%00b&topic=%00",
        "/elite/?before=%00",
        "/media/%00",
        "/images/%00/",
        "/admin/%00/",
        "/accounts/login/?next=%00",
        "/static/%00",
        "/%ff%fe/",
        "/%ed%a0%80/",
        "/search/?q=%ed%a0%80",
    ],
)
def test_a_null_byte_or_half_a_letter_in_an_address_breaks_nothing(client: Client, path: str) -> None:
    assert client.get(path).status_code in (200, 301, 302, 400, 404)


def test_names_without_letters_are_refused_by_the_models() -> None:
    for wrong in (Topic(slug="", name_en="Elite"), Topic(slug="admin", name_en="Elite"), Tag(name="", slug="x")):
        with pytest.raises(ValidationError):
            wrong.full_clean()
