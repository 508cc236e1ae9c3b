from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from PIL import Image as PillowImage

from analysis.models import Article, Image, Publication
from analysis.text.body import image_ids
from tests.analysis.importers.lines import NOW, bring_in, line
from tests.hostile import MADE, needs_hostile_files

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path, settings: LazySettings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = tmp_path / "pictures"
    folder.mkdir()
    PillowImage.new("RGB", (80, 50), "navy").save(folder / "bridge.png")
    return folder


def picture(**fields: str) -> dict[str, str]:
    return {"file": "bridge.png", "alt": "A bridge", "credit": "Ada Novik", "caption": "The crossing", **fields}


def test_a_lead_picture_comes_with_its_words(tmp_path: Path, folder: Path) -> None:
    bring_in(tmp_path, line(language="ru", image=picture()), images=folder)
    image = Publication.objects.get().lead_image
    assert image
    assert (image.alt_text_ru, image.caption_ru, image.credit) == ("A bridge", "The crossing", "Ada Novik")
    assert image.alt_text_en == ""


def test_one_content_is_one_picture_whatever_it_is_called(tmp_path: Path, folder: Path) -> None:
    (folder / "copy.png").write_bytes((folder / "bridge.png").read_bytes())
    bring_in(tmp_path, line(image=picture()), images=folder)
    bring_in(tmp_path, line("be", language="be", image=picture(file="copy.png", alt="Мост")), images=folder)
    image = Image.objects.get()
    assert (image.alt_text_en, image.alt_text_be) == ("A bridge", "Мост")


def test_what_was_uploaded_at_the_desk_is_found(tmp_path: Path, folder: Path) -> None:
    content = ContentFile((folder / "bridge.png").read_bytes(), name="mine.png")
    image = Image.objects.create(file=content, credit="Ada Novik")
    bring_in(tmp_path, line(image=picture()), images=folder)
    assert Publication.objects.get().lead_image == image == Image.objects.get()


def test_a_picture_that_was_replaced_since_is_not_taken_for_what_it_was(tmp_path: Path, folder: Path) -> None:
    bring_in(tmp_path, line(image=picture()), images=folder)
    replaced = Image.objects.get()
    PillowImage.new("RGB", (80, 50), "olive").save(folder / "other.png")
    replaced.file.save("other.png", ContentFile((folder / "other.png").read_bytes()))
    bring_in(tmp_path, line(image=picture(), title="Talks fail"), images=folder)
    image = Article.objects.get().lead_image
    assert image
    assert image != replaced
    with image.file.open() as file:
        assert file.read() == (folder / "bridge.png").read_bytes()


def test_pictures_of_a_body_are_taken_in(tmp_path: Path, folder: Path) -> None:
    body = '<figure><img alt="Lorries &amp; ice" src="images/bridge.png"><figcaption>Waiting</figcaption></figure>'
    bring_in(tmp_path, line(body_html=body), images=folder)
    image = Image.objects.get()
    assert f'<img alt="Lorries &amp; ice" src="/images/{image.pk}/">' in Publication.objects.get().body
    assert (image.alt_text_en, image.credit) == ("Lorries & ice", "Unknown")


def test_a_credit_that_comes_later_replaces_the_missing_one(tmp_path: Path, folder: Path) -> None:
    bring_in(tmp_path, line(image=picture(credit="")), line("second", image=picture()), images=folder)
    assert Image.objects.get().credit == "Ada Novik"


@pytest.mark.parametrize("file", ["missing.png", "../secret.png", "/etc/hostname", "a" * 290 + ".png", "link.png"])
def test_an_article_goes_on_without_a_picture_that_is_not_in_the_folder(
    tmp_path: Path, folder: Path, file: str
) -> None:
    (tmp_path / "secret.png").write_bytes((folder / "bridge.png").read_bytes())
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    report = bring_in(tmp_path, line(image=picture(file=file)), images=folder)
    assert "it is not in the folder of pictures" in report.notes[0].text
    assert Publication.objects.get().lead_image is None
    assert not Image.objects.exists()


@needs_hostile_files
@pytest.mark.parametrize("file", sorted(MADE.iterdir()) if MADE.is_dir() else [], ids=lambda file: str(file.name))
def test_no_made_up_file_breaks_an_import(tmp_path: Path, folder: Path, file: Path) -> None:
    report = bring_in(tmp_path, line(image=picture(file=file.name)), images=MADE)
    assert (report.created, len(report.notes)) == (1, 0 if Image.objects.exists() else 1)


