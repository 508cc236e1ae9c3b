from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from translated_fields import to_attribute

from analysis import metadata
from analysis.frontend_cache.keeping import kept
from analysis.models import Author, Gap, Issue, Language, Publication, PublicationByline, Topic
from analysis.models.json_rows import JSONRow, JSONRows
from analysis.models.publications import PublicationQuerySet
from analysis.models.statements import written_once
from analysis.printing.contents import Contents, IssueText, Slot
from analysis.templatetags.ledgers import NOTHING
from analysis.views.articles import BYLINES
from analysis.views.existence import languages_of, with_languages
from analysis.views.frame import everywhere, in_languages, render_page
from analysis.views.pages import reader_page

ISSUES_ON_A_PAGE = 52
TOPIC_COLUMNS = ["id", "slug", "position", "is_trend", *(to_attribute("name", code) for code in Language.values)]
# Addresses of weeks begin with a digit.
BEHIND_ALL = "z"
# What an issue says of its neighbours.
NEIGHBOUR = JSONObject(**{name: name for name in ("number", "slug", "coverage_start", "coverage_end")})


# What a week's issue said of a topic, in the list of issues: assessments, or that there is nothing, or nothing at all.
Cell = list[str]


@dataclass(frozen=True, kw_only=True)
class Year:
    year: int
    topics: list[Topic]
    rows: list[tuple[Issue, list[Cell]]]


@reader_page
def issue(request: HttpRequest, at: datetime, slug: str) -> HttpResponse:
    contents = contents_of(slug, at)
    issue: Any = contents.issue
    context = {
        "contents": contents,
        "issue": issue,
        "previous": neighbour(issue.previous_row),
        "next": neighbour(issue.next_row),
        "structured": metadata.of_issue(issue, [text.publication for slot in contents.slots for text in slot.texts]),
    }
    paths = in_languages(request, languages_of(issue))
    return kept(render_page(request, "analysis/issue_detail.html", context, paths=paths), "issues")


@reader_page
def issue_list(request: HttpRequest, at: datetime) -> HttpResponse:
    """Newest first, paged by the week: `?before=2016-w48`."""
    before = request.GET.get("before", "").replace("\x00", "")
    found = issues_before(slug=before or BEHIND_ALL, language=get_language(), at=at)
    if before and not found:
        # What was there has been taken down, or never was. The newest are there all the same.
        before, found = "", issues_before(slug=BEHIND_ALL, language=get_language(), at=at)
    shown = found[:ISSUES_ON_A_PAGE]
    older = shown[-1].slug if len(found) > ISSUES_ON_A_PAGE else ""
    context = {"years": years_of(shown), "older": older, "before": before}
    query = f"?{urlencode({'before': before})}" if before else ""
    response = render_page(request, "analysis/issue_list.html", context, paths=everywhere(request), query=query)
    return kept(response, "issues")


@written_once
def issues_before(*, slug: str, language: str, at: datetime) -> QuerySet[Issue]:
    """As many as a page shows and one more, each with the keys of its gaps' topics and with its assessments."""
    in_issue = Publication.objects.live(at).in_language(language).filter(issue=OuterRef("pk")).exclude(assessment="")
    assessed = JSONRows(in_issue.order_by("id").values(row=JSONRow("primary_topic", "assessment")))
    gaps = ArraySubquery(released_gaps(at, language=language).values("topic"))
    issues = readable_issues(at, language=language).filter(slug__lt=slug)
    return issues.annotate(gap_topics=gaps, assessed=assessed)[: ISSUES_ON_A_PAGE + 1]


def readable_issues(at: datetime, *, language: str) -> QuerySet[Issue]:
    """
    Those with something public in a language, newest first, each with its edition's words.

    What an edition says of a week is kept back until its release, as soon as one is planned.
    """
    publications = Publication.objects.live(at).in_language(language)
    released = Q(editions__released_at__isnull=True) | Q(editions__released_at__lte=at)
    edition = FilteredRelation("editions", condition=Q(editions__language=language) & released)
    return (
        Issue.objects.filter(Exists(publications.filter(issue=OuterRef("pk"))))
        .annotate(edition=edition, title=F("edition__title"), introduction=F("edition__introduction"))
        .annotate(released_at=F("edition__released_at"))
        .order_by("-coverage_start", "-id")
    )


def contents_of(slug: str, at: datetime, *, whole: bool = False) -> Contents:
    """Of a week's issue in the reader's language; `whole`: with the bodies of its texts."""
    issue: Any = next(iter(issues_of_week(slug=slug, language=get_language(), at=at)), None)
    if not issue:
        raise Http404
    loaded = whole_texts if whole else texts_on_cards
    publications = loaded(issue=issue.pk, language=get_language(), at=at)
    texts = [text_of(publication, issue.released_at) for publication in publications]
    return Contents(
        issue=issue,
        slots=slots_of(texts, issue.gap_rows),
        title=issue.title or "",
        introduction=issue.introduction or "",
        released_at=issue.released_at,
    )


