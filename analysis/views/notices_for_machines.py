from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse

from analysis.views.pages import reader_page


@reader_page
def robots(request: HttpRequest, at: datetime) -> HttpResponse:
    raise Http404


@reader_page
def security(request: HttpRequest, at: datetime) -> HttpResponse:
    raise Http404
