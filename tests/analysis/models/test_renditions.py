"""What readers get of a picture: upright, in its own colours, without any metadata."""

import io
import struct
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import ExifTags, ImageChops, ImageStat
from PIL import Image as PillowImage
from PIL.Image import Image as Picture
from pytest_django import Settings

from analysis.models import Image
from analysis.models.renditions import ALL_RENDITIONS, CARD
from tests.hostile import AWKWARD, IMAGES, MADE, needs_hostile_files

# Pillow warns of awkward metadata that it can live with.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")

SECRETS = (b"Exif", b"GPS", b"xmp", b"<script", b"<html", b"PK\x03\x04", b"ICCP")


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def kept(content: bytes, name: str) -> Image:
    image = Image(file=ContentFile(content, name=name), credit="Photo: The Weekly")
    image.file.save(name, image.file.file, save=False)
    return image


def written(image: Image, rendition: str) -> bytes:
    with image.file.storage.open(image.file.process(rendition)) as file:
        return bytes(file.read())


def shown(content: bytes, name: str = "photo.jpg", rendition: str = "width_480") -> Picture:
    return PillowImage.open(io.BytesIO(written(kept(content, name), rendition)))


def encoded(picture: Picture, picture_format: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, picture_format, **options)
    return buffer.getvalue()


def difference(one: Picture, other: Picture) -> float:
    """Mean distance of the two pictures' levels, 0 to 255."""
    means = ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean
    return float(max(means))


def quarters() -> Picture:
    """Red, green, blue and white: a picture that shows which side is up."""
    picture = PillowImage.new("RGB", (120, 80), "white")
    for corner, colour in {(0, 0): "red", (60, 0): "green", (0, 40): "blue"}.items():
        picture.paste(colour, (*corner, corner[0] + 60, corner[1] + 40))
    return picture


