from datetime import datetime

from django.db.models import Exists, F, FilteredRelation, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language

from analysis.models import Issue, Publication
from analysis.models.publications import PublicationQuerySet
from analysis.views.existence import languages_of, with_languages
from analysis.views.frame import everywhere, in_languages, render_page
from analysis.views.pages import reader_page

ISSUES_ON_A_PAGE = 52


@reader_page
def issue(request: HttpRequest, at: datetime, slug: str) -> HttpResponse:
    publications = Publication.objects.live(at)
    issues = with_languages(with_neighbours(readable_issues(at)), publications.filter(issue=OuterRef("pk")))
    issue = issues.filter(slug=slug).first()
    if not issue:
        raise Http404
    in_issue = publications.in_language(get_language()).filter(issue=issue).with_card()
    texts = list(in_issue.order_by("primary_topic__position", "-first_published_at", "-id"))
    context = {"issue": issue, "publications": texts, "assessed": [text for text in texts if text.assessment]}
    paths = in_languages(request, languages_of(issue))
    return render_page(request, "analysis/issue_detail.html", context, paths=paths)


@reader_page
def issue_list(request: HttpRequest, at: datetime) -> HttpResponse:
    """Newest first, paged by the week: `?before=2016-w48`."""
    before = request.GET.get("before", "").replace("\x00", "")
    issues = readable_issues(at).filter(slug__lt=before) if before else readable_issues(at)
    assessed = Prefetch("publications", assessed_in_issue(at), to_attr="assessed")
    found = list(issues.prefetch_related(assessed)[: ISSUES_ON_A_PAGE + 1])
    shown = found[:ISSUES_ON_A_PAGE]
    older = shown[-1].slug if len(found) > ISSUES_ON_A_PAGE else ""
    context = {"issues": shown, "older": older, "before": before}
    query = f"?before={shown[0].slug}" if before and shown else ""
    return render_page(request, "analysis/issue_list.html", context, paths=everywhere(request), query=query)


def readable_issues(at: datetime) -> QuerySet[Issue]:
    """Those with something public in the reader's language, newest first, each with its edition's words."""
    language = get_language()
    publications = Publication.objects.live(at).in_language(language)
    edition = FilteredRelation("editions", condition=Q(editions__language=language))
    return (
        Issue.objects.filter(Exists(publications.filter(issue=OuterRef("pk"))))
        .annotate(edition=edition, title=F("edition__title"), introduction=F("edition__introduction"))
        .order_by("-coverage_start", "-id")
    )


def with_neighbours(issues: QuerySet[Issue]) -> QuerySet[Issue]:
    """Adds the addresses of the issues before and after, of those that readers can see."""
    earlier = issues.filter(coverage_start__lt=OuterRef("coverage_start"))
    later = issues.filter(coverage_start__gt=OuterRef("coverage_start")).order_by("coverage_start")
    return issues.annotate(
        previous_slug=Subquery(earlier.values("slug")[:1]), next_slug=Subquery(later.values("slug")[:1])
    )


def assessed_in_issue(at: datetime) -> PublicationQuerySet:
    assessed = Publication.objects.live(at).in_language(get_language()).exclude(assessment="")
    return assessed.with_card().order_by("primary_topic__position", "id")
