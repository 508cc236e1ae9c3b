"""Share cards. An address that no longer says what is to be drawn leads on to the one that does."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from analysis.cards import keeping
from analysis.models import Issue, Masthead, Publication
from analysis.templatetags.cards import card_of, card_of_issue, card_of_site, card_path, site_card_path
from analysis.text.share_cards import ShareCard
from analysis.views.clock import instant_of
from analysis.views.issues import readable_issues

A_YEAR = 365 * 24 * 3600
FIVE_MINUTES = 300


@require_safe
def card(request: HttpRequest, topic: str, slug: str, digest: str) -> HttpResponse:
    article_path = request.path_info.rpartition("/")[0] + "/"
    live = Publication.objects.live(instant_of(request)).at_address(article_path)
    publication = live.with_card().first()
    if not publication:
        raise Http404
    card = card_of(publication, Masthead.objects.current())
    return answer(request, card, address=card_path(publication, card))


@require_safe
def site_card(request: HttpRequest, digest: str) -> HttpResponse:
    """`digest` begins with the week of the issue whose card it is: "2026-w47-…"."""
    week, masthead = digest.rpartition("-")[0], Masthead.objects.current()
    if not week:
        card = card_of_site(masthead)
        return answer(request, card, address=site_card_path(card))
    issue: Issue | None = readable_issues(instant_of(request), language=get_language()).filter(slug=week).first()
    if not issue:
        raise Http404
    card = card_of_issue(issue, masthead)
    return answer(request, card, address=site_card_path(card, issue=issue))


def answer(request: HttpRequest, card: ShareCard, *, address: str) -> HttpResponse:
    """The picture for good, or for a short while the way to its present address."""
    if address != request.path_info:
        response: HttpResponse = HttpResponseRedirect(address)
        patch_cache_control(response, public=True, max_age=FIVE_MINUTES)
        return response
    response = HttpResponse(keeping.png(card), content_type="image/png")
    patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    return response
