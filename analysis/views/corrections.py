from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language

from analysis.frontend_cache.keeping import kept
from analysis.models import Correction
from analysis.models.corrections import CorrectionQuerySet
from analysis.views.frame import everywhere, render_page
from analysis.views.pages import reader_page
from analysis.views.versions import explain, spans_at

PAGE_SIZE = 50
ARTICLE = "publication__article_id"
UNREAD = tuple(f"publication__{name}" for name in ("body", "body_text", "sources", "search_vector"))


@reader_page
def correction_list(request: HttpRequest, at: datetime) -> HttpResponse:
    """What was corrected, clarified, updated and retracted, newest first."""
    pages = Paginator(public_corrections(at).annotate(span_rows=spans_at(at, article=ARTICLE)), PAGE_SIZE)
    number = request.GET.get("page", "1")
    if number not in map(str, pages.page_range):
        raise Http404
    query = f"?page={number}" if number != "1" else ""
    context = {"page": pages.page(number)}
    for correction in context["page"].object_list:
        explain(correction)
    response = render_page(request, "analysis/correction_list.html", context, paths=everywhere(request), query=query)
    return kept(response, "corrections", f"list:{get_language()}")


def public_corrections(at: datetime) -> CorrectionQuerySet:
    """Newest first, of the texts in the reader's language."""
    found = Correction.objects.public(at).filter(publication__language=get_language()).newest_first()
    return found.select_related("publication__primary_topic").defer(*UNREAD)
