"""The page of an article before it is public: of what is saved, or of any revision."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import override
from django.views.decorators.http import require_safe

from analysis.admin.instants import in_words
from analysis.admin.site import member
from analysis.models import Article
from analysis.permissions import user_can_read
from analysis.previews.framing import framed, private
from analysis.previews.texts import text_of
from analysis.publishing.merging import Content
from analysis.views.articles import context_of
from analysis.views.frame import render_page


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    article = readable(request, pk)
    banner = render_to_string("previews/preview_banner.html", {"article": article})
    return framed_text(request, article, article.content(), banner, at=timezone.now())


@require_safe
def preview_revision(request: HttpRequest, pk: int, revision_pk: int) -> HttpResponse:
    article = readable(request, pk)
    revision = get_object_or_404(article.revisions.select_related("created_by"), pk=revision_pk)
    context = {"article": article, "revision": revision, "saved_at": in_words(revision.created_at)}
    banner = render_to_string("previews/preview_banner.html", context)
    return framed_text(request, article, revision.content, banner, at=timezone.now())


def readable(request: HttpRequest, pk: int) -> Article:
    article = get_object_or_404(Article, pk=pk)
    if not user_can_read(member(request), article):
        raise PermissionDenied
    return article


def framed_text(
    request: HttpRequest, article: Article, content: Content, banner: SafeString, *, at: datetime, status: int = 200
) -> HttpResponse:
    """In the text's language and the publication's zone, whoever looks at it."""
    with override(article.language), timezone.override(ZoneInfo(settings.TIME_ZONE)):
        context = context_of(text_of(article, content, at=at), at)
        html = render_page(request, "analysis/publication_detail.html", context, paths={}).content.decode()
    return private(framed(html, banner), status=status, language=article.language)
