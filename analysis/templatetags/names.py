"""
Names, and other words that topics, authors and the publication have in several languages.

Pages show them by these filters alone, so that none is forgotten: where there is no translation they are in another
language than the page, and who listens to it, and whatever breaks its lines, has to know which.
"""

from collections.abc import Iterable
from functools import cache
from html import escape
from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from translated_fields import to_attribute

from analysis.models.languages import fallback_language

register = template.Library()

# Paths and names.
Links = tuple[tuple[str, SafeString], ...]

# For what cannot be marked itself, as an attribute.
register.filter(fallback_language)

column = cache(to_attribute)


@register.filter
def translated(row: Any, name: str) -> SafeString:
    """The words that `row` has under `name`, such as "job_title"; nothing where it has none."""
    # Pages have dozens of them: this costs what `{{ topic.name }}` would.
    if text := getattr(row, column(name, get_language())):
        return mark_safe(escape(text))  # noqa: S308
    return in_language(getattr(row, column(name, settings.LANGUAGE_CODE)), settings.LANGUAGE_CODE)


@register.filter
def in_language(text: str, language: str) -> SafeString:
    """`language`: that of the text where it is not the page's; else nothing."""
    words = escape(text)
    return mark_safe(f'<span lang="{language}">{words}</span>' if words and language else words)  # noqa: S308


def links(rows: Iterable[Any]) -> Links:
    """To topics or authors, in words that components can be remembered by."""
    return tuple((row.get_absolute_url(), translated(row, "name")) for row in rows)
