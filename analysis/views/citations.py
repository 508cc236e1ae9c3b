from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse

from analysis.views.pages import reader_page


@reader_page
def citation(request: HttpRequest, at: datetime, topic: str, slug: str, format: str) -> HttpResponse:
    raise Http404
