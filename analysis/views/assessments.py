from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse

from analysis.views.pages import reader_page


@reader_page
def everything(request: HttpRequest, at: datetime, format: str) -> HttpResponse:
    raise Http404


@reader_page
def of_topic(request: HttpRequest, at: datetime, slug: str, format: str) -> HttpResponse:
    raise Http404
