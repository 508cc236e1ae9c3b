"""Rows 4, 22 and 23: what is uploaded becomes a picture of ours, or a sentence beside the field."""

import io
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html as parser
from PIL import Image as PillowImage
from pytest_django import Settings

from accounts.models import User
from analysis.models import Image
from tests.factories import UserFactory
from tests.functional.trust.attacks import faults
from tests.hostile import MADE, needs_hostile_files

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")]

ADD = "/admin/analysis/image/add/"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
XXE = b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'
HTML = b"<!DOCTYPE html><script>alert(document.cookie)</script>"


@pytest.fixture(autouse=True)
def ada(client: Client, settings: Settings, tmp_path: Path) -> User:
    settings.MEDIA_ROOT = tmp_path
    ada = UserFactory.create()
    client.force_login(ada)
    return ada


def png(size: tuple[int, int] = (40, 30)) -> bytes:
    buffer = io.BytesIO()
    PillowImage.new("1" if size[0] > 1000 else "RGB", size).save(buffer, "PNG")
    return buffer.getvalue()


def upload(client: Client, content: bytes, name: str, **more: Any) -> Any:
    file = SimpleUploadedFile(name, content, content_type="image/png")
    fields = {"file": file, "credit": "Photo: The Weekly", "focal_point": "0.5x0.5", **more}
    return client.post(ADD, fields)


def refusal(answer: Any) -> str:
    """The sentence beside the field for the file."""
    assert answer.status_code == 200
    assert not Image.objects.exists()
    assert list(faults(answer.text)) == []
    page = parser.document_fromstring(answer.text)
    return " ".join(element.text_content().strip() for element in page.find_class("errorlist"))


def test_an_analyst_uploads_a_picture(client: Client, ada: User) -> None:
    assert upload(client, png(), "photo.png").status_code == 302
    assert Image.objects.get().uploaded_by == ada


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (SVG, "picture.svg"),
        (SVG, "picture.png"),
        (XXE, "picture.svg"),
        (HTML, "picture.html"),
        (HTML, "picture.jpg"),
        (b"GIF89a" + HTML, "picture.gif"),
        (png(), "picture.html"),
        (png(), "picture.svg"),
        (png(), "picture.php"),
        (b"%PDF-1.7", "picture.pdf"),
        (b"", "picture.png"),
        (b"\x89", "picture.png"),
        (png()[:50], "picture.png"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(client: Client, content: bytes, name: str) -> None:
    """Row 4."""
    assert refusal(upload(client, content, name)).endswith((".", "”."))


def test_bombs_and_strips_are_refused_at_once(client: Client) -> None:
    """Row 22."""
    begun = time.process_time()
    assert "million pixels" in refusal(upload(client, png((13_000, 13_000)), "bomb.png"))
    assert "narrow" in refusal(upload(client, png((60_000, 1)), "strip.png"))
    assert time.process_time() - begun < 2


def test_files_above_the_limit_are_refused(client: Client, settings: Settings) -> None:
    """Row 22."""
    settings.IMAGE_MAX_BYTES = 2**20
    assert "larger than 1 MB" in refusal(upload(client, png() + bytes(2**20), "photo.png"))


@needs_hostile_files
@pytest.mark.parametrize("path", sorted(MADE.glob("*")), ids=lambda path: path.name)
def test_files_made_to_hurt_get_a_picture_of_ours_or_a_sentence(client: Client, path: Path) -> None:
    """Rows 4 and 22."""
    answer = upload(client, path.read_bytes(), path.name)
    if answer.status_code == 302:
        with closing(Client().get(Image.objects.get().file.card)) as shown:
            assert shown["Content-Type"] == "image/webp"
            assert b"script" not in b"".join(shown)
    else:
        assert refusal(answer)


@pytest.mark.parametrize(
    "name",
    [
        "../../../../etc/cron.d/evil.png",
        "..\\..\\evil.png",
        "/etc/evil.png",
        "C:\\evil.png",
        'e"><script>alert(1)</script>.png',
        "evil\u202egnp.png",
        "evil%2e%2e%2f.png",
        f"{'e' * 250}.png",
        "Фота з мітынгу.png",
    ],
)
def test_a_stored_name_is_ours(client: Client, tmp_path: Path, name: str) -> None:
    """Row 23: whatever the sender called the file, nothing of it becomes a path, a header or markup."""
    assert upload(client, png(), name).status_code == 302
    stored = Image.objects.get().file
    assert stored.name.removeprefix("originals/").removesuffix(".png").isalnum()
    assert tmp_path in Path(stored.path).parents
    assert {path.parts[0] for path in (file.relative_to(tmp_path) for file in tmp_path.rglob("*"))} == {
        "originals",
        "__processed__",
    }


@pytest.mark.parametrize(
    "path",
    [
        "/media/../config/settings.py",
        "/media/..%2f..%2fsecret-key",
        "/media/__processed__/../../secret-key",
        "/media/__processed__/%2e%2e/%2e%2e/secret-key",
        "/media/__processed__/..\\..\\secret-key",
        "/media//etc/passwd",
        "/media/%2fetc%2fpasswd",
        "/media/__processed__/000/000/a.webp%00.png",
        "/media/__processed__/",
        "/media/originals/",
        "/media/",
        "/static/../secret-key",
        "/static/%2e%2e/secret-key",
        "/static/css/..%2f..%2f..%2fsecret-key",
        "/static/",
        "/.env",
        "/.git/config",
        "/secret-key",
    ],
)
def test_no_address_leads_out_of_the_folder(client: Client, path: str) -> None:
    """Row 23: nor shows what is in it."""
    assert client.get(path, follow=True).status_code == 404


def test_a_picture_is_served_as_nothing_but_a_picture(client: Client) -> None:
    """Row 4."""
    upload(client, png(), "photo.png")
    with closing(Client().get(Image.objects.get().file.card)) as answer:
        assert answer["Content-Type"] == "image/webp"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        assert "Set-Cookie" not in answer.headers
        assert "immutable" in answer["Cache-Control"]


def test_a_picture_without_a_credit_is_refused(client: Client) -> None:
    assert refusal(upload(client, png(), "photo.png", credit=" "))
