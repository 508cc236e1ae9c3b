from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse

from analysis.views.pages import reader_page


@reader_page
def page(request: HttpRequest, at: datetime, slug: str) -> HttpResponse:
    raise Http404


@reader_page
def pdf(request: HttpRequest, at: datetime, slug: str) -> HttpResponse:
    raise Http404
