"""Readers get WebP at once, and AVIF and JPEG when they have been drawn."""

import io
import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from PIL import Image as PillowImage
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from analysis.models import Image
from analysis.models.renditions import ALL_RENDITIONS, AVIF_WIDTHS, CARD, RENDITIONS, SMALL_CARD
from analysis.pictures import signal_handlers, tasks
from analysis.pictures.drawing import draw, draw_some
from tests.factories import NOON, ImageFactory
from tests.jobs import drop_jobs

pytestmark = pytest.mark.django_db

TOMORROW = NOON + timedelta(days=1)
JOB = "analysis.pictures.tasks.draw_missing_forms"


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def small(**fields: object) -> Image:
    return ImageFactory.create(file__width=80, file__height=50, **fields)


def place(address: str) -> Path:
    return Path(settings.MEDIA_ROOT) / address.removeprefix(settings.MEDIA_URL)


def opened(image: Image, form: str) -> PillowImage.Image:
    return PillowImage.open(io.BytesIO(place(getattr(image.file, form)).read_bytes()))


def shown(image: Image, *, component: str = "picture", eager: bool = True) -> str:
    context = {"image": image, "alt": "A plate", "sizes": "92vw", "eager": eager}
    return render_to_string(f"components/{component}.html", context)


def addresses(page: str) -> list[str]:
    return re.findall(r"/media/[^\s\"]+", page)


def files() -> dict[str, int]:
    """With the instants of their last change."""
    found = Path(settings.MEDIA_ROOT).rglob("__processed__/**/*.*")
    return {str(path): path.stat().st_mtime_ns for path in found}


def test_a_picture_is_stored_with_what_pages_need_at_once() -> None:
    image = small()
    assert image.formats_drawn_at is None
    assert [name for name in ALL_RENDITIONS if place(getattr(image.file, name)).exists()] == list(RENDITIONS)


def test_every_form_is_what_its_name_says() -> None:
    image = ImageFactory.create(file__width=2000, file__height=1250)
    assert draw_some(at=NOON) == 0
    image.refresh_from_db()
    assert image.formats_drawn_at == NOON
    for width in AVIF_WIDTHS:
        picture = opened(image, f"width_{width}_avif")
        assert (picture.format, picture.width) == ("AVIF", width)
    for form, format_and_size in {
        "card": ("WEBP", CARD),
        "card_avif": ("AVIF", CARD),
        "card_jpeg": ("JPEG", CARD),
        "small_card": ("WEBP", SMALL_CARD),
        "small_card_avif": ("AVIF", SMALL_CARD),
        "width_960_jpeg": ("JPEG", (960, 600)),
    }.items():
        picture = opened(image, form)
        assert (picture.format, picture.size) == format_and_size


@pytest.mark.parametrize("component", ["picture", "card_picture"])
def test_a_page_names_only_files_that_are_there(component: str) -> None:
    image = small()
    before = addresses(shown(image, component=component))
    assert {Path(address).suffix for address in before} == {".webp"}
    draw(image=image, at=NOON)
    image.refresh_from_db()
    after = addresses(shown(image, component=component))
    assert {Path(address).suffix for address in after} == {".webp", ".avif", ".jpg"}
    assert [address for address in before + after if not place(address).is_file()] == []


def test_a_browser_that_knows_nothing_new_gets_a_jpeg() -> None:
    image = small()
    draw(image=image, at=NOON)
    image.refresh_from_db()
    page = shown(image)
    assert re.findall(r'type="(\S+)"', page) == ["image/avif", "image/webp"]
    (fallback,) = re.findall(r'<img[^>]* src="(\S+)"', " ".join(page.split()))
    assert fallback.endswith(".jpg")
    assert 'width="80" height="50"' in page


def test_the_first_picture_is_fetched_first_and_the_others_wait() -> None:
    image = small()
    first, later = shown(image), shown(image, eager=False)
    assert 'fetchpriority="high"' in first
    assert "lazy" not in first
    assert 'sizes="92vw"' in first
    assert 'loading="lazy"' in later
    assert "fetchpriority" not in later
    assert 'sizes="92vw"' in later


def test_drawing_twice_changes_nothing() -> None:
    image = small()
    draw(image=image, at=NOON)
    once = files()
    Image.objects.update(formats_drawn_at=None)
    assert draw_some(at=TOMORROW) == 0
    assert files() == once


def test_what_was_broken_off_is_taken_up_again() -> None:
    image = small()
    image.file.draw(["card_avif"])
    draw_some(at=NOON)
    assert all(place(getattr(image.file, name)).is_file() for name in ALL_RENDITIONS)


@pytest.mark.parametrize("change", ["file", "focal_point"])
def test_a_picture_that_changes_is_drawn_anew(change: str) -> None:
    image, other = small(), small()
    draw(image=image, at=NOON)
    image.refresh_from_db()
    before = image.file.card_avif
    setattr(image, change, other.file.name if change == "file" else "0.1x0.1")
    image.save(update_fields=[change])
    image.refresh_from_db()
    assert image.formats_drawn_at is None
    draw(image=image, at=TOMORROW)
    image.refresh_from_db()
    assert image.formats_drawn_at == TOMORROW
    assert image.file.card_avif != before
    assert before not in shown(image, component="card_picture")


def test_other_words_about_a_picture_leave_its_forms_alone() -> None:
    image = small()
    draw(image=image, at=NOON)
    image.refresh_from_db()
    image.caption_en = "The coast in December"
    image.save()
    image.refresh_from_db()
    assert image.formats_drawn_at == NOON


def test_what_was_replaced_while_it_was_drawn_still_waits() -> None:
    image = small()
    Image.objects.filter(pk=image.pk).update(focal_point="0.9x0.9")
    draw(image=image, at=NOON)
    assert Image.objects.lacking_forms().get() == image


@pytest.mark.parametrize("harm", ["gone", "broken"])
def test_a_file_that_cannot_be_drawn_is_logged_once_and_not_tried_for_ever(
    harm: str, media: Path, caplog: pytest.LogCaptureFixture
) -> None:
    image, sound = small(), small()
    original = media / image.file.name
    original.unlink() if harm == "gone" else original.write_bytes(original.read_bytes()[:400])
    for _round in range(3):
        assert draw_some(at=NOON) == 0
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert image.file.name in caplog.text
    assert Image.objects.lacking_forms().get() == image
    assert {Path(address).suffix for address in addresses(shown(image))} == {".webp"}
    sound.refresh_from_db()
    assert sound.formats_drawn_at == NOON


def test_some_are_drawn_at_a_time_the_newest_first() -> None:
    images = [small() for _number in range(3)]
    assert draw_some(at=NOON) == 1
    assert Image.objects.lacking_forms().get() == images[0]
    assert draw_some(at=NOON) == 0


def test_the_job_asks_for_itself_until_all_are_drawn() -> None:
    for _number in range(3):
        small()
    drop_jobs()
    tasks.draw_missing_forms()
    assert ProcrastinateJob.objects.filter(task_name=JOB).count() == 1
    drop_jobs()
    tasks.draw_missing_forms()
    assert not ProcrastinateJob.objects.filter(task_name=JOB).exists()


def test_a_new_picture_asks_for_its_forms_once_however_many_come() -> None:
    assert signal_handlers
    for _number in range(3):
        small()
    assert ProcrastinateJob.objects.filter(task_name=JOB).count() == 1
