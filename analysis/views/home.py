from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from analysis.models import Language, Publication
from analysis.views.frame import everywhere, render_page
from analysis.views.issues import readable_issues
from analysis.views.pages import reader_page
from analysis.views.topics import present_assessments

# One large, two below it, two rows of four.
NEWEST = 11
NEWEST_IN_ANOTHER_LANGUAGE = 3


@reader_page
def home(request: HttpRequest, at: datetime) -> HttpResponse:
    publications = Publication.objects.live(at).in_language(get_language())
    context = {
        "issue": readable_issues(at).first(),
        "present": in_order_of_trends(list(present_assessments(publications))),
        "newest": list(publications.newest_first().with_card()[:NEWEST]),
        "in_other_languages": in_other_languages(at),
    }
    return render_page(request, "analysis/home.html", context, paths=everywhere(request))


def in_order_of_trends(assessed: list[Publication]) -> list[Publication]:
    return sorted(assessed, key=lambda each: (each.primary_topic.position, each.primary_topic.slug))


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
