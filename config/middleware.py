import zoneinfo
from collections.abc import Callable
from urllib.parse import quote, urlsplit

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language_from_path

from accounts.models import User
from analysis.frontend_cache.keeping import kept_of
from analysis.text.paths import canonical_path
from config.proxies import Proxies

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# Set by config/front.py for a request whose answer may be kept there; no visitor's header has such a name.
FRONT = "barometer.front"
DESK = ("/admin/", "/accounts/")
PROBES = ("/healthz", "/readyz", "/metrics")
# Addresses that are files or not for readers: they have one form already.
AS_THEY_ARE = (*DESK, *PROBES, settings.STATIC_URL, settings.MEDIA_URL)


def is_desk(request: HttpRequest) -> bool:
    return request.path_info.startswith(DESK)


class ProxyMiddleware:
    """
    Believes `X-Forwarded-*` and `X-Request-ID` from TRUSTED_PROXIES only.

    From anybody else these headers change nothing, except that whoever sends them is no visitor of this machine's own.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.proxies = Proxies(settings.TRUSTED_PROXIES)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        said = request.META.pop("HTTP_X_FORWARDED_PROTO", "")
        chain = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        sender = request.META.get("REMOTE_ADDR", "")
        if self.proxies.trusts(sender):
            seen = request.META["wsgi.url_scheme"]
            request.META["wsgi.url_scheme"] = self.proxies.scheme(said=said, seen=seen, sender=sender)
            request.META["REMOTE_ADDR"] = self.proxies.visitor(chain) or sender
        else:
            request.META.pop("HTTP_X_REQUEST_ID", None)
            request.META["UNKNOWN_PROXY"] = bool(chain or said)
        return self.get_response(request)


class CanonicalAddressMiddleware:
    """
    One page, one address: the host of SITE_URL, lower case, trailing slash.

    The page is asked for under its canonical form; when that answers with a redirect of its own (an old address),
    the reader gets there in this one hop.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.site = urlsplit(settings.SITE_URL)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path_info:
            return HttpResponse("This address cannot exist.", status=404, content_type="text/plain; charset=utf-8")
        path = wanted_path(request.path_info)
        if request.path_info.startswith(PROBES) or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        if self.is_elsewhere(request):
            return HttpResponsePermanentRedirect(f"{settings.SITE_URL}{with_query(path, request)}")
        if path == request.path_info:
            return self.get_response(request)
        request.path = request.path_info = path
        response = self.get_response(request)
        found = response.status_code < 300
        return HttpResponsePermanentRedirect(with_query(path, request)) if found else response

    def is_elsewhere(self, request: HttpRequest) -> bool:
        if not settings.CANONICAL_HOST_ENFORCED:
            return False
        return request.get_host() != self.site.netloc or request.scheme != self.site.scheme


def wanted_path(path: str) -> str:
    return path if path.startswith(AS_THEY_ARE) else canonical_path(path)


def with_query(path: str, request: HttpRequest) -> str:
    query = request.META.get("QUERY_STRING", "")
    return f"{quote(path)}?{query}" if query else quote(path)


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy for readers; the desk has its own."""

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,  # noqa: FBT001, FBT002 - the library's signature
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if is_desk(request) and not report_only:
            parts.config = settings.DESK_CONTENT_SECURITY_POLICY
        return parts


class CompressionMiddleware(GZipMiddleware):
    """
    Words for readers only: pictures are small already, and the desk's pages hold secrets that a length may tell.

    What is kept in front of Django (config/front.py) is compressed there, once.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_words = response.headers.get("Content-Type", "").startswith(("text/", "application/"))
        is_kept = FRONT in request.META and kept_of(response) is not None
        is_for_readers = is_words and not is_desk(request) and not response.streaming and not is_kept
        return super().process_response(request, response) if is_for_readers else response


class LanguageMiddleware:
    """The address alone decides the language: no cookie, no header, nothing a cache could confuse."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        code = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or code)
            return response


class StaffPreferencesMiddleware:
    """On the desk everybody works in a language and a time zone of their own, and nothing of it is kept by caches."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_desk(request):
            return self.get_response(request)
        user = request.user
        response = self.preferred(request, user) if isinstance(user, User) else self.get_response(request)
        if "no-store" not in response.get("Cache-Control", ""):
            add_never_cache_headers(response)
        return response

    def preferred(self, request: HttpRequest, user: User) -> HttpResponseBase:
        request.LANGUAGE_CODE = user.language
        with translation.override(user.language), timezone.override(zoneinfo.ZoneInfo(user.time_zone)):
            response = self.get_response(request)
            if not getattr(response, "is_rendered", True):
                response.render()  # type: ignore[attr-defined]
            # A preview is in the language of its text.
            response.headers.setdefault("Content-Language", user.language)
            return response
