"""A stored body as readers get it: cleaned once more, with responsive pictures and marks that lead to the sources."""

from collections.abc import Iterator, Mapping
from html import escape

from django import template
from django.template.loader import render_to_string
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe

from analysis.models import Image, Publication
from analysis.text.body import with_pictures
from analysis.text.markup import tokens
from analysis.text.sanitising import UnusableBody, clean_body

register = template.Library()

Pictures = Mapping[int, Image]


@register.simple_tag
def body_html(publication: Publication, pictures: Pictures) -> SafeString:
    """`pictures`: those of the body, by number. A picture that is gone leaves nothing behind."""
    try:
        body = clean_body(publication.body)
    except UnusableBody:
        # Stored before the rules were what they are. Its words are still the article.
        return mark_safe(linebreaks(publication.body_text, autoescape=True))  # noqa: S308
    body = "".join(with_source_marks(body))
    return mark_safe(with_pictures(body, lambda number, alt: picture_html(pictures.get(number), alt)))  # noqa: S308


def picture_html(picture: Image | None, alt: str) -> str:
    return render_to_string("components/body_picture.html", {"image": picture, "alt": alt}) if picture else ""


def with_source_marks(body: str) -> Iterator[str]:
    """Footnote marks made links to the numbered source; the first of each number is what the source leads back to."""
    seen: set[str] = set()
    for token in tokens(body):
        number = token.attributes.get("data-source", "") if token.name == "a" else ""
        if not number:
            yield token.source
            continue
        anchor = "" if number in seen else f' id="mark-{escape(number)}"'
        seen.add(number)
        yield f'<a href="#source-{escape(number)}"{anchor} role="doc-noteref">'
