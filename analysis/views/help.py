"""For who finds nothing at an address."""

import re
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language

from analysis.models import Address, Correction, CorrectionKind, Language, Publication
from analysis.models.publications import PublicationQuerySet
from analysis.models.statements import written_once
from analysis.text.body_rules import without_markup
from analysis.views.frame import in_languages, render_page

NEWEST = 5
LONGEST_GUESS = 80
# For an nginx in front: this takes the place of what it held of the address, lest that comes back while we are down. It
# listens to this header before `Cache-Control` only if it is sent before it.
FOR_A_SECOND = "1"
WORD = re.compile(r"[^\W\d_]{3,}")


def missing(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """404: its text in another language, a search for the words of its address, the newest articles."""
    originals, guess = elsewhere_in_other_languages(request, at), words_of(request.path_info)
    return help_page(request, "404.html", at=at, status=404, originals=originals, guess=guess)


def gone(request: HttpRequest, ended: Publication, *, at: datetime) -> HttpResponse:
    """410: what readers were told about it, and its translations that are public still."""
    live = Publication.objects.live(at).filter(translation_key=ended.translation_key)
    told = Correction.objects.public(at).filter(publication__article=ended.article_id, kind=CorrectionKind.RETRACTION)
    retraction, translations = told.newest_first().first(), list(live.with_card())
    return help_page(request, "410.html", at=at, status=410, retraction=retraction, translations=translations)


def help_page(request: HttpRequest, template: str, *, at: datetime, status: int, **context: Any) -> HttpResponse:
    context["newest"] = newest(language=get_language(), at=at)
    response = render_page(request, template, context, paths={}, status=status)
    response["X-Accel-Expires"] = FOR_A_SECOND
    patch_cache_control(response, public=True, no_cache=True)
    return response


def elsewhere_in_other_languages(request: HttpRequest, at: datetime) -> list[Publication]:
    """What the same address shows under the other languages' prefixes."""
    language = get_language()
    paths = in_languages(request, [code for code in Language.values if code != language])
    found = live_at_any(paths=list(paths.values()), at=at)
    return [original for original in found if original.language != language]


@written_once
def live_at_any(*, paths: list[str], at: datetime) -> PublicationQuerySet:
    articles = Address.objects.filter(path__any_of=paths).values("article")
    return Publication.objects.live(at).filter(article__in=articles).with_title()


@written_once
def newest(*, language: str, at: datetime) -> PublicationQuerySet:
    return Publication.objects.live(at).in_language(language).newest_first().with_title()[:NEWEST]


def words_of(path: str) -> str:
    """What one would search for who knows no more than the address: the words of its last part that has any."""
    parts = (WORD.findall(part) for part in reversed(path[-400:].split("/")))
    words = next(filter(None, parts), [])
    return without_markup(" ".join(words))[:LONGEST_GUESS].strip()
