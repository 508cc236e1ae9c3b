"""The public forms of a picture: upright pixels in sRGB, written anew as WebP, nothing else of the file."""

import io
from collections.abc import Callable
from typing import Any

from imagefield.processing_pillow import register_pillow
from PIL import ExifTags, ImageCms
from PIL.Image import Image as Picture
from PIL.Image import Resampling, Transpose

Size = tuple[int, int]
Processor = Callable[[Any, Any], Any]

# 480 and 960 are a card on a phone and a column on a desk; 1600 is the column on a dense screen.
WIDTHS = (480, 960, 1600)
CARD = (640, 400)

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


@register_pillow  # type: ignore[untyped-decorator]
def working_copy(get_image: Processor, room: Size) -> Processor:
    """First processor of the chain: upright, in smooth colours, and within `room` to save memory."""

    def processor(picture: Picture, context: Any) -> Any:
        turn = _UPRIGHT.get(_orientation(picture))
        within = room[::-1] if _lies_on_its_side(picture) else room
        picture = _in_smooth_colours(picture)
        picture.thumbnail(within, Resampling.BOX)
        return get_image(picture.transpose(turn) if turn is not None else picture, context)

    return processor


@register_pillow  # type: ignore[untyped-decorator]
def web_picture(get_image: Processor) -> Processor:
    """Last processor of the chain: pixels only, as WebP."""

    def processor(image: Any, context: Any) -> Any:
        picture = _in_srgb(get_image(image, context))
        picture.info = {}
        context.save_kwargs.clear()
        context.save_kwargs.update(format="WEBP", quality=78, method=4)
        return picture

    return processor


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


def _webp(processor: tuple[str, Size], *, room: Size) -> Callable[[Any, Any], None]:
    def spec(_file: Any, context: Any) -> None:
        context.extension = ".webp"
        context.processors = ["web_picture", ("working_copy", room), processor]

    return spec


RENDITIONS = {
    # A square, so that enough of an upright picture is left to be cropped from.
    "card": _webp(("crop", CARD), room=(2 * CARD[0], 2 * CARD[0])),
    **{f"width_{side}": _webp(("thumbnail", (side, 2 * side)), room=(2 * side, 4 * side)) for side in WIDTHS},
    "preview": _webp(("thumbnail", (480, 480)), room=(960, 960)),
}