@written_once
def issues_of_week(*, slug: str, language: str, at: datetime) -> QuerySet[Issue]:
    """None or one."""
    issues = with_neighbours(readable_issues(at, language=language)).annotate(gap_rows=gaps_at(at, language=language))
    return with_languages(issues, Publication.objects.live(at).filter(issue=OuterRef("pk"))).filter(slug=slug)


@written_once
def texts_on_cards(*, issue: int, language: str, at: datetime) -> PublicationQuerySet:
    return texts_in(issue, language, at).with_card()


@written_once
def whole_texts(*, issue: int, language: str, at: datetime) -> PublicationQuerySet:
    return texts_in(issue, language, at).select_related("primary_topic", "lead_image").defer("search_vector")


def texts_in(issue: int, language: str, at: datetime) -> PublicationQuerySet:
    texts = Publication.objects.live(at).in_language(language).filter(issue=issue)
    return texts.annotate(byline_rows=BYLINES).newest_first()


def text_of(publication: Any, released_at: datetime | None) -> IssueText:
    bylines = [
        PublicationByline(role=row["role"], author=Author.told(row["author"])) for row in publication.byline_rows
    ]
    first = publication.first_published_at
    return IssueText(
        publication=publication, bylines=bylines, added_at=first if released_at and first > released_at else None
    )


def slots_of(texts: Iterable[IssueText], gaps: Iterable[Mapping[str, Any]]) -> list[Slot]:
    """Trends first, in their order. A trend with a text is no gap any more."""
    slots: dict[int, Slot] = {}
    for text in texts:
        topic = text.publication.primary_topic
        slots.setdefault(topic.pk, Slot(topic=topic)).texts.append(text)
    for gap in gaps:
        slots.setdefault(gap["topic"]["id"], Slot(topic=Topic.told(gap["topic"]), reason=gap["reason"]))
    return sorted(slots.values(), key=lambda slot: slot.topic.place)


def gaps_at(at: datetime, *, language: str) -> ArraySubquery:
    topic = JSONObject(**{name: f"topic__{name}" for name in TOPIC_COLUMNS})
    return ArraySubquery(released_gaps(at, language=language).values(row=JSONObject(topic=topic, reason="reason")))


def released_gaps(at: datetime, *, language: str) -> QuerySet[Gap]:
    """What an issue's released edition has nothing about, and why."""
    gaps = Gap.objects.filter(edition__issue=OuterRef("pk"), edition__language=language)
    return gaps.filter(edition__released_at__lte=at)


def with_neighbours(issues: QuerySet[Issue]) -> QuerySet[Issue]:
    """Adds the issues before and after, of those that readers can see."""
    earlier = issues.filter(coverage_start__lt=OuterRef("coverage_start"))
    later = issues.filter(coverage_start__gt=OuterRef("coverage_start")).order_by("coverage_start")
    return issues.annotate(
        previous_row=Subquery(earlier.values(row=NEIGHBOUR)[:1]), next_row=Subquery(later.values(row=NEIGHBOUR)[:1])
    )


def neighbour(row: Mapping[str, Any] | None) -> Issue | None:
    if row is None:
        return None
    days = {name: date.fromisoformat(row[name]) for name in ("coverage_start", "coverage_end")}
    return Issue(number=row["number"], slug=row["slug"], **days)


def years_of(issues: Iterable[Any]) -> list[Year]:
    said = [(issue, said_in(issue)) for issue in issues]
    topics = Topic.objects.only(*TOPIC_COLUMNS).in_bulk({topic for _issue, cells in said for topic in cells})
    by_year = groupby(said, key=lambda week: week[0].coverage_start.year)
    return [year_of(year, list(weeks), topics) for year, weeks in by_year]


def year_of(year: int, weeks: list[tuple[Issue, dict[int, Cell]]], topics: Mapping[int, Topic]) -> Year:
    """One column for each topic that something was said of in these issues."""
    mentioned = {topic for _issue, said in weeks for topic in said}
    columns = sorted((topics[topic] for topic in mentioned & topics.keys()), key=attrgetter("place"))
    rows = [(issue, [said.get(topic.pk, []) for topic in columns]) for issue, said in weeks]
    return Year(year=year, topics=columns, rows=rows)


def said_in(issue: Any) -> dict[int, Cell]:
    """By the key of the topic. One with a text is no gap any more."""
    assessed: dict[int, Cell] = {}
    for topic, assessment in issue.assessed:
        assessed.setdefault(topic, []).append(assessment)
    return {topic: [NOTHING] for topic in issue.gap_topics} | assessed
