from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import get_language
from translated_fields import to_attribute

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


def shown_width(image: Image, width: int) -> int:
    """What a rendition really has: small pictures are not enlarged, very tall ones are held to twice its width."""
    if not image.width or not image.height:
        return width
    return max(1, min(width, image.width, 2 * width * image.width // image.height))


@register.filter
def fallback_language(row: Any, name: str) -> str:
    """The language a translated text is shown in where it is not the page's own; else nothing."""
    if getattr(row, to_attribute(name, get_language())):
        return ""
    return settings.LANGUAGE_CODE if getattr(row, to_attribute(name, settings.LANGUAGE_CODE)) else ""
