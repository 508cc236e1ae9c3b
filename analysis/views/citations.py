"""An article for reference managers."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from analysis.frontend_cache.keeping import kept
from analysis.models import Masthead
from analysis.templatetags.citations import work_of
from analysis.text.reference_files import bibtex, ris
from analysis.views.articles import text_at
from analysis.views.pages import reader_page

FORMATS = {
    "bib": (bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": (ris, "application/x-research-info-systems; charset=utf-8"),
}


@reader_page
def citation(request: HttpRequest, at: datetime, topic: str, slug: str, format: str) -> HttpResponse:
    path = reverse("analysis:article", args=[topic, slug])
    text = text_at(path, at)
    if text.publication.get_absolute_url() != path:
        raise Http404
    write, media_type = FORMATS[format]
    content = write(work_of(text.publication, text.bylines, str(Masthead.objects.current().name)))
    file = content_disposition_header(as_attachment=True, filename=f"{text.publication.slug}.{format}")
    headers = {"Content-Disposition": file or "attachment", "X-Robots-Tag": "noindex"}
    response = HttpResponse(content, content_type=media_type, headers=headers)
    return kept(response, f"article:{text.publication.article_id}")
