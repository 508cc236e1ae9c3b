from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse

from analysis.views.pages import reader_page


@reader_page
def card(request: HttpRequest, at: datetime, topic: str, slug: str, digest: str) -> HttpResponse:
    raise Http404


@reader_page
def site_card(request: HttpRequest, at: datetime, digest: str) -> HttpResponse:
    raise Http404
