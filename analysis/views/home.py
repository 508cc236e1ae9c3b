from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from analysis import metadata
from analysis.frontend_cache.keeping import kept
from analysis.models import Language, Publication
from analysis.trends.readings import NEWEST as NEWEST_OF_A_TREND
from analysis.trends.readings import trends
from analysis.trends.strip import of_all_trends
from analysis.trends.wording import present
from analysis.views.frame import everywhere, render_page
from analysis.views.issues import readable_issues
from analysis.views.pages import reader_page

# One large, two below it, two rows of four.
NEWEST = 11
NEWEST_IN_ANOTHER_LANGUAGE = 3


@reader_page
def home(request: HttpRequest, at: datetime) -> HttpResponse:
    publications = Publication.objects.live(at).in_language(get_language())
    followed = trends(at, language=get_language(), newest=NEWEST_OF_A_TREND)
    context = {
        "issue": readable_issues(at).first(),
        "present": [publication for trend in followed if (publication := present(trend))],
        "strip": of_all_trends(followed, at),
        "newest": list(publications.newest_first().with_card()[:NEWEST]),
        "in_other_languages": in_other_languages(at),
        "structured": metadata.of_home(),
    }
    return kept(render_page(request, "analysis/home.html", context, paths=everywhere(request)), "list", "issues")


def in_other_languages(at: datetime) -> list[Publication]:
    """The newest texts of each of the other languages, language by language."""
    publications = Publication.objects.live(at)
    others = [code for code in Language.values if code != get_language()]
    newest = Q()
    for code in others:
        in_it = publications.in_language(code).newest_first()[:NEWEST_IN_ANOTHER_LANGUAGE]
        newest |= Q(pk__in=in_it.values("pk"))
    found = publications.filter(newest).newest_first().with_card()
    return sorted(found, key=lambda each: others.index(each.language))
