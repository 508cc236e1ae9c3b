"""The public forms of a picture: upright pixels in sRGB, written anew, nothing else of the file."""

import io
from collections.abc import Callable
from typing import Any, Final

from imagefield.processing_pillow import register_pillow
from PIL import ExifTags, ImageCms
from PIL import Image as PillowImage
from PIL.Image import Image as Picture
from PIL.Image import Resampling, Transpose

Size = tuple[int, int]
Processor = Callable[[Any, Any], Any]

# 480 and 960 are a card on a phone and a column on a desk; 1600 is the column on a dense screen.
WIDTHS = (480, 960, 1600)
# What nearly every reader gets comes in more: 720 and 1200 are the width of phones, with two and three dots a pixel.
AVIF_WIDTHS = (480, 720, 960, 1200, 1600)
CARD = (640, 400)
SMALL_CARD = (320, 200)

# Room for the largest form, with pixels to spare for a fine reduction.
ROOM: Final = (2 * WIDTHS[-1], 4 * WIDTHS[-1])
_WEBP: Final = {"format": "WEBP", "quality": 78, "method": 4}
# One thread: drawing has time, readers have not.
_AVIF: Final = {"format": "AVIF", "quality": 58, "speed": 6, "max_threads": 1}
_JPEG: Final = {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True}

_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
# Modes whose pixels can be averaged when a picture is made smaller.
_SMOOTH_MODES = ("L", "RGB", "RGBA", "CMYK")
# What undoes each value of the EXIF tag; those from 5 on lie on their side.
_UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


def upright_size(picture: Picture) -> Size:
    """Width and height as readers see them."""
    width, height = picture.size
    return (height, width) if _lies_on_its_side(picture) else (width, height)


def upright_within(picture: Picture, room: Size) -> Picture:
    """In smooth colours and small enough to save memory. The picture given is used up; its profile stays."""
    turn = _UPRIGHT.get(_orientation(picture))
    within = room[::-1] if _lies_on_its_side(picture) else room
    # A JPEG need not even be decoded larger than that.
    picture.draft(None, _within(picture.size, within))
    picture = _in_smooth_colours(picture)
    picture.thumbnail(within, Resampling.BOX)
    upright = picture.transpose(turn) if turn is not None else picture.copy()
    upright.info = _profile_of(picture)
    return upright


@register_pillow  # type: ignore[untyped-decorator]
def working_copy(get_image: Processor, room: Size) -> Processor:
    """First processor of the chain."""
    return lambda picture, context: get_image(upright_within(picture, room), context)


@register_pillow  # type: ignore[untyped-decorator]
def web_picture(get_image: Processor) -> Processor:
    """Last processor of the chain: pixels only, as WebP. Its name is part of the addresses of pictures drawn before."""
    return _written(get_image, _WEBP)


@register_pillow  # type: ignore[untyped-decorator]
def avif_picture(get_image: Processor) -> Processor:
    return _written(get_image, _AVIF)


@register_pillow  # type: ignore[untyped-decorator]
def jpeg_picture(get_image: Processor) -> Processor:
    return _written(lambda picture, context: _on_white(get_image(picture, context)), _JPEG)


def _written(get_image: Processor, options: dict[str, Any]) -> Processor:
    def processor(picture: Picture, context: Any) -> Picture:
        drawn = _in_srgb(get_image(picture, context))
        drawn.info = {}
        context.save_kwargs.clear()
        context.save_kwargs.update(options)
        return drawn

    return processor


def _within(size: Size, room: Size) -> Size:
    share = min(1.0, room[0] / size[0], room[1] / size[1])
    return max(1, int(share * size[0])), max(1, int(share * size[1]))


def _orientation(picture: Picture) -> int:
    try:
        return int(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # Pillow meets broken metadata with errors of every kind; the picture itself is fine.
        return 1


def _lies_on_its_side(picture: Picture) -> bool:
    return 5 <= _orientation(picture) <= 8


def _in_smooth_colours(picture: Picture) -> Picture:
    if picture.mode.startswith("I;16"):
        # Pillow's own conversion cuts 16 bits off at white instead of scaling them.
        picture = picture.point(lambda level: level * (1 / 257)).convert("L")
        picture.info.pop("transparency", None)
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    return picture if picture.mode in _SMOOTH_MODES else picture.convert("RGB")


def _in_srgb(picture: Picture) -> Picture:
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    profile = picture.info.get("icc_profile")
    if profile:
        try:
            return _converted(picture, profile, mode)
        except (ImageCms.PyCMSError, OSError):
            pass  # A profile that is broken, or of another kind of picture, says nothing about this one.
    return picture.convert(mode)


def _converted(picture: Picture, profile: bytes, mode: str) -> Picture:
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    converted = ImageCms.profileToProfile(picture, source, _SRGB, outputMode=mode)
    return converted or picture.convert(mode)


def _on_white(picture: Picture) -> Picture:
    """JPEG knows no transparency, and pages are light in print."""
    if picture.mode != "RGBA":
        return picture
    sheet = PillowImage.new("RGBA", picture.size, "white")
    sheet.alpha_composite(picture)
    flat = sheet.convert("RGB")
    flat.info = _profile_of(picture)
    return flat


def _profile_of(picture: Picture) -> dict[Any, Any]:
    return {name: value for name, value in picture.info.items() if name == "icc_profile"}


def _form(last: str, extension: str, processor: tuple[str, Size], *, room: Size) -> Callable[[Any, Any], None]:
    def spec(_file: Any, context: Any) -> None:
        context.extension = extension
        context.processors = [last, ("working_copy", room), processor]

    return spec


def _card(last: str, extension: str, size: Size = CARD) -> Callable[[Any, Any], None]:
    # A square, so that enough of an upright picture is left to be cropped from.
    return _form(last, extension, ("crop", size), room=(2 * size[0], 2 * size[0]))


def _width(last: str, extension: str, width: int) -> Callable[[Any, Any], None]:
    return _form(last, extension, ("thumbnail", (width, 2 * width)), room=(2 * width, 4 * width))


# Drawn when a picture is stored: pages can show them from then on.
RENDITIONS = {
    "card": _card("web_picture", ".webp"),
    **{f"width_{width}": _width("web_picture", ".webp", width) for width in WIDTHS},
    "preview": _form("web_picture", ".webp", ("thumbnail", (480, 480)), room=(960, 960)),
}
# Drawn by a job, since they take longer than a person waits (analysis.pictures).
LATER_RENDITIONS = {
    "card_avif": _card("avif_picture", ".avif"),
    "card_jpeg": _card("jpeg_picture", ".jpg"),
    "small_card": _card("web_picture", ".webp", SMALL_CARD),
    "small_card_avif": _card("avif_picture", ".avif", SMALL_CARD),
    **{f"width_{width}_avif": _width("avif_picture", ".avif", width) for width in AVIF_WIDTHS},
    # One width is enough for the few browsers that know nothing newer, and for feeds.
    "width_960_jpeg": _width("jpeg_picture", ".jpg", 960),
}
ALL_RENDITIONS = RENDITIONS | LATER_RENDITIONS
