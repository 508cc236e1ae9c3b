from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from analysis.frontend_cache.keeping import kept_of
from analysis.views.addresses import forwarded
from analysis.views.clock import instant_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
ReaderView = Callable[Concatenate[HttpRequest, datetime, P], HttpResponse]


def reader_page(view: ReaderView[P]) -> View[P]:
    """
    Tells a view its instant, and looks among the articles' old addresses where the view finds nothing.

    Caches may keep the answer but must ask whether it still holds: a page may change with any second. What a view has
    marked with `kept`, config/front.py knows better.
    """

    @require_safe
    @cache_control(public=True, no_cache=True)
    @conditional_page
    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        at = instant_of(request)
        try:
            response = view(request, at, *args, **kwargs)
        except Http404:
            return forwarded(request, at)
        if kept := kept_of(response):
            route = f"/{request.resolver_match.route}" if request.resolver_match else ""
            response.kept = replace(kept, at=at, route=route)  # type: ignore[attr-defined]
        return response

    return answer
