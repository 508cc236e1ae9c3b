from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language

from analysis.models import Correction
from analysis.views.frame import everywhere, render_page
from analysis.views.pages import reader_page

PAGE_SIZE = 50
UNREAD = tuple(f"publication__{name}" for name in ("body", "body_text", "sources", "search_vector"))


@reader_page
def correction_list(request: HttpRequest, at: datetime) -> HttpResponse:
    """What was corrected, clarified, updated and retracted, newest first."""
    found = Correction.objects.public(at).filter(publication__language=get_language()).newest_first()
    pages = Paginator(found.select_related("publication__primary_topic").defer(*UNREAD), PAGE_SIZE)
    number = request.GET.get("page", "1")
    if number not in map(str, pages.page_range):
        raise Http404
    query = f"?page={number}" if number != "1" else ""
    context = {"page": pages.page(number)}
    return render_page(request, "analysis/correction_list.html", context, paths=everywhere(request), query=query)
