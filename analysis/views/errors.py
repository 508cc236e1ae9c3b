"""What is said when something goes wrong. Only `not_found` asks the database."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control

from analysis.views.clock import instant_of
from analysis.views.help import missing


@cache_control(no_store=True)
def bad_request(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(render_to_string("400.html"), status=400)


@cache_control(no_store=True)
def forbidden(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(render_to_string("403.html"), status=403)


@cache_control(no_store=True)
def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What was sent from a page of an earlier session: somebody signed in again meanwhile, in another tab."""
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()})
    page = came_from if is_ours else request.get_full_path()
    return HttpResponse(render_to_string("403_stale.html", {"page": page}), status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return missing(request, at=instant_of(request))


@cache_control(no_store=True)
def server_error(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_to_string("500.html"), status=500)
