from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from analysis.models import Publication
from analysis.search.queries import search as search_publications
from analysis.text.body_rules import without_markup
from analysis.views.frame import everywhere, render_page
from analysis.views.pages import reader_page

LONGEST_QUERY = 200
RESULTS = 20
NEWEST = 5


@reader_page
def search(request: HttpRequest, at: datetime) -> HttpResponse:
    text = asked(request)
    found = list(search_publications(text, language=get_language(), at=at)[: RESULTS + 1])
    newest = Publication.objects.live(at).in_language(get_language()).newest_first().with_card()
    context = {
        "text": text,
        "results": found[:RESULTS],
        "has_more": len(found) > RESULTS,
        "newest": [] if found else list(newest[:NEWEST]),
    }
    return render_page(request, "analysis/search.html", context, paths=everywhere(request))


def asked(request: HttpRequest) -> str:
    """What was typed, on one line and of a length that somebody could have typed."""
    return without_markup(request.GET.get("q", "")[: 2 * LONGEST_QUERY].replace("\x00", " "))[:LONGEST_QUERY]
