from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse

from analysis.views.pages import reader_page


@reader_page
def index(request: HttpRequest, at: datetime) -> HttpResponse:
    raise Http404


@reader_page
def part(request: HttpRequest, at: datetime, language: str, number: int) -> HttpResponse:
    raise Http404


@reader_page
def news(request: HttpRequest, at: datetime) -> HttpResponse:
    raise Http404
