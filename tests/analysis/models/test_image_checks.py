"""What is no picture is refused with a sentence, quickly, and before it is decoded."""

import io
import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as PillowImage
from pytest_django import Settings

from analysis.models.image_checks import EXTENSIONS, validate_picture
from analysis.models.picture_field import PictureFormField
from tests.hostile import IMAGES, MADE, needs_hostile_files

# Pillow warns of awkward files that it can live with; a limit must hold where warnings are not errors.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning", "ignore::PIL.Image.DecompressionBombWarning")

REFUSALS = {
    "animated-300-frames.gif": "moves",
    "bomb-20000x20000-1bit.png": "million pixels",
    "gif-js-polyglot.gif": "narrow",
    "html-named.jpg": "no picture",
    "one-byte.png": "no picture",
    "png-cut-in-half.png": "damaged",
    "strip-1x60000.png": "narrow",
    "strip-60000x1.png": "narrow",
    "svg-named.png": "no picture",
    "svg-onload.svg": "no picture",
    "svg-billion-laughs.svg": "no picture",
    "under-limit-13000x13000-1bit.png": "million pixels",
    "under-limit-13000x13000-grey.jpg": "million pixels",
    "zero-bytes.jpg": "empty",
}


def encoded(picture_format: str, size: tuple[int, int] = (40, 30)) -> bytes:
    buffer = io.BytesIO()
    PillowImage.new("RGB", size, "teal").save(buffer, picture_format)
    return buffer.getvalue()


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(ValidationError) as refused:
        validate_picture(ContentFile(content, name=name))
    return " ".join(refused.value.messages)


@contextmanager
def within_bounds(*, seconds: float = 2, megabytes: int = 500) -> Iterator[None]:
    memory, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    yield
    assert time.process_time() - begun < seconds
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024 < megabytes


@pytest.mark.parametrize("picture_format", EXTENSIONS)
def test_it_takes_every_format_we_name(picture_format: str) -> None:
    name = f"Photo.{EXTENSIONS[picture_format][0].upper()}"
    validate_picture(ContentFile(encoded(picture_format), name=name))


@pytest.mark.parametrize("picture_format", ["BMP", "TIFF", "ICO", "PPM", "TGA"])
def test_it_refuses_formats_that_pillow_knows_and_we_do_not_name(picture_format: str) -> None:
    assert "no picture" in refusal(encoded(picture_format), "photo.png")


@pytest.mark.parametrize("name", ["photo.png", "photo.html", "photo.jpg.svg", "photo", "jpg", ".jpg"])
def test_it_refuses_a_name_that_does_not_agree_with_the_content(name: str) -> None:
    assert "“.jpg”" in refusal(encoded("JPEG"), name)


def test_it_refuses_files_above_the_limit(settings: Settings) -> None:
    settings.IMAGE_MAX_BYTES = 2**20
    assert "larger than 1 MB" in refusal(encoded("PNG") + b"x" * 2**20, "photo.png")


def test_it_refuses_more_pixels_than_the_limit_before_decoding_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PillowImage, "MAX_IMAGE_PIXELS", 1000)
    assert "million pixels" in refusal(encoded("PNG", (40, 30)), "photo.png")


def test_it_refuses_a_jpeg_of_countless_passes() -> None:
    content = encoded("JPEG")
    scans = content[content.index(b"\xff\xda") : -2] * 200
    with within_bounds():
        assert "damaged" in refusal(content[:-2] + scans + content[-2:], "photo.jpg")


@pytest.mark.parametrize("kept", [0.5, 0.9, 0.99])
@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_it_refuses_files_that_end_too_early(picture_format: str, kept: float) -> None:
    buffer = io.BytesIO()
    PillowImage.effect_noise((200, 200), 80).convert("RGB").save(buffer, picture_format)
    content = buffer.getvalue()[: int(len(buffer.getvalue()) * kept)]
    assert refusal(content, f"photo.{EXTENSIONS[picture_format][0]}")


def test_it_leaves_the_file_open_and_where_it_was() -> None:
    file = ContentFile(encoded("PNG"), name="photo.png")
    file.seek(7)
    validate_picture(file)
    assert file.tell() == 7
    assert not file.closed


def test_it_opens_no_file_that_it_does_not_close(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(encoded("PNG"))
    handles = len(os.listdir("/proc/self/fd"))
    with path.open("rb") as file:
        validate_picture(File(file, name="photo.png"))
    assert len(os.listdir("/proc/self/fd")) == handles


def test_the_form_says_so_next_to_the_field() -> None:
    field = PictureFormField()
    with pytest.raises(ValidationError, match="no picture"):
        field.clean(SimpleUploadedFile("photo.png", b"<svg onload=alert(1)>"))
    photo = SimpleUploadedFile("photo.png", encoded("PNG"))
    assert field.clean(photo) is photo


def test_it_refuses_a_bomb() -> None:
    buffer = io.BytesIO()
    PillowImage.new("1", (13_000, 13_000)).save(buffer, "PNG")
    with within_bounds(seconds=0.1, megabytes=20):
        assert "million pixels" in refusal(buffer.getvalue(), "bomb.png")


@needs_hostile_files
@pytest.mark.parametrize("name", REFUSALS)
def test_it_refuses_what_was_made_to_hurt_with_a_sentence(name: str) -> None:
    with within_bounds(megabytes=50):
        assert REFUSALS[name] in refusal((MADE / name).read_bytes(), name)


@pytest.mark.parametrize("path", IMAGES, ids=lambda path: path.name)
def test_any_file_is_taken_or_refused_with_a_sentence(path: Path) -> None:
    with within_bounds(), suppress(ValidationError):
        validate_picture(ContentFile(path.read_bytes(), name=path.name))
