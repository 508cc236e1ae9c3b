"""How a publication is cited, in the words that its page shows."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict

from django import template
from django.utils import timezone

from analysis.models import BylineRole, Masthead, Publication, PublicationByline
from analysis.models.languages import fallback_language
from analysis.templatetags.addresses import absolute
from analysis.text.citations import Citation, Work, citations

register = template.Library()


class CiteBox(TypedDict):
    citations: list[Citation]
    address: str
    path: str
    language: str
    site_language: str
    version_at: datetime | None


def work_of(publication: Publication, bylines: Iterable[PublicationByline], site: str) -> Work:
    """`bylines` with their authors: whoever wrote it, by the name that is shown."""
    version_at = version_instant(publication)
    published = day_of(publication.first_published_at) if publication.is_dated else None
    return Work(
        key=f"{publication.slug}-{published.year}" if published else publication.slug,
        title=publication.title,
        authors=[str(byline.author.name) for byline in bylines if byline.role == BylineRole.AUTHOR],
        site=site,
        language=publication.language,
        address=absolute(publication.get_absolute_url()),
        published=published,
        version=day_of(version_at) if version_at else None,
    )


@register.filter
def version_instant(publication: Publication) -> datetime | None:
    """Since when the text has been what it is; unknown of a text whose date is."""
    return publication.last_published_at or (publication.first_published_at if publication.is_dated else None)


def day_of(instant: datetime) -> date:
    """Where the publication is at home."""
    try:
        return timezone.localdate(instant)
    except OverflowError:  # the calendar's first and last hours exist in some zones only
        return instant.date()


@register.inclusion_tag("components/cite.html")
def cite_box(publication: Publication, bylines: Iterable[PublicationByline], masthead: Masthead) -> CiteBox:
    """Of a stored publication: a preview has no address to be found at."""
    return CiteBox(
        citations=citations(work_of(publication, bylines, str(masthead.name))),
        address=absolute(publication.get_absolute_url()),
        path=publication.get_absolute_url(),
        language=publication.language,
        site_language=fallback_language(masthead, "name") or publication.language,
        version_at=version_instant(publication),
    )
