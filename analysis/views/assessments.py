"""The assessments of the trends as files for spreadsheets and programs."""

import json
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext

from analysis.frontend_cache.keeping import kept
from analysis.models import Masthead, Topic
from analysis.text.tables import csv_lines
from analysis.trends.data import COLUMNS, records, table_rows
from analysis.trends.readings import Trend, trend, trends
from analysis.views.pages import reader_page


@reader_page
def everything(request: HttpRequest, at: datetime, format: str) -> HttpResponse:
    response = as_file(request, trends(at, language=get_language()), format, name="assessments")
    return kept(response, f"list:{get_language()}")


@reader_page
def of_topic(request: HttpRequest, at: datetime, slug: str, format: str) -> HttpResponse:
    topic = Topic.objects.trends().filter(slug=slug).first()
    if not topic:
        raise Http404
    response = as_file(request, [trend(topic, at, language=get_language())], format, name=f"{slug}-assessments")
    return kept(response, f"topic:{topic.pk}")


def as_file(request: HttpRequest, trends: Iterable[Trend], format: str, *, name: str) -> HttpResponse:
    content = as_json(request, trends) if format == "json" else as_csv(trends)
    content_type = "application/json" if format == "json" else "text/csv"
    response = HttpResponse(content, content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}-{get_language()}.{format}"'
    return response


def as_csv(trends: Iterable[Trend]) -> str:
    return "".join(csv_lines(COLUMNS, table_rows(records(trends, site=settings.SITE_URL))))


def as_json(request: HttpRequest, trends: Iterable[Trend]) -> str:
    """With what a person needs who finds the file somewhere: whose it is, under which terms, how to cite it."""
    told = list(trends)
    publication, address = str(Masthead.objects.current().name), f"{settings.SITE_URL}{request.path_info}"
    names = {"publication": publication, "address": address}
    whole = {
        "publication": publication,
        "url": address,
        "language": get_language(),
        "licence": gettext("© %(publication)s. Free to use with a link to the source.") % names,
        "cite_as": gettext("%(publication)s, assessments of the trends week by week, %(address)s") % names,
        "trends": [
            {
                "slug": trend.topic.slug,
                "name": trend.topic.name,
                "url": f"{settings.SITE_URL}{trend.topic.get_absolute_url()}",
            }
            for trend in told
        ],
        "assessments": list(records(told, site=settings.SITE_URL)),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)