def profile_with_red_and_green_exchanged() -> bytes:
    """sRGB's primaries and a gamma of 2.2, the first two the wrong way round."""

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    gamma = b"curv\0\0\0\0" + struct.pack(">IH", 1, 563) + b"\0\0"
    tags = {
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": xyz(0.3851, 0.7169, 0.0971),
        b"gXYZ": xyz(0.4361, 0.2225, 0.0139),
        b"bXYZ": xyz(0.1431, 0.0606, 0.7141),
        b"rTRC": gamma,
        b"gTRC": gamma,
        b"bTRC": gamma,
    }
    table, data = struct.pack(">I", len(tags)), b""
    for name, value in tags.items():
        table += struct.pack(">4sII", name, 132 + 12 * len(tags) + len(data), len(value))
        data += value
    size = 132 + 12 * len(tags) + len(data)
    header = struct.pack(">I4sI4s4s4s", size, b"", 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    header += b"\0" * 12 + b"acsp" + b"\0" * 28 + xyz(0.9642, 1.0, 0.8249)[8:]
    return header.ljust(128, b"\0") + table + data


def test_it_carries_no_place_no_camera_and_no_comment() -> None:
    exif = PillowImage.Exif()
    exif[ExifTags.Base.Make] = 'Camera"><script>alert(1)</script>'
    exif[ExifTags.Base.GPSInfo] = {1: "N", 2: (53.0, 54.0, 0.0)}
    content = encoded(quarters(), "JPEG", exif=exif, comment=b"<script>", xmp=b"<x:xmpmeta/>")
    assert b"Camera" in content
    image = kept(content, "photo.jpg")
    for rendition in ALL_RENDITIONS:
        form = written(image, rendition)
        assert not [secret for secret in (*SECRETS, b"Camera") if secret in form]
        assert not PillowImage.open(io.BytesIO(form)).info.keys() & {"exif", "xmp", "icc_profile", "comment"}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_upright(orientation: int) -> None:
    turns = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the inverse of what a viewer has to do
    stored = quarters()
    if orientation in turns:
        stored = stored.transpose(PillowImage.Transpose(turns[orientation]))
    exif = PillowImage.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    content = encoded(stored, "JPEG", exif=exif, quality=95)
    assert difference(shown(content), quarters()) < 5
    image = kept(content, "photo.jpg")
    assert (image.width, image.height) == (120, 80)


def test_it_has_the_colours_of_its_profile() -> None:
    red = PillowImage.new("RGB", (40, 30), (200, 60, 60))
    content = encoded(red, "PNG", icc_profile=profile_with_red_and_green_exchanged())
    assert difference(shown(content, "photo.png"), PillowImage.new("RGB", (40, 30), (60, 200, 60))) < 6


def test_it_shows_a_picture_whose_profile_is_nonsense() -> None:
    content = encoded(quarters(), "PNG", icc_profile=b"nonsense" * 40)
    assert difference(shown(content, "photo.png"), quarters()) < 6


def test_it_shows_pictures_made_for_print() -> None:
    content = encoded(PillowImage.new("CMYK", (40, 30), (0, 255, 255, 0)), "JPEG")
    assert difference(shown(content), PillowImage.new("RGB", (40, 30), "red")) < 30


def test_it_keeps_the_shades_of_sixteen_bits() -> None:
    deep = PillowImage.new("I;16", (40, 30), 257 * 90)
    grey = PillowImage.new("L", (40, 30), 90)
    assert difference(shown(encoded(deep, "PNG"), "photo.png"), grey) < 3


def test_it_keeps_transparency() -> None:
    glass = PillowImage.new("RGBA", (40, 30), (255, 0, 0, 0))
    assert shown(encoded(glass, "PNG"), "photo.png").getchannel("A").getextrema() == (0, 0)


@pytest.mark.parametrize("rendition", ["card_jpeg", "width_960_jpeg"])
def test_it_stands_on_white_where_a_format_knows_no_transparency(rendition: str) -> None:
    glass = PillowImage.new("RGBA", (40, 30), (255, 0, 0, 0))
    assert shown(encoded(glass, "PNG"), "photo.png", rendition).getextrema() == ((255, 255),) * 3


def test_avif_keeps_transparency_and_colours_too() -> None:
    glass = PillowImage.new("RGBA", (40, 30), (200, 60, 60, 128))
    drawn = shown(encoded(glass, "PNG"), "photo.png", "width_480_avif")
    assert difference(drawn, glass) < 6
    assert abs(ImageStat.Stat(drawn.getchannel("A")).mean[0] - 128) < 6


@pytest.mark.parametrize("ending", ["", "_avif", "_jpeg"])
@pytest.mark.parametrize(("focal_point", "colour"), [("0.05x0.5", "red"), ("0.5x0.5", "lime"), ("0.95x0.5", "blue")])
def test_a_card_is_cropped_around_the_focal_point(ending: str, focal_point: str, colour: str) -> None:
    wide = PillowImage.new("RGB", (900, 160), "lime")
    wide.paste("red", (0, 0, 300, 160))
    wide.paste("blue", (600, 0, 900, 160))
    image = kept(encoded(wide, "PNG"), "wide.png")
    image.focal_point = focal_point
    card = PillowImage.open(io.BytesIO(written(image, f"card{ending}")))
    assert difference(card, PillowImage.new("RGB", card.size, colour)) < 8


def test_forms_drawn_together_are_those_drawn_one_by_one() -> None:
    content = encoded(quarters().resize((600, 400)), "JPEG", quality=90)
    together, alone = kept(content, "photo.jpg"), kept(content, "photo.jpg")
    together.file.draw(ALL_RENDITIONS)
    for rendition in ALL_RENDITIONS:
        one, other = (PillowImage.open(io.BytesIO(written(image, rendition))) for image in (together, alone))
        assert one.size == other.size
        assert difference(one, other) < 3


def test_a_large_picture_becomes_small_without_changing_its_shape() -> None:
    content = encoded(PillowImage.new("RGB", (3000, 2000), "teal"), "JPEG")
    assert shown(content, rendition="width_960").size == (960, 640)
    assert shown(content, rendition="card").size == CARD
    assert shown(content, rendition="width_1200_avif").size == (1200, 800)


@pytest.mark.parametrize("size", [(1, 1), (20, 1), (1, 20)])
def test_the_smallest_pictures_fill_a_card_too(size: tuple[int, int]) -> None:
    assert shown(encoded(PillowImage.new("RGB", size, "teal"), "PNG"), "photo.png", "card").size == CARD


def test_it_is_named_by_us_whatever_the_file_was_called() -> None:
    image = kept(encoded(quarters(), "JPEG"), "..\\..\\evil\r\n<b>\"'.html.jpg")
    assert image.file.name.removeprefix("originals/").removesuffix(".jpg").isalnum()
    assert all(letter.isalnum() or letter in "/_-." for letter in image.file.process("card"))


@needs_hostile_files
def test_the_same_picture_in_every_orientation_is_shown_the_same() -> None:
    first, *others = (shown(path.read_bytes()) for path in sorted(AWKWARD.glob("hopper_orientation_*.jpg")))
    assert others
    assert max(difference(first, other) for other in others) < 6


@needs_hostile_files
def test_what_hides_behind_or_inside_a_picture_stays_there() -> None:
    for name in ("gps-and-script-in-exif.jpg", "png-then-html.png", "png-then-zip.png"):
        image = kept((MADE / name).read_bytes(), name)
        assert not [secret for secret in SECRETS if secret in written(image, "width_1600")]


@pytest.mark.parametrize("path", IMAGES, ids=lambda path: path.name)
def test_any_picture_that_is_taken_can_be_shown(path: Path) -> None:
    try:
        image = kept(path.read_bytes(), path.name)
    except ValidationError:
        return
    assert image.width
    assert image.height
    content = written(image, "width_480")
    picture = PillowImage.open(io.BytesIO(content))
    picture.load()
    assert picture.format == "WEBP"
    assert not picture.info.keys() & {"exif", "xmp", "icc_profile"}
    assert not [secret for secret in SECRETS if secret in content]
    assert picture.width <= 480
    assert picture.width / picture.height == pytest.approx(image.width / image.height, rel=0.1)
