from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse

from analysis.views.pages import reader_page


@reader_page
def site(request: HttpRequest, at: datetime, format: str) -> HttpResponse:
    raise Http404


@reader_page
def topic(request: HttpRequest, at: datetime, slug: str, format: str) -> HttpResponse:
    raise Http404


@reader_page
def author(request: HttpRequest, at: datetime, slug: str, format: str) -> HttpResponse:
    raise Http404


@reader_page
def tag(request: HttpRequest, at: datetime, slug: str, format: str) -> HttpResponse:
    raise Http404


@reader_page
def corrections(request: HttpRequest, at: datetime, format: str) -> HttpResponse:
    raise Http404
