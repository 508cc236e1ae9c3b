"""A kept page as one visitor gets it: compressed as they can read it, or only the word that they have it already."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import ceil
from typing import Final, NamedTuple

from django.http import HttpResponse
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from analysis.frontend_cache.cdns import CDN, Nobody
from analysis.frontend_cache.pages import IDENTITY, Page

OF_A_BODY: Final = frozenset({"content-type", "content-language", "content-disposition"})
NOT_MODIFIED: Final = "304 Not Modified"
# A shared cache counts in whole seconds: it holds a page for two at the most and for one more while it asks again. The
# fourth is for the way there.
AT_THE_EDGE: Final = 4
# Beside a site that is down, readers get what there was last; never what was to end since.
A_DAY: Final = 24 * 3600
NOBODY: Final = Nobody()
HIT: Final = "hit"
ASK_FIRST: Final = "public, no-cache"
# Shorter ones only grow; pictures and PDFs are compressed already.
WORTH_COMPRESSING: Final = 200
WORDS: Final = (
    "text/",
    "application/json",
    "application/feed+json",
    "application/xml",
    "application/atom+xml",
    "application/rss+xml",
    "application/x-",
)


class Visit(NamedTuple):
    """What a request says, as its headers have it."""

    wants_body: bool = True
    encodings: str = ""
    has_etags: str = ""
    has_since: str = ""


class Answer(NamedTuple):
    status: str
    headers: list[tuple[str, str]]
    body: Sequence[bytes]


def answer_to(visit: Visit, page: Page, *, now: float, how: str = HIT, cdn: CDN = NOBODY) -> Answer:
    """`how`: whether it was kept, in the words of RFC 9211."""
    encoding = encoding_for(visit.encodings) if page.is_compressible else IDENTITY
    if has_it(visit, page):
        headers = [*page.headers, *present_headers(page, now=now, how=how, cdn=cdn)]
        return Answer(NOT_MODIFIED, [header for header in headers if header[0].lower() not in OF_A_BODY], ())
    body = page.body(encoding)
    second, headers = page.headers_of.get(encoding, (0, []))
    if second != int(now) or how != HIT:
        headers = [*page.headers, *present_headers(page, now=now, how=how, cdn=cdn), ("Content-Length", str(len(body)))]
        headers += [("Content-Encoding", encoding)] if encoding != IDENTITY else []
    if how == HIT:
        page.headers_of[encoding] = int(now), headers
    return Answer(page.status, headers, (body,) if visit.wants_body else ())


def present_headers(page: Page, *, now: float, how: str, cdn: CDN) -> Iterator[tuple[str, str]]:
    """What is true for this second."""
    yield "Cache-Control", lifetime(page, now=now)
    yield "Expires", date(int(now))
    yield "Vary", "Accept-Encoding"
    yield "Cache-Status", f"Barometer; {how}; ttl={max(int(page.until - now), 0)}"
    if page.etag:
        yield "ETag", weak(page.etag)
        if now >= ceil(page.since):
            yield "Last-Modified", date(ceil(page.since))
    if (seconds := int(page.until - now) - AT_THE_EDGE) > 0:
        yield from cdn.headers(page.tags, seconds=min(seconds, A_DAY))


def is_worth_compressing(response: HttpResponse) -> bool:
    return response.get("Content-Type", "").startswith(WORDS) and len(response.content) >= WORTH_COMPRESSING


def lifetime(page: Page, *, now: float) -> str:
    """
    Browsers always ask, since nobody can tell them of a change. A shared cache may hold a page for its second where
    nothing is to happen meanwhile, and while the site is down.
    """
    if page.until - int(now) < AT_THE_EDGE:
        return ASK_FIRST
    lasts = min(page.ends - int(now), A_DAY)
    return f"public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error={int(lasts) - AT_THE_EDGE}"


def has_it(visit: Visit, page: Page) -> bool:
    if not page.etag:
        return False
    if visit.has_etags:
        known = parse_etags(visit.has_etags)
        return known == ["*"] or weak(page.etag) in map(weak, known)
    if visit.has_since:
        since = parse_http_date_safe(visit.has_since)
        return since is not None and since >= ceil(page.since)
    return False


def weak(etag: str) -> str:
    return etag if etag.startswith("W/") else f"W/{etag}"


@lru_cache(maxsize=8)
def date(second: int) -> str:
    return str(http_date(second))


@lru_cache(maxsize=1024)
def encoding_for(accepted: str) -> str:
    """Of `Accept-Encoding`: Brotli, or gzip, if the visitor's program reads it."""
    qualities = dict(map(_quality, accepted.lower().split(",")))
    return next((name for name in ("br", "gzip") if qualities.get(name, 0) > 0), IDENTITY)


def _quality(part: str) -> tuple[str, float]:
    name, _, parameter = part.partition(";")
    try:
        return name.strip(), float(parameter.strip().removeprefix("q=") or 1)
    except ValueError:
        return name.strip(), 0
