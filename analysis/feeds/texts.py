"""The text of a publication for readers who are not on its page."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import urljoin

import lxml.html
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from lxml.html import HtmlElement

from analysis.models import Image, Publication
from analysis.models.languages import fallback_language
from analysis.templatetags.bodies import body_html
from analysis.text.markup import names
from analysis.text.xml_text import xml_text

ADDRESSES = names("href src cite")
# The rest is for our own style sheets, or refers to other parts of our page.
KEPT = ADDRESSES | names("alt title lang width height colspan rowspan scope datetime")
# Readers elsewhere get one form of a picture, and no choice of them.
UNWRAPPED = names("picture source")
# Two feeds' worth. A new text makes a feed new, and leaves all others in it as they were.
_MOST: Final = 60


class Picture(NamedTuple):
    """`language`: of the caption, where it is not the feed's."""

    address: str
    alt_text: str
    caption: str
    language: str
    credit: str


class Text(NamedTuple):
    """All that a feed tells of a publication, in words: the same words need not be drawn again."""

    assessment: str
    assessment_reason: str
    standfirst: str
    picture: Picture | None
    dateline: str
    body: SafeString
    # Of each source, the words by name.
    sources: tuple[tuple[tuple[str, str | None], ...], ...]


def full_text(publication: Publication, pictures: Mapping[int, Image], address: str) -> str:
    """Assessment, standfirst, picture, body and sources. `address`: where the publication's page is."""
    text = Text(
        assessment=publication.assessment,
        assessment_reason=publication.assessment_reason,
        standfirst=publication.standfirst,
        picture=_picture(publication.lead_image) if publication.lead_image else None,
        dateline=publication.dateline,
        body=body_html(publication, pictures),
        sources=tuple(tuple(source.items()) for source in publication.sources),
    )
    return _drawn(text, address, get_language())


def _picture(image: Image) -> Picture:
    return Picture(
        address=image.file.width_960,
        alt_text=str(image.alt_text),
        caption=str(image.caption),
        language=fallback_language(image, "caption"),
        credit=image.credit,
    )


@lru_cache(maxsize=_MOST)
def _drawn(text: Text, address: str, _language: str) -> str:
    context = {**text._asdict(), "sources": [dict(source) for source in text.sources]}
    return standing_alone(render_to_string("components/feeds_text.html", context), address)


def standing_alone(html: str, address: str) -> str:
    """A part of the page at `address`, to be read anywhere: its links and marks lead back there."""
    root = lxml.html.fragment_fromstring(xml_text(html), create_parent="div")
    for element in list(root.iterdescendants()):
        if element.tag in UNWRAPPED:
            element.drop_tag()
        else:
            _stand_alone(element, address)
    return lxml.html.tostring(root, encoding="unicode").removeprefix("<div>").removesuffix("</div>").strip()


def _stand_alone(element: HtmlElement, address: str) -> None:
    for name in set(element.attrib) - KEPT:
        del element.attrib[name]
    for name in ADDRESSES & set(element.attrib):
        element.attrib[name] = urljoin(address, element.attrib[name])
