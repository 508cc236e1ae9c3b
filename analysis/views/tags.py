from datetime import datetime

from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from analysis import metadata
from analysis.frontend_cache.keeping import kept
from analysis.models import Publication, Tag
from analysis.models.publications import PublicationQuerySet
from analysis.models.statements import written_once
from analysis.views.cursor import paged
from analysis.views.existence import languages_of, the_public_one, with_languages
from analysis.views.frame import in_languages, render_page
from analysis.views.pages import reader_page


@written_once
def tags_named(*, slug: str, at: datetime) -> QuerySet[Tag]:
    """None or one."""
    return with_languages(Tag.objects.all(), Publication.objects.live(at).tagged(OuterRef("pk"))).filter(slug=slug)


@paged(by="filed_at")
def tagged(*, tag: int, language: str, at: datetime) -> PublicationQuerySet:
    return Publication.objects.live(at).tagged(tag, language=language).with_card().known()


@reader_page
def tag(request: HttpRequest, at: datetime, slug: str) -> HttpResponse:
    tag = the_public_one(tags_named(slug=slug, at=at))
    page = tagged.page(request.GET, tag=tag.pk, language=get_language(), at=at)
    context = {"tag": tag, "page": page, "structured": metadata.of_tag(tag, page.rows)}
    paths = in_languages(request, languages_of(tag))
    response = render_page(request, "analysis/tag_detail.html", context, paths=paths, query=page.query)
    return kept(response, f"tag:{tag.pk}", query=page.kept_query)
