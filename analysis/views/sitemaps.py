from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse

from analysis import sitemaps
from analysis.frontend_cache.keeping import kept
from analysis.models import Language
from analysis.models.changes import KEYS_IN_A_PART
from analysis.views.pages import reader_page

MEDIA_TYPE = "application/xml; charset=utf-8"
# Beyond it there is no article: a key is a signed number of 64 bits.
LARGEST_NUMBER = 2**63 // KEYS_IN_A_PART


@reader_page
def index(request: HttpRequest, at: datetime) -> HttpResponse:
    return kept(HttpResponse(sitemaps.index(at), content_type=MEDIA_TYPE), "list")


@reader_page
def part(request: HttpRequest, at: datetime, language: str, number: int) -> HttpResponse:
    if language not in Language.values or number >= LARGEST_NUMBER:
        raise Http404
    written = sitemaps.part(language, number, at)
    if not written:
        raise Http404
    return kept(HttpResponse(written, content_type=MEDIA_TYPE), "list")


@reader_page
def news(request: HttpRequest, at: datetime) -> HttpResponse:
    return HttpResponse(sitemaps.news(at), content_type=MEDIA_TYPE)
