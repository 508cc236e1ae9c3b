"""A reader's page with a banner on top, and its links turned."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

# A tag with its attributes as our templates and the sanitiser write them: values in double quotes.
TAG = re.compile(r'<(?:a|area|form|link)\b(?:[^>"]|"[^"]*")*>')
ADDRESS = re.compile(r'(\s(?:href|action)=")(/(?!/)[^"]*)(")')
# Files are what they are at any instant.
FILES = (settings.STATIC_URL, settings.MEDIA_URL, "/images/")
HEAD = re.compile(r"</head>", re.IGNORECASE)
# The way past everything stays first.
BODY = re.compile(r'<body[^>]*>(?:\s*<a class="skip"[^>]*>[^<]*</a>)?', re.IGNORECASE)

Turn = Callable[[str], str]


def framed(html: str, banner: SafeString, *, turn: Turn | None = None) -> str:
    """The page below its banner, not to be indexed. `turn` gives root-relative addresses of pages another form."""
    turned = TAG.sub(lambda tag: turned_tag(tag[0], turn), html) if turn else html
    head = render_to_string("previews/head.html")
    with_head = HEAD.sub(lambda end: head + end[0], turned, count=1)
    return BODY.sub(lambda start: start[0] + banner, with_head, count=1)


def turned_tag(tag: str, turn: Turn) -> str:
    def turned(found: re.Match[str]) -> str:
        is_file = found[2].startswith(FILES)
        return found[0] if is_file else f"{found[1]}{turn(found[2])}{found[3]}"

    return ADDRESS.sub(turned, tag)


def private(html: str, *, status: int, language: str) -> HttpResponse:
    """Kept by nobody, indexed by nobody, and it does not say where its reader comes from."""
    return kept_private(HttpResponse(html, status=status), language=language)


def kept_private(response: HttpResponse, *, language: str) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Content-Language"] = language
    return response
