"""Around every request: an id that joins its lines in the log, how long it took, and how it ended."""

import logging
import re
import secrets
import time
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from config import logs, metrics

log = logging.getLogger(__name__)

REQUEST_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
# What no URL pattern answered: files, redirects to the canonical form, addresses that never were.
UNROUTED: Final = "other"


class ObservingMiddleware:
    """Speaks of routes (`/<slug:topic>/`), never of paths, so that nothing tells who reads or looks for what."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        current = logs.request_id.set(id_of(request))
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            note(request, response, seconds=time.perf_counter() - started)
            return response
        finally:
            logs.request_id.reset(current)


def id_of(request: HttpRequest) -> str:
    """The proxy's (ProxyMiddleware lets no other pass), or a new one."""
    return valid_id(request.META.get("HTTP_X_REQUEST_ID", ""))


def valid_id(given: str) -> str:
    return given if REQUEST_ID.fullmatch(given) else secrets.token_hex(16)


def note(request: HttpRequest, response: HttpResponseBase, *, seconds: float) -> None:
    route, status = route_of(request), response.status_code
    metrics.REQUESTS.labels(route, f"{status // 100}xx").observe(seconds)
    write(route, method=str(request.method), status=status, milliseconds=round(seconds * 1000, 1))
    # A page that caches may keep is the same for everybody: the id goes only where nothing is kept.
    if "no-store" in response.get("Cache-Control", ""):
        response["X-Request-ID"] = logs.request_id.get()


def note_kept(route: str, *, method: str, status: int, request_id: str) -> None:
    """Of a page that Django was not asked for."""
    current = logs.request_id.set(valid_id(request_id))
    write(route, method=method, status=status, milliseconds=0.0)
    logs.request_id.reset(current)


def write(route: str, *, method: str, status: int, milliseconds: float) -> None:
    fields = {"route": route, "method": method, "status": status, "milliseconds": milliseconds}
    log.info("answered", extra=fields)


def route_of(request: HttpRequest) -> str:
    return f"/{request.resolver_match.route}" if request.resolver_match else UNROUTED
