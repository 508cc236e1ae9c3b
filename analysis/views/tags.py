from datetime import datetime

from django.db.models import OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language

from analysis import metadata
from analysis.frontend_cache.keeping import kept
from analysis.models import Publication, Tag
from analysis.views.cursor import page_of
from analysis.views.existence import languages_of, with_languages
from analysis.views.frame import in_languages, render_page
from analysis.views.pages import reader_page


@reader_page
def tag(request: HttpRequest, at: datetime, slug: str) -> HttpResponse:
    publications = Publication.objects.live(at)
    tags = with_languages(Tag.objects.all(), publications.filter(tags=OuterRef("pk")))
    tag = tags.filter(slug=slug).first()
    if not tag or get_language() not in languages_of(tag):
        raise Http404
    page = page_of(publications.in_language(get_language()).tagged(tag).with_card(), request.GET)
    context = {"tag": tag, "page": page, "structured": metadata.of_tag(tag, page.publications)}
    paths = in_languages(request, languages_of(tag))
    response = render_page(request, "analysis/tag_detail.html", context, paths=paths, query=page.query)
    return kept(response, f"tag:{tag.pk}", query=page.kept_query)
