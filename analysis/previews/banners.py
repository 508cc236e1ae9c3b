"""What stands above every preview and says what it is."""

from collections.abc import Sequence
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language


class Link(NamedTuple):
    label: str | Promise
    url: str


def banner(title: str, *details: str, links: Sequence[Sequence[Link]] = ()) -> SafeString:
    """In the language that is active now, which need not be the page's. `links`: in groups."""
    context = {"title": title, "details": details, "links": links, "language": get_language()}
    return render_to_string("previews/banner.html", context)
