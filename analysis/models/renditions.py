"""The public forms of a picture: re-encoded as WebP from upright pixels, so that EXIF and GPS stay behind."""

from collections.abc import Callable
from typing import Any

from imagefield.processing_pillow import register_pillow

# 480 and 960 are a card on a phone and a column on a desk; 1600 is the column on a dense screen.
WIDTHS = (480, 960, 1600)
CARD = (640, 400)


@register_pillow
def web_picture(get_image: Callable[..., Any]) -> Callable[..., Any]:
    """Last processor of the chain: pixels only, as WebP."""

    def processor(image: Any, context: Any) -> Any:
        mode = "RGBA" if image.has_transparency_data else "RGB"
        picture = get_image(image, context).convert(mode)
        picture.info = {}
        context.save_kwargs.clear()
        context.save_kwargs.update(format="WEBP", quality=78, method=4)
        return picture

    return processor


def _webp(*processors: Any) -> Callable[[Any, Any], None]:
    def spec(_file: Any, context: Any) -> None:
        context.extension = ".webp"
        context.processors = ["web_picture", "autorotate", *processors]

    return spec


RENDITIONS = {
    "card": _webp(("crop", CARD)),
    **{f"width_{width}": _webp(("thumbnail", (width, width * 2))) for width in WIDTHS},
    "preview": _webp(("thumbnail", (480, 480))),
}
