"""Share cards are of what is live, drawn once, and kept for ever under an address that says what they show."""

import os
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import override
from pytest_django import Settings

from analysis import publishing
from analysis.cards import keeping
from analysis.models import Image, Issue, Masthead, Publication, Topic
from analysis.pictures.drawing import draw_some
from analysis.templatetags.cards import card_of, card_path
from analysis.text.share_cards import ShareCard
from tests.factories import NOON, ArticleFactory, AuthorFactory, EditorFactory, IssueFactory, published, scheduled

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG"


@pytest.fixture(autouse=True)
def kept(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "cards"


def address_of(publication: Publication) -> str:
    return card_path(publication, card_of(publication, Masthead.objects.current()))


def meta(client: Client, path: str) -> dict[str, str]:
    page = client.get(path)
    assert page.status_code == 200
    return dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', page.text))


def shared_path(client: Client, path: str, site: str) -> str:
    return meta(client, path)["og:image"].removeprefix(site)


def test_an_author_is_shared_in_a_form_that_is_shown_everywhere(
    client: Client, settings: Settings, image: Image
) -> None:
    published(author=AuthorFactory.create(slug="mira", name_en="Mira", picture=image))
    assert shared_path(client, "/authors/mira/", settings.SITE_URL).endswith(".png")
    draw_some(at=NOON)
    told = meta(client, "/authors/mira/")
    assert (told["og:image:type"], told["twitter:card"]) == ("image/jpeg", "summary")
    portrait = client.get(told["og:image"].removeprefix(settings.SITE_URL))
    assert portrait.headers["Content-Type"] == "image/jpeg"
    portrait.close()


def test_an_article_is_shared_with_its_card(client: Client, settings: Settings) -> None:
    publication = published(assessment="improved", period_start=date(2026, 11, 9), period_end=date(2026, 11, 15))
    told = meta(client, publication.get_absolute_url())
    assert told["og:image"].startswith(settings.SITE_URL + publication.get_absolute_url())
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
    assert told["twitter:card"] == "summary_large_image"
    card = client.get(told["og:image"].removeprefix(settings.SITE_URL))
    assert card.status_code == 200
    assert card.content[:4] == PNG
    assert card.headers["Content-Type"] == "image/png"
    assert set(card.headers["Cache-Control"].split(", ")) == {"public", "max-age=31536000", "immutable"}
    assert "Vary" not in card.headers
    assert not card.cookies


@pytest.mark.parametrize("language", ["en", "ru", "be"])
def test_a_card_is_in_the_language_of_its_text(client: Client, masthead: Masthead, language: str) -> None:
    publication = published(language=language)
    Topic.objects.update(name_en="Economy", name_ru="Экономика", name_be="Эканоміка")
    publication.refresh_from_db()
    with override("en"):
        card = card_of(publication, masthead)
    assert card.kicker == {"en": "Economy", "ru": "Экономика", "be": "Эканоміка"}[language]
    assert client.get(address_of(publication)).status_code == 200
    assert address_of(publication).startswith({"en": "/trend", "ru": "/ru/", "be": "/be/"}[language])


def test_a_draft_has_no_card(client: Client) -> None:
    assert client.get("/trend-1/some-draft/card-0123456789abcdef.png").status_code == 404


def test_a_preview_of_a_draft_names_no_card(client: Client) -> None:
    client.force_login(EditorFactory.create())
    draft = ArticleFactory.create(title="A secret")
    page = client.get(f"/admin/analysis/article/{draft.pk}/preview/")
    assert page.status_code == 200
    assert "og:image" not in page.text


def test_a_scheduled_text_has_a_card_from_its_instant_on(client: Client, today: datetime) -> None:
    coming = scheduled(go_live_at=today + timedelta(seconds=1), title="A secret")
    answer = client.get(address_of(coming))
    assert answer.status_code == 404
    assert "A secret" not in answer.text
    assert "max-age=31536000" not in answer.headers.get("Cache-Control", "")
    assert client.get(address_of(scheduled(go_live_at=today))).status_code == 200


def test_a_scheduled_update_changes_no_card_before_its_instant(client: Client, today: datetime) -> None:
    publication = published(title="What is known")
    article = publication.article
    article.title = "What nobody knows yet"
    article.save()
    coming = publishing.schedule(article=article, by=None, go_live_at=today + timedelta(hours=1), at=today)
    answer = client.get(address_of(coming))
    assert (answer.status_code, answer.headers["Location"]) == (302, address_of(publication))


def test_a_withdrawn_text_has_no_card(client: Client, today: datetime) -> None:
    publication = published()
    publishing.withdraw(article=publication.article, at=today)
    assert client.get(address_of(publication)).status_code == 404


def test_an_address_that_is_out_of_date_leads_to_the_present_card(client: Client) -> None:
    publication = published(title="First")
    old = address_of(publication)
    article = publication.article
    article.title, article.slug = "Second", "second"
    article.save()
    present = address_of(publishing.publish(article=article, by=None, at=NOON + timedelta(hours=1)))
    answer = client.get(old)
    assert (answer.status_code, answer.headers["Location"]) == (302, present)
    assert "max-age=300" in answer.headers["Cache-Control"]
    assert client.get(present).status_code == 200


@pytest.mark.parametrize("change", ["title", "assessment", "trend", "masthead"])
def test_whatever_is_drawn_changes_the_address(change: str, masthead: Masthead) -> None:
    publication = published()
    before = address_of(publication)
    if change == "trend":
        Topic.objects.update(name_en="Another name")
    elif change == "masthead":
        Masthead.objects.update(name_en="Another name")
    else:
        Publication.objects.update(**{change: {"title": "Another", "assessment": "worsened"}[change]})
    assert address_of(Publication.objects.live(NOON).get()) != before


@pytest.mark.usefixtures("masthead")
@pytest.mark.parametrize("path", ["/", "/ru/", "/topics/", "/issues/", "/archive/"])
def test_other_pages_are_shared_with_the_card_of_the_site(client: Client, settings: Settings, path: str) -> None:
    assert client.get(shared_path(client, path, settings.SITE_URL)).content[:4] == PNG


def test_an_issue_is_shared_with_its_period(client: Client, settings: Settings) -> None:
    issue = IssueFactory.create()
    published(issue=issue)
    path = shared_path(client, issue.get_absolute_url(), settings.SITE_URL)
    assert path.startswith(f"/card-{issue.slug}-")
    assert client.get(path).content[:4] == PNG
    assert client.get(f"/card-{issue.slug}-0123456789abcdef.png").headers["Location"] == path
    assert path != shared_path(client, "/", settings.SITE_URL)


def test_an_issue_that_nobody_can_read_has_no_card(client: Client, today: datetime) -> None:
    issue: Issue = IssueFactory.create()
    scheduled(go_live_at=today + timedelta(days=1), issue=issue)
    assert client.get(f"/card-{issue.slug}-0123456789abcdef.png").status_code == 404


@pytest.mark.parametrize("digest", ["x", "0" * 64, "no-such-week-x", "2026-w99-x", "-", "--"])
def test_a_made_up_address_never_draws(client: Client, kept: Path, digest: str) -> None:
    publication = published()
    assert client.get(f"/card-{digest}.png").status_code in (302, 404)
    assert client.get(f"{publication.get_absolute_url()}card-{digest}.png").status_code == 302
    assert not kept.exists()


def test_a_card_asked_for_by_many_at_once_is_drawn_once(kept: Path, caplog: pytest.LogCaptureFixture) -> None:
    card = ShareCard(title="All at once")
    with ThreadPoolExecutor(8) as threads:
        answers = set(threads.map(keeping.png, [card] * 16))
    assert len(answers) == 1
    assert [path.name for path in kept.iterdir()] == [f"{card.digest}.png"]
    assert not caplog.records


def test_a_card_that_is_there_is_not_drawn_again(kept: Path) -> None:
    card = ShareCard(title="Kept")
    kept.mkdir()
    (kept / f"{card.digest}.png").write_bytes(b"kept")
    assert keeping.png(card) == b"kept"


def test_the_folder_is_bounded(kept: Path) -> None:
    kept.mkdir()
    for number in range(keeping.MOST):
        (kept / f"{number}.png").touch()
    os.utime(kept / "7.png", (0, 0))
    keeping.png(ShareCard(title="One more"))
    assert len(list(kept.iterdir())) == keeping.MOST
    assert not (kept / "7.png").exists()
    assert (kept / f"{ShareCard(title='One more').digest}.png").exists()


def test_a_card_is_shown_even_if_it_cannot_be_kept(kept: Path) -> None:
    kept.write_text("a file where the folder should be")
    assert keeping.png(ShareCard(title="Shown"))[:4] == PNG
