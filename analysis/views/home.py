from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from analysis import metadata
from analysis.frontend_cache.keeping import kept
from analysis.models import Issue, Language, Publication
from analysis.models.publications import PublicationQuerySet
from analysis.models.statements import written_once
from analysis.trends.readings import trends_lately
from analysis.trends.strip import of_all_trends
from analysis.trends.wording import present
from analysis.views.frame import everywhere, render_page
from analysis.views.issues import readable_issues
from analysis.views.pages import reader_page

# One large, two below it, two rows of four.
NEWEST = 11
NEWEST_IN_ANOTHER_LANGUAGE = 3


@reader_page
def home(request: HttpRequest, at: datetime) -> HttpResponse:
    followed = trends_lately(at, language=get_language())
    context = {
        "issue": next(iter(newest_issues(language=get_language(), at=at)), None),
        "present": [publication for trend in followed if (publication := present(trend))],
        "strip": of_all_trends(followed, at),
        "newest": newest(language=get_language(), at=at),
        "in_other_languages": in_other_languages(at),
        "structured": metadata.of_home(),
    }
    return kept(render_page(request, "analysis/home.html", context, paths=everywhere(request)), "list", "issues")


@written_once
def newest(*, language: str, at: datetime) -> PublicationQuerySet:
    return Publication.objects.live(at).in_language(language).newest_first().with_card().known()[:NEWEST]


@written_once
def newest_issues(*, language: str, at: datetime) -> QuerySet[Issue]:
    return readable_issues(at, language=language)[:1]


def in_other_languages(at: datetime) -> list[Publication]:
    """The newest texts of each of the other languages, language by language."""
    others = [code for code in Language.values if code != get_language()]
    return [publication for code in others for publication in newest_titles(language=code, at=at)]


@written_once
def newest_titles(*, language: str, at: datetime) -> PublicationQuerySet:
    return (
        Publication.objects.live(at)
        .in_language(language)
        .newest_first()
        .with_title()
        .known()[:NEWEST_IN_ANOTHER_LANGUAGE]
    )
