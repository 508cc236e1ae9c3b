"""Rows 21 and 25: the server goes nowhere because somebody wrote an address, and sends mail to nobody else."""

import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from analysis.models import Article, Image
from tests.factories import ArticleFactory, EditorFactory, TopicFactory, UserFactory, published
from tests.functional.trust.attacks import form_data

pytestmark = pytest.mark.django_db


class Trap:
    """Listens, and tells whether anybody came."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.setblocking(False)
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"

    @property
    def was_visited(self) -> bool:
        try:
            self.socket.accept()
        except BlockingIOError:
            return False
        return True


@pytest.fixture
def trap() -> Iterator[Trap]:
    trap = Trap()
    yield trap
    assert not trap.was_visited
    trap.socket.close()


def body(address: str) -> str:
    return (
        f'<p><a href="{address}/link">x</a><img src="{address}/picture.png"></p><link rel="icon" href="{address}/c">'
        f'<iframe src="{address}/frame"></iframe><object data="{address}/o"></object>'
        f'<p style="background:url({address}/background)">x</p>'
    )


def line(address: str) -> str:
    return json.dumps(
        {
            "id": "1",
            "url_path": "/old/one",
            "title": address,
            "summary": f"<!ENTITY x SYSTEM '{address}'>",
            "body_html": f'<!DOCTYPE p [<!ENTITY x SYSTEM "{address}/dtd">]>&x;' + body(address),
            "language": "en",
            "published_at": "2026-01-05T09:00:00Z",
            "authors": [{"name": address, "slug": "one", "bio": body(address)}],
            "topics": ["Elite"],
            "tags": [],
            "image": {"file": f"{address}/lead.png", "alt": "", "credit": "x", "caption": ""},
            "sources": [{"title": "Source", "url": f"{address}/source"}],
        }
    )


def test_an_import_fetches_nothing(trap: Trap, tmp_path: Path) -> None:
    """Row 21: no picture, style sheet, entity or source."""
    file = tmp_path / "articles.jsonl"
    file.write_text(line(trap.address))
    call_command("import_articles", str(file), images=tmp_path, verbosity=0)
    article = Article.objects.get()
    assert f"{trap.address}/picture.png" not in article.body
    assert not Image.objects.exists()
    assert Client().get("/old/one", follow=True).status_code == 200


@pytest.mark.parametrize(
    "name", ["../secret.png", "/etc/passwd", "file:///etc/passwd", "..%2fsecret.png", "link.png", "\x00"]
)
def test_an_import_reads_nothing_but_its_folder(tmp_path: Path, name: str) -> None:
    """Rows 21 and 23."""
    folder = tmp_path / "images"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(b"secret")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    file = tmp_path / "articles.jsonl"
    article = json.loads(line("https://example.org")) | {
        "image": {"file": name, "alt": "", "credit": "x", "caption": ""}
    }
    file.write_text(json.dumps(article | {"body_html": f'<p>x</p><img src="{name}">'.replace("\x00", "")}))
    with suppress(CommandError):
        call_command("import_articles", str(file), images=folder, verbosity=0)
    assert not Image.objects.exists()


def test_writing_and_publishing_fetch_nothing(client: Client, trap: Trap) -> None:
    """Row 21."""
    client.force_login(EditorFactory.create())
    article = ArticleFactory.create()
    path = reverse("admin:analysis_article_change", args=[article.pk])
    sources = {
        "sources-TOTAL_FORMS": "1",
        "sources-0-title": "A",
        "sources-0-url": trap.address,
        "sources-0-ORDER": "1",
    }
    assert client.post(path, form_data(client, path, body=body(trap.address)) | sources).status_code == 302
    decision = reverse("admin:analysis_article_publish", args=[article.pk])
    assert client.post(decision, form_data(client, decision)).status_code == 302
    assert Client().get(article.publications.get().get_absolute_url()).status_code == 200


def test_an_uploaded_drawing_fetches_nothing(client: Client, trap: Trap) -> None:
    """Row 21: no entity, no linked picture."""
    client.force_login(UserFactory.create())
    for content in (
        f'<!DOCTYPE svg [<!ENTITY % x SYSTEM "{trap.address}/x"> %x;]><svg/>',
        f'<svg xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="{trap.address}/x"/></svg>',
    ):
        for name in ("picture.svg", "picture.png"):
            file = SimpleUploadedFile(name, content.encode())
            assert client.post("/admin/analysis/image/add/", {"file": file, "credit": "x"}).status_code == 200
    assert not Image.objects.exists()


def test_a_page_asks_readers_browsers_for_nothing_from_others() -> None:
    """Row 21: nor does an old text."""
    publication = published(topic=TopicFactory.create(slug="elite"), at=timezone.now() - timedelta(hours=1))
    type(publication).objects.update(body=body("https://evil.example"))
    text = Client().get(publication.get_absolute_url()).text
    for thing in ("picture.png", "frame", "c", "o", "background"):
        assert f"https://evil.example/{thing}" not in text


@pytest.mark.parametrize("email", ["eve@example.org\nBcc: all@example.org", "eve@example.org\r\nX: y"])
def test_no_line_break_gets_into_an_address(client: Client, email: str) -> None:
    """Row 25."""
    client.force_login(UserFactory.create(role="administrator"))
    fields = {"email": email, "name": "Eve", "role": "analyst", "language": "en", "time_zone": "Europe/Warsaw"}
    passwords = {"password1": "correct horse battery", "password2": "correct horse battery"}
    assert client.post("/admin/accounts/user/add/", fields | passwords).status_code == 200
    assert User.objects.count() == 1
    assert not mail.outbox