def test_without_a_folder_the_articles_come_alone_until_there_is_one(tmp_path: Path, folder: Path) -> None:
    text = line(image=picture(), body_html='<p>Text</p><img src="images/bridge.png">')
    assert bring_in(tmp_path, text).without_pictures == {1}
    assert Publication.objects.live(NOW).get().body == "<p>Text</p>"
    assert bring_in(tmp_path, text, images=folder).updated == 1
    assert Publication.objects.live(NOW).get().lead_image == Image.objects.get()


def test_a_changed_picture_is_a_changed_article(tmp_path: Path, folder: Path) -> None:
    bring_in(tmp_path, line(image=picture()), images=folder)
    assert bring_in(tmp_path, line(image=picture()), images=folder).unchanged == 1
    PillowImage.new("RGB", (80, 50), "olive").save(folder / "bridge.png")
    assert bring_in(tmp_path, line(image=picture()), images=folder).updated == 1


def test_a_dry_run_looks_at_pictures_and_stores_none(tmp_path: Path, folder: Path) -> None:
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nno more")
    texts = (
        line(image=picture(), body_html='<img src="images/bridge.png">'),
        line("two", image=picture(file="broken.png")),
    )
    report = bring_in(tmp_path, *texts, images=folder, dry_run=True)
    assert [note.line for note in report.notes] == [2]
    assert not Image.objects.exists()


def with_pictures(**fields: Any) -> dict[str, Any]:
    return line(image=picture(), body_html='<p>Text</p><img src="images/bridge.png">', **fields)


def shown_pictures() -> tuple[Image | None, list[int]]:
    public = Publication.objects.live(LATER).get()
    return public.lead_image, image_ids(public.body)


def test_the_same_file_without_its_folder_takes_no_picture_off_the_page(tmp_path: Path, folder: Path) -> None:
    bring_in(tmp_path, with_pictures(), images=folder)
    report = bring_in(tmp_path, with_pictures(), at=LATER)
    image = Image.objects.get()
    assert (report.unchanged, report.without_pictures) == (1, set())
    assert shown_pictures() == (image, [image.pk])


@pytest.mark.parametrize("has_folder", [True, False])
@pytest.mark.parametrize("dry_run", [True, False])
def test_a_changed_text_waits_for_the_pictures_it_would_lose(
    tmp_path: Path, folder: Path, has_folder: bool, dry_run: bool
) -> None:
    bring_in(tmp_path, with_pictures(), images=folder)
    (folder / "bridge.png").rename(tmp_path / "bridge.png")
    again = with_pictures(title="Talks fail")
    report = bring_in(tmp_path, again, images=folder if has_folder else None, dry_run=dry_run, at=LATER)
    image = Image.objects.get()
    assert (report.updated, "would lose pictures" in report.refused[0].text) == (0, True)
    assert shown_pictures() == (image, [image.pk])

    (tmp_path / "bridge.png").rename(folder / "bridge.png")
    assert bring_in(tmp_path, again, images=folder, at=LATER).updated == 1
    assert shown_pictures() == (image, [image.pk])


def test_a_text_that_names_a_picture_no_more_loses_it(tmp_path: Path, folder: Path) -> None:
    bring_in(tmp_path, with_pictures(), images=folder)
    bring_in(tmp_path, line(image=None, body_html="<p>Text</p>"), images=folder, at=LATER)
    assert shown_pictures() == (None, [])


@pytest.mark.parametrize(
    "tag",
    [
        '<img alt="a > b" src="images/bridge.png">',
        "<img alt='a < b' src='images/bridge.png'>",
        '<img data-src="lazy.png" src="images/bridge.png">',
        '<img title="src=x" src="images/bridge.png">',
        '<img src="images/bridge.png" src="images/second.png">',
        "<IMG SRC=images/bridge.png>",
    ],
)
def test_a_picture_is_found_however_its_tag_is_written(tmp_path: Path, folder: Path, tag: str) -> None:
    report = bring_in(tmp_path, line(body_html=f"<p>Text</p>{tag}"), images=folder)
    assert (image_ids(Publication.objects.get().body), report.notes) == ([Image.objects.get().pk], [])


def test_no_picture_is_looked_for_that_no_body_shows(tmp_path: Path, folder: Path) -> None:
    body = '<p>Text</p><noscript><img src="images/bridge.png"></noscript><!-- <img src="images/lost.png"> -->'
    report = bring_in(tmp_path, line(body_html=body), images=folder)
    assert (Image.objects.exists(), report.notes) == (False, [])


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_wrong_name_of_a_picture_does_not_stand_in_the_way_of_a_right_one(
    tmp_path: Path, folder: Path, dry_run: bool
) -> None:
    (folder / "bridge.jpg").write_bytes((folder / "bridge.png").read_bytes())
    texts = line(image=picture(file="bridge.jpg")), line("second", image=picture())
    report = bring_in(tmp_path, *texts, images=folder, dry_run=dry_run)
    assert [note.line for note in report.notes] == [1]
