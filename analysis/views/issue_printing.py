"""The weekly issue on paper: one page of HTML, and a PDF."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from analysis.frontend_cache.keeping import kept
from analysis.models import Image, Issue, Masthead
from analysis.models.languages import HOME
from analysis.printing.contents import Contents
from analysis.printing.documents import document_of
from analysis.printing.filing import Busy, forget, printed, proof
from analysis.printing.pages import printed_texts
from analysis.templatetags.addresses import absolute
from analysis.text.body import image_ids
from analysis.views.clock import RequestAsOf
from analysis.views.existence import languages_of
from analysis.views.frame import render_page
from analysis.views.issues import contents_of
from analysis.views.pages import reader_page

# About as long as two documents take.
RETRY_SECONDS = 2


@reader_page
def page(request: HttpRequest, at: datetime, slug: str) -> HttpResponse:
    contents = contents_of(slug, at, whole=True)
    context = {
        "contents": contents,
        "issue": contents.issue,
        "texts": printed_texts(contents, pictures_of(contents)),
    }
    # The issue's own page is the one to be found and cited.
    response = render_page(request, "analysis/issue_print.html", context, paths=issue_paths(contents.issue))
    return kept(response, "issues")


@reader_page
def pdf(request: HttpRequest, at: datetime, slug: str) -> HttpResponse:
    name, is_public = f"{slug}.{get_language()}", not isinstance(request, RequestAsOf)
    try:
        contents = contents_of(slug, at, whole=True)
    except Http404:
        if is_public:
            forget(name)
        raise
    document = document_of(contents, masthead=Masthead.objects.current(), pictures=pictures_of(contents))
    try:
        file = printed(document, name=name) if is_public else proof(document)
    except Busy:
        words = _("Several issues are being set at this moment. Please try again in a few seconds.")
        return HttpResponse(
            words, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": str(RETRY_SECONDS)}
        )
    canonical = absolute(contents.issue.get_absolute_url())
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Link": f'<{canonical}>; rel="canonical"'}
    return HttpResponse(file, content_type="application/pdf", headers=headers)


def pictures_of(contents: Contents) -> dict[int, Image]:
    """Those that stand in the texts, by number."""
    numbers = {number for text in contents.texts for number in image_ids(text.publication.body)}
    return Image.objects.in_bulk(numbers) if numbers else {}


def issue_paths(issue: Issue) -> dict[str, str]:
    return {code: f"{HOME[code]}issues/{issue.slug}/" for code in languages_of(issue)}
