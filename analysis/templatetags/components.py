"""
Components that follow from a few words alone, and stand on every page or many times on one. Each is drawn once for the
same words, and remembered: to draw it costs a hundred times what it costs to look it up.
"""

from functools import lru_cache
from typing import Any, Final

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

_MOST: Final = 2_000


@register.simple_tag
def remembered(component: str, **words: Any) -> SafeString:
    """In place of an `include`, for what takes nothing that could change: words, numbers, tuples of them."""
    return _drawn(component, get_language(), **words)


# Words that are known to be safe are equal to words that are not: `typed` keeps them apart.
@lru_cache(maxsize=_MOST, typed=True)
def _drawn(component: str, _language: str, /, **words: Any) -> SafeString:
    return render_to_string(f"components/{component}.html", words)
