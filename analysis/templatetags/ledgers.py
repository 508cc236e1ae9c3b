"""What each week's issue said of each topic: hundreds of signs, put together here since as templates they cost more."""

from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from typing import Final

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from analysis.models import Assessment
from analysis.templatetags.assessments import assessment_label, glyph

register = template.Library()

# Among the assessments of a week: that there is nothing, and why has been said.
NOTHING: Final = "nothing"


@register.simple_tag
def ledger_cells(cells: Iterable[Iterable[str]]) -> SafeString:
    """A row's, without a space between them."""
    signs = _signs(get_language())
    return mark_safe("".join([f"<td>{''.join([signs[said] for said in cell])}</td>" for cell in cells]))  # noqa: S308


@cache
def _signs(_language: str) -> Mapping[str, str]:
    signs = {each.value: _sign(f"mark--{each}", assessment_label(each), glyph(each)) for each in Assessment}
    return {**signs, NOTHING: _sign("ledger__gap", gettext("Nothing this week"), "–")}


def _sign(name: str, label: str, sign: str) -> str:
    return f'<span class="{name}" role="img" aria-label="{escape(label)}">{sign}</span>'
