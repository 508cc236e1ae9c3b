"""
Components that follow from a few words alone, and stand on every page or many times on one. Each is drawn once for the
same words, and remembered: to draw it costs a hundred times what it costs to look it up.
"""

from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from analysis.models import Image

register = template.Library()

_MOST: Final = 2_000


@register.simple_tag
def remembered(component: str, **words: Any) -> SafeString:
    """In place of an `include`, for what takes nothing that could change: words, numbers, tuples of them."""
    return _drawn(component, get_language(), **words)


@register.simple_tag
def card_picture(image: Image | None) -> SafeString:
    """All that counts here is its file, its focal point, and whether all of its forms have been drawn."""
    if not image:
        return SafeString("")
    return _picture_of_a_card(image.file.storage, image.file.name, image.focal_point, image.formats_drawn_at)


# Words that are known to be safe are equal to words that are not: `typed` keeps them apart.
@lru_cache(maxsize=_MOST, typed=True)
def _drawn(component: str, _language: str, /, **words: Any) -> SafeString:
    return render_to_string(f"components/{component}.html", words)


@lru_cache(maxsize=_MOST)
def _picture_of_a_card(_storage: Any, name: str, focal_point: str, formats_drawn_at: datetime | None) -> SafeString:
    image = Image(file=name, focal_point=focal_point, formats_drawn_at=formats_drawn_at, width=1, height=1)
    return render_to_string("components/card_picture.html", {"image": image})
