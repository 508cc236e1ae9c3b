import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.db.models import Model
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from analysis.demo.loader import load_publication
from analysis.demo.manuscripts import PICTURES, listed
from analysis.models import (
    Address,
    Article,
    Edition,
    Image,
    Issue,
    KeyText,
    Masthead,
    Name,
    Publication,
    Revision,
    Status,
    Tag,
    Translation,
)
from analysis.models.picture_field import digest_of
from analysis.text.body import internal_links
from analysis.text.footnotes import cited

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def output(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The demo, loaded once for all tests of this module."""
    folder = tmp_path_factory.mktemp("data")
    changed = override_settings(DATA_DIR=folder, MEDIA_ROOT=folder / "media", DEMO_PASSWORD="")
    with changed, django_db_blocker.unblock(), transaction.atomic():
        store_most_pictures()
        yield loaded()
        transaction.set_rollback(True)


def store_most_pictures() -> None:
    """What is there already is not drawn again, which would take most of the time; two plates are left to draw."""
    files = sorted(PICTURES.iterdir())[2:]
    digests = [digest_of(ContentFile(file.read_bytes())) for file in files]
    stored = {"file": "stored.jpg", "width": 1600, "height": 1000, "credit": "Stored"}
    Image.objects.bulk_create(Image(digest=digest, **stored) for digest in digests)


def loaded() -> str:
    output = StringIO()
    call_command("load_demo", stdout=output)
    return output.getvalue()


def now() -> datetime:
    return datetime.now(UTC)


def test_three_people_can_sign_in_with_the_password_that_is_shown(output: str) -> None:
    password = output.split()[-1]
    assert (settings.DATA_DIR / "demo-password").read_text() == password
    assert stat.S_IMODE((settings.DATA_DIR / "demo-password").stat().st_mode) == 0o600
    roles = {user.email: user.role for user in User.objects.all() if user.check_password(password)}
    assert roles == {
        "analyst@example.org": "analyst",
        "editor@example.org": "editor",
        "admin@example.org": "administrator",
    }
    assert User.objects.get(role="analyst").author.bylines.exists()


def test_it_has_26_weeks_of_articles_in_three_languages(output: str) -> None:
    live = Publication.objects.live(now())
    assert {language: live.in_language(language).count() for language in ("en", "ru", "be")} == {
        "en": 42,
        "ru": 12,
        "be": 12,
    }
    assert list(Issue.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 27))
    assert Edition.objects.filter(language="ru", issue__articles__language="ru").exists()
    translated = live.in_language("be").values("translation_key")
    assert live.in_language("en").filter(translation_key__in=translated).count() == 12


def test_every_article_appeared_in_the_week_after_the_one_it_covers(output: str) -> None:
    for publication in Publication.objects.live(now()).select_related("issue"):
        issue = publication.issue
        assert issue
        assert (issue.coverage_start, issue.coverage_end) == (publication.period_start, publication.period_end)
        days = publication.first_published_at.date() - issue.coverage_end
        assert timedelta(days=1) <= days <= timedelta(days=7)
        assert publication.first_published_at == publication.live_from


def test_one_article_waits_for_its_second_and_one_is_a_draft(output: str) -> None:
    waiting = Publication.objects.scheduled(now()).get()
    assert waiting.live_from - now() <= timedelta(days=7)
    assert Article.objects.get(publications=None).status == Status.DRAFT


def test_links_lead_to_articles_and_notes_to_their_sources(output: str) -> None:
    addresses = set(Address.objects.values_list("path", flat=True))
    for publication in Publication.objects.live(now()):
        assert set(internal_links(publication.body)) <= addresses
        assert "[^" not in publication.body
        for number in range(1, len(publication.sources) + 1):
            assert f'<sup><a href="#source-{number}" data-source="{number}">{number}</a></sup>' in publication.body
        assert cited(publication.body) == list(range(1, len(publication.sources) + 1))


def test_pictures_that_were_not_there_are_drawn_and_described(output: str) -> None:
    drawn = Image.objects.exclude(credit="Stored")
    assert [image.credit for image in drawn] == ["The Talmere Review"] * 2
    for image in drawn:
        assert image.alt_text_en != image.alt_text_ru != image.alt_text_be != ""
        assert (settings.MEDIA_ROOT / image.file.card.removeprefix("/media/")).is_file()


def test_the_masthead_is_set(output: str) -> None:
    masthead = Masthead.objects.current()
    assert (masthead.name_en, masthead.name_be) == ("The Talmere Review", "Тальмерскі агляд")


def test_loaded_again_it_changes_nothing(output: str) -> None:
    tables: list[type[Model]] = [Publication, Revision, Image, User, Address, Tag]
    before = [table._default_manager.count() for table in tables]
    assert loaded().strip() == "0 articles of the demo are new, and 0 of its accounts."
    assert [table._default_manager.count() for table in tables] == before


def test_what_is_added_later_joins_the_weeks_that_are_there(output: str) -> None:
    issues = list(Issue.objects.values("number", "coverage_start"))
    article = Article.objects.get(slug="brask-opens-by-night")
    period = article.period_start
    article.publications.all().delete()
    article.delete()
    assert load_publication(at=now() + timedelta(weeks=9)) == 1
    assert Article.objects.get(slug="brask-opens-by-night").period_start == period
    assert list(Issue.objects.values("number", "coverage_start")) == issues


@pytest.mark.usefixtures("output")
def test_its_last_issues_are_released_with_words_and_reasons_for_silence() -> None:
    edition = Edition.objects.get(issue__number=25, language="be")
    assert edition.title
    assert edition.introduction
    assert edition.released_at
    assert edition.gaps.count() == 4
    texts = Publication.objects.filter(issue=edition.issue, language="be")
    assert all(text.first_published_at <= edition.released_at for text in texts)
    assert not Edition.objects.filter(released_at__gt=now()).exists()


@pytest.mark.usefixtures("output")
def test_its_dossiers_have_key_texts_and_its_translations_are_current() -> None:
    assert KeyText.objects.filter(topic__slug="security").count() == 2
    translations = Translation.objects.filter(article__external_id__startswith="demo/")
    assert translations.count() == Article.objects.exclude(language="en").filter(external_id__isnull=False).count()
    assert not translations.filter(is_adapted=True).exists()


@pytest.mark.usefixtures("output")
def test_its_names_are_kept_in_all_their_spellings() -> None:
    for one, another in [("Corvay", "Карвей"), ("Joren Pell", "Ёрэн Пэл"), ("Labour Accord", "Labor Accord")]:
        assert Name.objects.filter(spellings__contains=[one, another]).count() == 1
    assert Name.objects.count() == len(listed("publication.yaml")["names"])
    spellings = [spelling for name in Name.objects.all() for spelling in name.spellings]
    assert len(spellings) == len(set(spellings)), "one spelling, one name"


@pytest.mark.usefixtures("output")
def test_loaded_again_it_leaves_names_as_editors_left_them() -> None:
    changed, deleted = Name.objects.get(spellings__contains=["Corvay"]), Name.objects.get(spellings__contains=["Brask"])
    changed.spellings = ["Corvay", "Corvey"]
    changed.save()
    deleted.delete()
    Name.objects.create(spellings=["Port Annis", "Порт-Аннис"])
    left = list(Name.objects.values_list("spellings", flat=True))
    loaded()
    assert list(Name.objects.values_list("spellings", flat=True)) == left


@pytest.mark.usefixtures("output")
def test_names_come_also_to_a_demo_that_was_loaded_before_there_were_any() -> None:
    Name.objects.all().delete()
    Name.history.all().delete()
    assert load_publication(at=now()) == 0
    assert Name.objects.count() == len(listed("publication.yaml")["names"])


@pytest.mark.usefixtures("output")
def test_an_edition_that_somebody_has_begun_in_its_issues_is_not_sent_out() -> None:
    begun = Edition.objects.create(issue=Issue.objects.get(number=3), language="ru", title="Not ready")
    article = Article.objects.get(slug="brask-opens-by-night")
    article.publications.all().delete()
    article.delete()
    assert load_publication(at=now()) == 1
    begun.refresh_from_db()
    assert (begun.title, begun.released_at) == ("Not ready", None)
