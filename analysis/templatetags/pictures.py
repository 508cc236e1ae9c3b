from html import escape
from typing import Final

from django import template
from django.utils.safestring import SafeString, mark_safe

from analysis.models import Image
from analysis.models.renditions import AVIF_WIDTHS, WIDTHS

register = template.Library()


@register.filter
def srcset(image: Image, ending: str = "") -> str:
    """The widths a browser may choose from. `ending`: of the forms' names ("_avif"), or nothing for WebP."""
    widths = AVIF_WIDTHS if ending else WIDTHS
    candidates = {
        shown_width(image, width): getattr(image.file, f"width_{width}{ending}") for width in reversed(widths)
    }
    return ", ".join(f"{address} {width}w" for width, address in sorted(candidates.items()))


@register.simple_tag
def card_picture(image: Image | None) -> SafeString:
    """
    Cropped around its focal point, 16:10; decoration beside a title that says it all.

    Put together here: there are dozens of them on a page, and each differs from the others by nothing but addresses.
    """
    if not image:
        return SafeString("")
    file = image.file
    if not image.formats_drawn_at:
        return mark_safe(_CARD.format(sources="", address=escape(file.card)))  # noqa: S308
    sources = "".join(
        _SOURCE.format(form=form, small=escape(small), large=escape(large))
        for form, small, large in (
            ("avif", file.small_card_avif, file.card_avif),
            ("webp", file.small_card, file.card),
        )
    )
    return mark_safe(_CARD.format(sources=sources, address=escape(file.card_jpeg)))  # noqa: S308


_SOURCE: Final = (
    '<source type="image/{form}" srcset="{small} 320w, {large} 640w" sizes="(min-width: 48rem) 18rem, 6rem">'
)
_CARD: Final = (
    '<picture>{sources}<img class="card__picture" src="{address}" width="640" height="400" loading="lazy"'
    ' decoding="async" alt=""></picture>'
)


def shown_width(image: Image, width: int) -> int:
    """What a rendition really has: small pictures are not enlarged, very tall ones are held to twice its width."""
    if not image.width or not image.height:
        return width
    return max(1, min(width, image.width, 2 * width * image.width // image.height))
