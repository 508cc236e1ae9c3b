"""A draft shown to a named outsider, who has nothing but the address."""

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from analysis.models import DraftLink
from analysis.previews.articles import framed_text
from analysis.previews.framing import private


@require_safe
def show(request: HttpRequest, pk: int, mac: str) -> HttpResponse:
    """That revision and no other; 410 once the link is revoked or has expired, 404 for what was never a link."""
    link = DraftLink.objects.select_related("article", "revision").filter(pk=pk).first()
    if not link or not link.is_genuine(mac):
        raise Http404
    at = timezone.now()
    with override(link.article.language):
        if not link.is_open(at) or link.article.trashed_at:
            return private(render_to_string("previews/closed.html"), status=410, language=link.article.language)
        banner = render_to_string("previews/draft_link_banner.html", {"link": link})
    # What is asked for under another form of the address is redirected, and asked for again (see the middleware).
    if request.method == "GET" and request.path_info == request.META["PATH_INFO"]:
        DraftLink.objects.filter(pk=link.pk).update(views=F("views") + 1, last_viewed_at=at)
    return framed_text(request, link.article, link.revision.content, banner, at=at)
