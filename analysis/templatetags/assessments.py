from django import template

from analysis.models import Assessment

register = template.Library()

GLYPHS = {Assessment.IMPROVED: "▲", Assessment.UNCHANGED: "■", Assessment.WORSENED: "▼"}


@register.filter
def glyph(assessment: str) -> str:
    """The sign of an assessment: it tells them apart without colour."""
    return GLYPHS.get(Assessment(assessment), "") if assessment else ""


@register.filter
def assessment_label(assessment: str) -> str:
    """The one wording of the scale."""
    return str(Assessment(assessment).label) if assessment else ""
