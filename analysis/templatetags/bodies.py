"""A stored body as readers get it: cleaned once more, with responsive pictures, and footnotes that lead both ways."""

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import Any, NamedTuple

from django import template
from django.template.loader import render_to_string
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from analysis.models import Image, Publication
from analysis.text.body import with_pictures
from analysis.text.excerpts import reading_minutes
from analysis.text.markup import Token, tokens
from analysis.text.sanitising import UnusableBody, clean_body

register = template.Library()

Pictures = Mapping[int, Image]
# What few bodies have: to look for it in the others costs less than to read them token by token.
WIDE = re.compile("<(?:pre|table)")
# Feeds show the same ones again and again.
_cleaned = lru_cache(maxsize=60)(clean_body)
NOTHING = Token("", "", is_end=False, written_attributes="")


class Mark(NamedTuple):
    """A place in the text that names a source; its letter tells several of them apart."""

    anchor: str
    letter: str


class Note(NamedTuple):
    """A source (as a publication keeps it), its number, and the way back to every mark."""

    number: int
    source: dict[str, Any]
    marks: list[Mark]


class Body(NamedTuple):
    html: SafeString
    notes: list[Note]


@register.simple_tag
def body_of(publication: Publication, pictures: Pictures) -> Body:
    """`pictures`: those of the body, by number. A picture that is gone leaves nothing behind."""
    body = written(publication, pictures)
    if not WIDE.search(body.html):
        return body
    return body._replace(html=mark_safe("".join(map(_within_reach, tokens(body.html)))))  # noqa: S308


def written(publication: Publication, pictures: Pictures) -> Body:
    sources = publication.sources
    try:
        html, marks = with_source_marks(_cleaned(publication.body), len(sources))
    except UnusableBody:
        # Stored before the rules were what they are. Its words are still the article.
        html, marks = linebreaks(publication.body_text, autoescape=True), {}
    else:
        html = with_pictures(html, lambda number, alt: picture_html(pictures.get(number), alt))
    notes = [Note(number, source, marks.get(number, [])) for number, source in enumerate(sources, 1)]
    return Body(mark_safe(html), notes)  # noqa: S308


def body_html(publication: Publication, pictures: Pictures) -> SafeString:
    """The text alone, for a feed."""
    return written(publication, pictures).html


@register.filter
def minutes_to_read(publication: Publication) -> int:
    """0 for a text without words."""
    return reading_minutes(publication.word_count, publication.language) if publication.word_count else 0


def picture_html(picture: Image | None, alt: str) -> str:
    return render_to_string("components/body_picture.html", {"image": picture, "alt": alt}) if picture else ""


def _within_reach(token: Token) -> str:
    """What is wider than a screen scrolls by itself: with the keyboard, too."""
    if token.name == "pre" and not token.is_end:
        return f'<pre tabindex="0"{token.written_attributes}>'
    if token.name == "table":
        label = escape(gettext("Table"))
        start = f'<div class="prose__wide" role="group" aria-label="{label}" tabindex="0">{token.source}'
        return f"{token.source}</div>" if token.is_end else start
    return token.source


def with_source_marks(body: str, sources: int) -> tuple[str, dict[int, list[Mark]]]:
    """Footnote marks made links to the numbered source. What names a source that is not there stays as its words."""
    marks: dict[int, list[Mark]] = {number: [] for number in range(1, sources + 1)}
    written: list[str] = []
    is_lost = False
    for token, following in pairwise([*tokens(body), NOTHING]):
        number = int(token.attributes.get("data-source", 0)) if token.name == "a" else 0
        if number:
            is_lost = number not in marks
            written.append("" if is_lost else _mark(number, marks[number], following.source))
        elif is_lost and token.name == "a":
            is_lost = False
        else:
            written.append(token.source)
    return "".join(written), marks


def _mark(number: int, marks: list[Mark], words: str) -> str:
    letter = _letter(len(marks))
    marks.append(Mark(f"mark-{number}-{letter}" if marks else f"mark-{number}", letter))
    # A bare number says too little to who hears it; an author's own words say enough.
    label = gettext("Source %(number)s") % {"number": number} if words == str(number) else ""
    name = f' aria-label="{escape(label)}"' if label else ""
    return f'<a href="#source-{number}" id="{marks[-1].anchor}" role="doc-noteref"{name}>'


def _letter(place: int) -> str:
    """a to z, then aa, ab, …"""
    beginning = _letter(place // 26 - 1) if place >= 26 else ""
    return beginning + chr(ord("a") + place % 26)
