from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language

from analysis.models import Language, Publication
from analysis.views.frame import in_languages, render_page

NEWEST = 5


def help_page(request: HttpRequest, template: str, *, at: datetime, status: int) -> HttpResponse:
    """For who finds nothing at an address: its text in another language, a search, the newest articles."""
    newest = Publication.objects.live(at).in_language(get_language()).newest_first().with_card()
    context = {"newest": newest[:NEWEST], "originals": elsewhere_in_other_languages(request, at)}
    response = render_page(request, template, context, paths={}, status=status)
    patch_cache_control(response, public=True, no_cache=True)
    return response


def elsewhere_in_other_languages(request: HttpRequest, at: datetime) -> list[Publication]:
    """What the same address shows under the other languages' prefixes."""
    language = get_language()
    paths = in_languages(request, [code for code in Language.values if code != language])
    originals = Publication.objects.live(at).exclude(language=language).at_address(*paths.values())
    return list(originals.with_card().distinct()[: len(paths)])
