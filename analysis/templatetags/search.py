from typing import Any, Final

from django import template
from django.utils.translation import ngettext_lazy

register = template.Library()

# Languages decline, so each has a sentence of its own.
RESULTS_IN: Final = {
    "en": ngettext_lazy("%(number)s result in English", "%(number)s results in English", "number"),
    "ru": ngettext_lazy("%(number)s result in Russian", "%(number)s results in Russian", "number"),
    "be": ngettext_lazy("%(number)s result in Belarusian", "%(number)s results in Belarusian", "number"),
}


@register.filter
def asking(address: Any, text: str) -> str:
    """The address of the same search with other words."""
    return str(address.with_(q=text))


@register.filter
def without(address: Any, kind: str) -> str:
    """The address of the same search without the filters of a kind."""
    names = ("from", "to") if kind == "days" else (kind,)
    return str(address.with_(**dict.fromkeys(names, "")))


@register.filter
def in_order(address: Any, order: str) -> str:
    return str(address.with_(order=order))


@register.filter
def results_in(code: str, number: int) -> str:
    """ "12 results in Russian"."""
    return str(RESULTS_IN[code] % {"number": number})
