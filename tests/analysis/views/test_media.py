from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from analysis.models import Image
from tests.factories import EditorFactory, ImageFactory, IssueFactory, published

pytestmark = pytest.mark.django_db


def test_a_rendition_is_served_for_ever(client: Client) -> None:
    response = client.get(ImageFactory.create().file.card)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Vary" not in response.headers
    assert b"".join(response.streaming_content)[:4] == b"RIFF"


@pytest.mark.parametrize(("form", "kind"), [("card_avif", "image/avif"), ("card_jpeg", "image/jpeg")])
def test_forms_that_are_drawn_later_are_served_as_what_they_are(client: Client, form: str, kind: str) -> None:
    image = ImageFactory.create()
    assert client.get(getattr(image.file, form)).status_code == 404
    image.file.draw([form])
    response = client.get(getattr(image.file, form))
    b"".join(response.streaming_content)
    assert response.headers["Content-Type"] == kind
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_name_longer_than_any_of_ours_is_no_picture(client: Client) -> None:
    assert client.get(f"{settings.MEDIA_URL}__processed__/{'abc/' * 1200}x.jpg").status_code == 404


def test_the_original_is_never_served(client: Client) -> None:
    image = ImageFactory.create()
    assert (Path(settings.MEDIA_ROOT) / image.file.name).exists()
    assert client.get(image.file.url).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "__processed__/",
        "__processed__/abc/def/missing.webp",
        "__processed__/../originals/x.jpg",
        "__processed__/abc/..%2f..%2foriginals%2fx.webp",
        "__processed__/abc/../../secret-key.webp",
        "/etc/passwd",
        "..%2f..%2fsecret-key",
        "__processed__/abc/x.webp%0a",
        "__processed__/abc/x.svg",
        "__processed__/abc/x.jpeg",
        "originals/abc/x.jpg",
        "__processed__/abc/" + "x" * 4000 + ".webp",
    ],
)
def test_no_other_name_leads_to_a_file(client: Client, name: str) -> None:
    assert client.get(f"/media/{name}").status_code == 404


def test_staff_see_the_pictures_of_a_body_through_their_number(client: Client) -> None:
    image = ImageFactory.create()
    client.force_login(EditorFactory.create())
    response = client.get(f"/images/{image.pk}/")
    assert (response.status_code, response.headers["Location"]) == (302, image.file.preview)
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]


@pytest.mark.parametrize("number", ["1", "0", "99999999999999999999999999"])
def test_strangers_learn_nothing_about_pictures(client: Client, number: str) -> None:
    ImageFactory.create(pk=1)
    response = client.get(f"/images/{number}/")
    assert response.status_code == 404
    assert "no-store" in response.headers["Cache-Control"]


def test_a_picture_that_does_not_exist_is_not_found_for_staff_either(client: Client) -> None:
    client.force_login(EditorFactory.create())
    assert client.get("/images/987654321/").status_code == 404


def broken(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:40])


@pytest.mark.parametrize("harm", [Path.unlink, broken])
def test_a_picture_that_cannot_be_drawn_takes_no_page_with_it(
    client: Client, settings: Settings, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    settings.MEDIA_ROOT = tmp_path
    image: Image = ImageFactory.create(file__width=80, file__height=50)
    body = f'<figure><img src="/images/{image.pk}/" alt="Seen"></figure><p>What it says.</p>'
    issue = IssueFactory.create()
    publication = published(lead_image=image, body=body, issue=issue)
    for file in [path for path in tmp_path.rglob("*") if path.is_file()]:
        harm(file)
    for address in (publication.get_absolute_url(), "/", "/feed.atom", issue.get_absolute_url()):
        assert image.file.card.rsplit("/", 1)[0] in client.get(address).text
    client.force_login(EditorFactory.create())
    assert client.get(reverse("admin:analysis_image_change", args=[image.pk])).status_code == 200
