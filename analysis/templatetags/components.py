"""
Components that follow from a few words alone, or from one thing that is known by what it says, and stand on many pages
or many times on one. Each is drawn once for the same words, and remembered: to draw it costs a hundred times what it
costs to look it up.
"""

from functools import lru_cache
from typing import Any, Final

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

_MOST: Final = 2_000
# What is drawn of a text depends on little besides it: which list it is in, and why.
_MOST_OF_ONE_THING: Final = 12


@register.simple_tag
def remembered(component: str, **words: Any) -> SafeString:
    """In place of an `include`, for what takes nothing that could change: words, numbers, tuples of them."""
    return _drawn(component, get_language(), **words)


# Words that are known to be safe are equal to words that are not: `typed` keeps them apart.
@lru_cache(maxsize=_MOST, typed=True)
def _drawn(component: str, _language: str, /, **words: Any) -> SafeString:
    return _component(component, words)


@register.simple_tag
def drawn_once(component: str, **given: Any) -> SafeString:
    """
    In place of an `include`, for what takes one thing that is known by what it says, and words as above. The thing
    stands first: a text as lists load it (`with_card`), the strip of a trend. It keeps what is drawn of it.
    """
    (name, thing), *words = given.items()
    return _drawing(component, name, thing, words, get_language())


@register.simple_tag
def drawn_each(component: str, **given: Any) -> SafeString:
    """The same for several things, one after the other."""
    (name, things), *words = given.items()
    language = get_language()
    return mark_safe("".join([_drawing(component, name, thing, words, language) for thing in things]))  # noqa: S308


def _drawing(component: str, name: str, thing: Any, words: list[tuple[str, Any]], language: str) -> SafeString:
    drawings = {} if thing.drawings is None else thing.drawings
    what = (component, language, *words)
    drawing: SafeString | None = drawings.get(what)
    if drawing is None:
        if len(drawings) >= _MOST_OF_ONE_THING:
            drawings.clear()
        drawing = drawings[what] = _component(component, {name: thing, **dict(words)})
    return drawing


def _component(name: str, given: dict[str, Any]) -> SafeString:
    return render_to_string(f"components/{name}.html", given)
