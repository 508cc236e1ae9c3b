"""The text of a publication for readers who are not on its page."""

from collections.abc import Mapping
from urllib.parse import urljoin

import lxml.html
from django.template.loader import render_to_string
from lxml.html import HtmlElement

from analysis.models import Image, Publication
from analysis.text.markup import names
from analysis.text.xml_text import xml_text

ADDRESSES = names("href src cite")
# The rest is for our own style sheets, or refers to other parts of our page.
KEPT = ADDRESSES | names("alt title lang width height colspan rowspan scope datetime")
# Readers elsewhere get one form of a picture, and no choice of them.
UNWRAPPED = names("picture source")


def full_text(publication: Publication, pictures: Mapping[int, Image], address: str) -> str:
    """Assessment, standfirst, picture, body and sources. `address`: where the publication's page is."""
    context = {"publication": publication, "pictures": pictures}
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
