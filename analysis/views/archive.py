from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language

from analysis.frontend_cache.keeping import kept
from analysis.models import Language, Publication
from analysis.models.month_counts import articles_by_month
from analysis.models.publications import PublicationQuerySet
from analysis.models.statements import written_once
from analysis.views.cursor import paged
from analysis.views.frame import everywhere, in_languages, render_page
from analysis.views.pages import reader_page


class Month(NamedTuple):
    first_day: date
    articles: int


@paged()
def appeared(*, start: datetime, end: datetime, language: str, at: datetime) -> PublicationQuerySet:
    return appeared_between(Publication.objects.live(at).in_language(language), start, end).with_card().known()


@reader_page
def archive(request: HttpRequest, at: datetime) -> HttpResponse:
    months = months_between(date.min.year, date.max.year, at)
    years = [(year, list(group)) for year, group in groupby(months, key=lambda month: month.first_day.year)]
    response = render_page(request, "analysis/publication_archive.html", {"years": years}, paths=everywhere(request))
    return kept(response, f"list:{get_language()}")


@reader_page
def year(request: HttpRequest, at: datetime, year: int) -> HttpResponse:
    start, end = midnight(year), midnight(year + 1)
    page = appeared.page(request.GET, start=start, end=end, language=get_language(), at=at)
    if not page.rows:
        raise Http404
    context = {"year": year, "months": months_between(year, year + 1, at), "page": page}
    paths = paths_of_time(request, at, start, end)
    response = render_page(request, "analysis/publication_archive_year.html", context, paths=paths, query=page.query)
    return kept(response, f"year:{year}", query=page.kept_query)


@reader_page
def month(request: HttpRequest, at: datetime, year: int, month: int) -> HttpResponse:
    first_day, next_month = midnight(year, month), midnight(year + month // 12, month % 12 + 1)
    page = appeared.page(request.GET, start=first_day, end=next_month, language=get_language(), at=at)
    if not page.rows:
        raise Http404
    context = {"first_day": first_day, "page": page}
    paths = paths_of_time(request, at, first_day, next_month)
    response = render_page(request, "analysis/publication_archive_month.html", context, paths=paths, query=page.query)
    return kept(response, f"year:{year}", query=page.kept_query)


def paths_of_time(request: HttpRequest, at: datetime, start: datetime, end: datetime) -> dict[str, str]:
    """A year or month has a page in each language in which something appeared then."""
    return in_languages(request, languages_in(start=start, end=end, at=at))


@written_once
def languages_in(*, start: datetime, end: datetime, at: datetime) -> "QuerySet[Publication, str]":
    live = appeared_between(Publication.objects.live(at), start, end).newest_first()
    first, *others = (live.in_language(code).values_list("language", flat=True)[:1] for code in Language.values)
    return first.union(*others, all=True)


def midnight(year: int, month: int = 1) -> datetime:
    """With which a month begins where the publication is at home."""
    return datetime(year, month, 1, tzinfo=ZoneInfo(settings.TIME_ZONE))


def appeared_between(publications: PublicationQuerySet, start: datetime, end: datetime) -> PublicationQuerySet:
    return publications.dated().filter(first_published_at__gte=start, first_published_at__lt=end)


def months_between(year: int, end: int, at: datetime) -> list[Month]:
    """Of the years before `end`, newest first. The undated have none."""
    found = articles_by_month(language=get_language(), at=at, start=date(year, 1, 1), end=date(end, 1, 1))
    return [Month(*row) for row in found]
