from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse

from analysis.views.pages import reader_page


@reader_page
def version_list(request: HttpRequest, at: datetime, topic: str, slug: str) -> HttpResponse:
    raise Http404


@reader_page
def difference(request: HttpRequest, at: datetime, topic: str, slug: str, number: int) -> HttpResponse:
    raise Http404
