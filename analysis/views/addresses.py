from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from analysis.models import Publication
from analysis.views.help import help_page


def forwarded(request: HttpRequest, at: datetime) -> HttpResponse:
    """The answer for an address at which no page is: 301 to the article that once had it, 410, or Http404."""
    path = request.path_info
    publication = Publication.objects.live(at).at_address(path).select_related("primary_topic").first()
    if publication and (address := publication.get_absolute_url()) != path:
        return HttpResponsePermanentRedirect(address)
    if Publication.objects.ended(at).at_address(path).exists():
        return help_page(request, "410.html", at=at, status=410)
    raise Http404
