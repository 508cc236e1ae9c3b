from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from analysis.frontend_cache.keeping import kept
from analysis.models import Correction
from analysis.models.corrections import CorrectionQuerySet
from analysis.views.cursor import paged
from analysis.views.frame import everywhere, render_page
from analysis.views.pages import reader_page
from analysis.views.versions import explain, spans_at

ARTICLE = "publication__article_id"
# What the path of a text is made of, and its name.
TEXT = tuple(f"publication__{name}" for name in ("article", "language", "slug", "title", "primary_topic__slug"))
SHOWN = ("kind", "text", "public_from", "publication", *TEXT)


@paged(by="public_from", size=50)
def told(*, language: str, at: datetime) -> CorrectionQuerySet:
    return public_corrections(language=language, at=at).annotate(span_rows=spans_at(at, article=ARTICLE))


@reader_page
def correction_list(request: HttpRequest, at: datetime) -> HttpResponse:
    """What was corrected, clarified, updated and retracted, newest first."""
    page = told.page(request.GET, language=get_language(), at=at)
    for correction in page.rows:
        explain(correction)
    context = {"page": page}
    paths = everywhere(request)
    response = render_page(request, "analysis/correction_list.html", context, paths=paths, query=page.query)
    return kept(response, "corrections", f"list:{get_language()}", query=page.kept_query)


def public_corrections(*, language: str, at: datetime) -> CorrectionQuerySet:
    """Of the texts in a language, each with what names its text and leads to it."""
    found = Correction.objects.public(at).filter(language=language)
    return found.select_related("publication__primary_topic").only(*SHOWN)
