"""
The cells of a strip, and of its table. Ten years of a trend are five hundred of each: put together here, they cost a
twentieth of what they would as templates.
"""

from collections.abc import Mapping, Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from analysis.models import Assessment
from analysis.trends.strip import Cell, Strip

register = template.Library()


@register.simple_tag
def strip_cells(cells: Sequence[Cell]) -> SafeString:
    """One list item each, without a space between them: a link with its sign and its words where a text is."""
    labels, language = _labels(), get_language()
    return mark_safe("".join([_item(cell, labels, language) for cell in cells]))  # noqa: S308 - escaped piece by piece


@register.simple_tag
def strip_rows(strip: Strip) -> SafeString:
    """The rows of the table that says the same."""
    words = {**_labels(), "through": escape(gettext("part of a longer period")), "": ""}
    rows = [
        f'<tr><th scope="row">{escape(name)}</th>{"".join([f"<td>{words[_said(cell)]}</td>" for cell in cells])}</tr>'
        for name, cells in strip.rows
    ]
    return mark_safe("".join(rows))  # noqa: S308 - escaped piece by piece


def _item(cell: Cell, labels: Mapping[str, str], language: str) -> str:
    kind = f"{cell.kind} here" if cell.is_here else cell.kind
    focus = ' tabindex="-1"' if cell.has_reason else ""
    month = f"<i>{cell.month}</i>" if cell.month else ""
    you_are_here = gettext("You are here") if cell.is_here else ""
    here = f"<em>{escape(you_are_here)}</em>" if you_are_here else ""
    return f'<li class="{kind}"{focus}>{month}{_link(cell, labels, language)}{here}</li>'


def _link(cell: Cell, labels: Mapping[str, str], language: str) -> str:
    reading = cell.reading
    if not reading:
        return ""
    current = ' aria-current="page"' if cell.is_own else ""
    reason = escape(reading.reason or reading.title) if cell.has_reason else ""
    return (
        f'<a href="{escape(reading.path)}"{current}><svg><use href="#sign-{reading.assessment}" /></svg>'
        f"<span><small>{reading.period(language)}. </small><b>{labels[reading.assessment]}. </b>{reason}</span></a>"
    )


def _said(cell: Cell | None) -> str:
    if cell and cell.reading:
        return cell.reading.assessment
    return "through" if cell and cell.through else ""


def _labels() -> dict[str, str]:
    return {assessment.value: escape(str(assessment.label)) for assessment in Assessment}
