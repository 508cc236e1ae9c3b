"""
In front of Django: whole pages from memory, by address alone.

Nothing that a visitor may invent chooses what is kept or shown: no header, no cookie, no unknown parameter. Who has a
session goes by, and so does whatever is not asked for under a name of the site's own.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from http import HTTPStatus
from time import monotonic, time
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.http.request import split_domain_port, validate_host

from analysis.frontend_cache.agenda import next_midnight
from analysis.frontend_cache.answers import Visit, answer_to, is_worth_compressing
from analysis.frontend_cache.cdns import cdn_of
from analysis.frontend_cache.errands import Errands
from analysis.frontend_cache.keeping import Kept, kept_of
from analysis.frontend_cache.line import Line
from analysis.frontend_cache.pages import IDENTITY, Key, Made, Page, Shelf, as_seconds
from analysis.frontend_cache.purges import Purges
from analysis.models.languages import HOME
from config import observing
from config.metrics import PAGES
from config.middleware import AS_THEY_ARE, FRONT
from config.proxies import Proxies
from config.replica.watching import watch

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Headers = list[tuple[str, str]]

# Parameters that choose a part of a list. Any other is not even passed on: no page of these can be chosen by it.
PARAMETERS: Final = ("before", "after", "letter")
LONGEST_QUERY: Final = 500
# Nothing of ours has a longer one. What visitors make up is remembered by the thousand, and must take little room.
LONGEST_PATH: Final = 600
LONGEST_HEADER: Final = 200
# Whatever can be asked is answered anew.
PASSED_BY: Final = (*AS_THEY_ARE, *(f"{home}search/" for home in HOME.values()))
# What a client says it has already, and which part it wants: answered here, not by Django.
CONDITIONS: Final = frozenset({"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE", "HTTP_IF_RANGE"})
# Said anew with every answer.
OWN_HEADERS: Final = frozenset({"cache-control", "content-length", "etag", "expires", "last-modified", "vary"})


class Front:
    def __init__(self, application: Application, *, room: int) -> None:
        """`room`: for pages, in bytes; without any, everything is passed on."""
        self.application = application
        self.shelf = Shelf(room=room)
        self.purges = Purges()
        self.cdn = cdn_of(settings.CDN_URL)
        errands = Errands(self.cdn.purge, at_once=self.cdn.at_once) if settings.CDN_URL else None
        self.line = Line(self.purges, address=database_address, on_change=watch.changed, errands=errands)
        self.zone = ZoneInfo(settings.TIME_ZONE)
        self.names = Names()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = key_of(environ) if self.shelf.room and self.names.include(environ) else None
        if key is None:
            return self.application(environ, start_response)
        if page := self.fresh(key):
            return self.hit(page, environ, start_response, "hit")
        if self.shelf.is_unkept(key):
            return self.passed_on(key, environ, start_response)
        self.line.start()
        with self.shelf.making(key):
            if page := self.fresh(key):
                return self.hit(page, environ, start_response, "waited")
            return self.made(key, environ, start_response)

    def fresh(self, key: Key) -> Page | None:
        """What is kept for this address, if nothing of it has changed."""
        page = self.shelf.find(key)
        # Made before its instant: by a clock that has been put back since.
        if page is None or not page.at <= time() < page.until or not self.line.vouches_for(page.made.clock):
            return None
        number = self.purges.number
        if page.good_at != number:
            if self.purges.concern(page.tags, after=page.made.number):
                return None
            page.good_at = number
        return page

    def hit(self, page: Page, environ: Environ, start_response: StartResponse, outcome: str) -> Iterable[bytes]:
        answer = answer_to(visit_of(environ), page, now=time(), cdn=self.cdn)
        start_response(answer.status, answer.headers)
        PAGES.labels(page.route, outcome).inc()
        if observing.log.isEnabledFor(logging.INFO):
            said = {"method": environ["REQUEST_METHOD"], "request_id": self.names.request_id(environ)}
            observing.note_kept(page.route, status=int(answer.status[:3]), **said)
        return answer.body

    def passed_on(self, key: Key, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """What was not to be kept, and may be by now: an article has appeared at the address."""
        response = self.application(environ, start_response)
        if kept_of(response):
            self.shelf.expect(key)
        return response

    def made(self, key: Key, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        made = Made(self.purges.number, monotonic())
        told: list[Any] = []
        asked = {name: value for name, value in environ.items() if name not in CONDITIONS}
        asked |= {FRONT: True, "QUERY_STRING": key[1].removeprefix("?")}
        response = self.application(asked, lambda *said: told.extend(said))
        status, headers = told[:2]
        kept = kept_of(response)
        if kept is None or not isinstance(response, HttpResponse) or response.status_code != HTTPStatus.OK:
            self.shelf.renounce(key)
            start_response(status, headers)
            return response
        page = self.page_of(response, kept, status, headers, made)
        response.close()
        is_kept = kept.query == key[1] and not response.cookies and self.is_right_for_a_while(page)
        if is_kept:
            page.keep_since(self.shelf.find(key))
            self.shelf.put(key, page)
        PAGES.labels(page.route, "miss").inc()
        how = "fwd=miss; stored" if is_kept else "fwd=miss"
        answer = answer_to(visit_of(environ), page, now=time(), how=how, cdn=self.cdn)
        start_response(answer.status, answer.headers)
        return answer.body

    def page_of(self, response: HttpResponse, kept: Kept, status: str, headers: Headers, made: Made) -> Page:
        at, agenda = kept.at or datetime.now(UTC), self.line.agenda
        coming = agenda.next_change(kept.tags, after=at) if agenda else at
        ends = agenda.next_end(kept.tags, after=at) if agenda else at
        return Page(
            status=status,
            headers=[(name, value) for name, value in headers if name.lower() not in OWN_HEADERS],
            bodies={IDENTITY: response.content},
            is_compressible=is_worth_compressing(response),
            etag=response.get("ETag", ""),
            tags=kept.tags,
            made=made,
            good_at=made.number,
            at=as_seconds(at),
            since=time(),
            until=min(as_seconds(coming), as_seconds(next_midnight(at, zone=self.zone))),
            ends=as_seconds(ends),
            route=kept.route,
        )

    def is_right_for_a_while(self, page: Page) -> bool:
        return time() < page.until and not self.purges.concern(page.tags, after=page.made.number)


class Names:
    """Under which the site answers, and what its proxies say of a request."""

    def __init__(self) -> None:
        self.proxies = Proxies(settings.TRUSTED_PROXIES)
        self.session = f"{settings.SESSION_COOKIE_NAME}="
        self.site = urlsplit(settings.SITE_URL)
        self.is_ours = lru_cache(maxsize=256)(self._is_ours)

    def include(self, environ: Environ) -> bool:
        """Whether a stranger asks for something under one of them, in the way that is not redirected."""
        if self.session in environ.get("HTTP_COOKIE", "") or "HTTP_AUTHORIZATION" in environ:
            return False
        said, sender = environ.get("HTTP_X_FORWARDED_PROTO", ""), environ.get("REMOTE_ADDR", "")
        scheme = self.proxies.scheme(said=said, seen=environ["wsgi.url_scheme"], sender=sender)
        return self.is_ours(environ.get("HTTP_HOST", ""), scheme)

    def _is_ours(self, host: str, scheme: str) -> bool:
        if settings.CANONICAL_HOST_ENFORCED:
            return host == self.site.netloc and scheme == self.site.scheme
        domain, _port = split_domain_port(host)
        return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)

    def request_id(self, environ: Environ) -> str:
        given: str = environ.get("HTTP_X_REQUEST_ID", "")
        return given if given and self.proxies.trusts(environ.get("REMOTE_ADDR", "")) else ""


def key_of(environ: Environ) -> Key | None:
    """The address in its one form; nothing for what is never kept."""
    path = environ["PATH_INFO"]
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or path.startswith(PASSED_BY) or len(path) > LONGEST_PATH:
        return None
    query = environ.get("QUERY_STRING", "")
    if not query:
        return path, ""
    return (path, known_part(query)) if len(query) <= LONGEST_QUERY else None


@lru_cache(maxsize=1024)
def known_part(query: str) -> str:
    """As `?before=…`: the parameters that choose something, the last one of each name, as Django takes it."""
    if not any(f"{name}=" in query for name in PARAMETERS):
        return ""
    said = dict(parse_qsl(query, keep_blank_values=True))
    known = {name: said[name] for name in PARAMETERS if said.get(name)}
    return f"?{urlencode(known)}" if known else ""


def visit_of(environ: Environ) -> Visit:
    return Visit(
        wants_body=environ["REQUEST_METHOD"] == "GET",
        encodings=environ.get("HTTP_ACCEPT_ENCODING", "")[:LONGEST_HEADER],
        has_etags=environ.get("HTTP_IF_NONE_MATCH", ""),
        has_since=environ.get("HTTP_IF_MODIFIED_SINCE", ""),
    )


def database_address() -> dict[str, Any]:
    """Of the database that is written to; whatever Django adds for itself left out."""
    parameters: dict[str, Any] = connection.get_connection_params()
    return {name: value for name, value in parameters.items() if name not in ("cursor_factory", "context", "pool")}
