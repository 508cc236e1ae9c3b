"""The way of a picture through a bucket, from the desk to a reader, and what happens while the bucket is lost."""

import io
import json
import logging
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from lxml import html as parser
from PIL import ExifTags
from PIL import Image as PillowImage
from pytest_django import Settings

from analysis.models import Image
from analysis.models.renditions import ALL_RENDITIONS, RENDITIONS
from analysis.pictures.drawing import draw_some
from analysis.printing.plates import plate_of
from tests.analysis.importers.lines import bring_in, line
from tests.bucket import Store
from tests.factories import NOON, EditorFactory, ImageFactory, TopicFactory, published

pytestmark = pytest.mark.django_db

ADD = "/admin/analysis/image/add/"
WORDS = {"credit": "Photo: The Weekly", "focal_point": "0.5x0.5", "caption_en": "The coast"}


@pytest.fixture(autouse=True)
def _elsewhere(bucket: Store, settings: Settings, tmp_path: Path) -> None:
    """A folder that must stay empty."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(EditorFactory.create())
    return client


def photograph() -> bytes:
    exif = PillowImage.Exif()
    exif[ExifTags.Base.Make] = "A camera"
    exif[ExifTags.Base.GPSInfo] = {1: "N", 2: (53.0, 54.0, 0.0)}
    buffer = io.BytesIO()
    PillowImage.new("RGB", (80, 50), "navy").save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def upload(desk: Client, **more: Any) -> Any:
    file = SimpleUploadedFile("photo.jpg", photograph(), content_type="image/jpeg")
    return desk.post(ADD, {"file": file, **WORDS, **more})


def text_with_picture() -> Image:
    image = ImageFactory.create(file__width=80, file__height=50)
    published(slug="a-text", topic=TopicFactory.create(slug="a-trend"), lead_image=image)
    return image


def pictures_on(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    return [str(source) for source in parser.document_fromstring(answer.text).xpath("//img/@src")]


def test_what_is_uploaded_is_in_the_bucket_and_nowhere_else(desk: Client, bucket: Store, settings: Settings) -> None:
    assert upload(desk).status_code == 302
    image = Image.objects.get()
    assert (image.width, image.height, image.caption_en) == (80, 50, "The coast")
    assert bucket.files[image.file.name] == photograph()
    assert {getattr(image.file, form).removeprefix("/media/") for form in RENDITIONS} == set(bucket.files) - {
        image.file.name
    }
    assert not settings.MEDIA_ROOT.exists()


def test_an_upload_asks_the_bucket_for_no_more_than_it_must(desk: Client, bucket: Store) -> None:
    upload(desk)
    assert Counter(method for method, _name in bucket.asked) == {"PUT": 1 + len(RENDITIONS), "HEAD": len(RENDITIONS)}


def test_a_reader_gets_renditions_from_us(client: Client, bucket: Store) -> None:
    text_with_picture()
    (address, *_more) = [source for source in pictures_on(client, "/a-trend/a-text/") if "/media/" in source]
    assert address.startswith("/media/__processed__/")
    with closing(client.get(address)) as answer:
        assert b"".join(answer) == bucket.files[address.removeprefix("/media/")]
        assert answer["Content-Length"] == str(len(bucket.files[address.removeprefix("/media/")]))
        assert answer["Content-Type"] == "image/webp"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "default-src 'self'" in answer["Content-Security-Policy"]


def test_nobody_gets_the_original(client: Client, desk: Client, bucket: Store) -> None:
    image = text_with_picture()
    assert image.file.name in bucket.files
    bucket.asked.clear()
    for visitor in (client, desk):
        assert visitor.get(image.file.url).status_code == 404
    assert bucket.asked == []


def test_no_rendition_says_where_a_picture_was_taken(desk: Client, bucket: Store) -> None:
    upload(desk)
    assert draw_some(at=NOON) == 0
    image = Image.objects.get()
    original = bucket.files.pop(image.file.name)
    assert b"A camera" in original
    assert len(bucket.files) == len(ALL_RENDITIONS)
    for form in bucket.files.values():
        assert not PillowImage.open(io.BytesIO(form)).info.keys() & {"exif", "xmp", "icc_profile", "comment"}
        assert b"A camera" not in form


def test_a_picture_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get("/media/__processed__/000/000/none.webp").status_code == 404


def test_a_page_to_print_has_its_picture(bucket: Store) -> None:
    image = text_with_picture()
    plate = plate_of(image)
    assert plate
    assert PillowImage.open(io.BytesIO(plate)).format == "JPEG"
    bucket.failing_with = 503
    assert plate_of(image) is None


def test_a_page_comes_without_its_picture_while_the_bucket_is_lost(client: Client, bucket: Store) -> None:
    text_with_picture()
    bucket.failing_with = 503
    address = next(source for source in pictures_on(client, "/a-trend/a-text/") if "/media/" in source)
    answer = client.get(address)
    assert (answer.status_code, answer.content) == (503, b"")
    assert answer["Cache-Control"] == "no-store"
    bucket.failing_with = None
    with closing(client.get(address)) as again:
        assert again.status_code == 200


@pytest.mark.parametrize("status", [503, 403])
def test_an_upload_that_is_lost_on_the_way_is_a_sentence_beside_the_field(
    desk: Client, bucket: Store, status: int
) -> None:
    bucket.failing_with = status
    answer = upload(desk)
    assert answer.status_code == 200
    page = parser.document_fromstring(answer.text)
    (field,) = page.find_class("field-file")
    (said,) = field.find_class("errorlist")
    assert "The picture cannot be stored just now." in said.text_content()
    assert page.get_element_by_id("id_caption_en").value == "The coast"
    assert page.get_element_by_id("id_credit").value == "Photo: The Weekly"
    assert not Image.objects.exists()
    bucket.failing_with = None
    assert upload(desk).status_code == 302


def test_words_about_a_picture_can_be_mended_while_the_bucket_is_lost(desk: Client, bucket: Store) -> None:
    image = text_with_picture()
    draw_some(at=NOON)
    bucket.failing_with = 503
    change = f"/admin/analysis/image/{image.pk}/change/"
    assert desk.get(change).status_code == 200
    assert desk.post(change, {**WORDS, "caption_en": "The harbour"}).status_code == 302
    image.refresh_from_db()
    assert image.caption_en == "The harbour"


def test_a_focal_point_is_not_moved_while_nothing_can_be_drawn(desk: Client, bucket: Store) -> None:
    image = text_with_picture()
    draw_some(at=NOON)
    bucket.failing_with = 503
    change = f"/admin/analysis/image/{image.pk}/change/"
    answer = desk.post(change, {**WORDS, "focal_point": "0.1x0.1"})
    assert "The picture cannot be stored just now." in answer.text
    image.refresh_from_db()
    assert image.focal_point == "0.5x0.5"
    bucket.failing_with = None
    assert desk.post(change, {**WORDS, "focal_point": "0.1x0.1"}).status_code == 302
    image.refresh_from_db()
    assert image.file.card.removeprefix("/media/") in bucket.files


def test_pictures_wait_to_be_drawn_until_the_bucket_is_back(bucket: Store, caplog: pytest.LogCaptureFixture) -> None:
    """None is given up for the day, as a broken file is."""
    image = text_with_picture()
    bucket.failing_with = 503
    assert draw_some(at=NOON) == 0
    assert {record.levelno for record in caplog.records} == {logging.WARNING}
    bucket.failing_with = None
    assert draw_some(at=NOON) == 0
    image.refresh_from_db()
    assert image.formats_drawn_at == NOON


def test_imported_pictures_go_there_too(bucket: Store, tmp_path: Path) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    (pictures / "photo.jpg").write_bytes(photograph())
    article = line(image={"file": "photo.jpg", "alt": "A coast", "credit": "Ada Novik", "caption": ""})
    bring_in(tmp_path, article, images=pictures)
    assert photograph() in bucket.files.values()


def test_an_import_without_the_bucket_says_why_and_loses_nothing(bucket: Store, tmp_path: Path) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    (pictures / "photo.jpg").write_bytes(photograph())
    article = line(image={"file": "photo.jpg", "alt": "A coast", "credit": "Ada Novik", "caption": ""})
    (tmp_path / "articles.jsonl").write_text(json.dumps(article))
    bucket.failing_with = 503
    with pytest.raises(CommandError, match=r"\(MEDIA_STORAGE_URL\) does not answer.*Run it again"):
        call_command("import_articles", tmp_path / "articles.jsonl", images=pictures)
    assert not Image.objects.exists()


def test_the_demo_says_why_it_cannot_be_loaded(bucket: Store) -> None:
    bucket.failing_with = 503
    with pytest.raises(CommandError, match=r"\(MEDIA_STORAGE_URL\) does not answer"):
        call_command("load_demo", verbosity=0)
    assert not Image.objects.exists()
