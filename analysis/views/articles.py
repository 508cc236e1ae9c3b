from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from translated_fields import to_attribute

from analysis import metadata
from analysis.frontend_cache.keeping import kept
from analysis.models import Author, BylineRole, Correction, Image, Language, Publication, PublicationByline, Tag, Topic
from analysis.models.publications import PublicationQuerySet
from analysis.models.statements import written_once
from analysis.related.queries import DECIDED, NEAREST, Beside, beside_from, similar_to
from analysis.related.reasons import Facts, Reason, reason
from analysis.text.body import image_ids
from analysis.trends.readings import Trend, around_its_week, trend_of, years_around
from analysis.trends.strip import around
from analysis.trends.wording import streak_in_words
from analysis.views.frame import render_page
from analysis.views.pages import reader_page
from analysis.views.versions import Span, correction_of, corrections_at, difference_paths, spans_at

SIMILAR = 5
UNREAD_IN_ARTICLES = ("body_text", "search_vector", "filed_under", "appeared_in")
NAME_COLUMNS = ["id", "slug", *(to_attribute("name", code) for code in Language.values)]
AUTHOR_COLUMNS = [*NAME_COLUMNS, *(to_attribute("job_title", code) for code in Language.values)]

# By-lines, topics and tags come with the publication's own row: three queries fewer for every reader.
BYLINES = ArraySubquery(
    PublicationByline.objects.filter(publication=OuterRef("pk")).values(
        row=JSONObject(role="role", author=JSONObject(**{name: f"author__{name}" for name in AUTHOR_COLUMNS}))
    )
)
TOPICS = ArraySubquery(
    Topic.objects.filter(publications=OuterRef("pk")).values(row=JSONObject(**{name: name for name in NAME_COLUMNS}))
)
TAGS = ArraySubquery(
    Tag.objects.filter(publications=OuterRef("pk")).values(row=JSONObject(id="id", name="name", slug="slug"))
)


@dataclass(frozen=True, kw_only=True)
class Text:
    publication: Publication
    bylines: list[PublicationByline]
    topics: list[Topic]
    tags: list[Tag]
    beside: Beside
    corrections: list[Correction] = field(default_factory=list)
    versions: int = 0
    trend: Trend | None = None


@dataclass(frozen=True, kw_only=True)
class Siblings:
    translations: list[Publication]
    in_this_issue: list[Publication]


@reader_page
def article(request: HttpRequest, at: datetime, topic: str, slug: str) -> HttpResponse:
    text = text_at(request.path_info, at)
    publication, path = text.publication, text.publication.get_absolute_url()
    if path != request.path_info:
        return HttpResponsePermanentRedirect(path)
    context = context_of(text, at)
    translations = context["siblings"].translations
    paths = {publication.language: path} | {each.language: each.get_absolute_url() for each in translations}
    context["structured"] = metadata.of_article(
        publication,
        bylines=text.bylines,
        tags=text.tags,
        corrections=text.corrections,
        translations=translations,
    )
    response = render_page(request, "analysis/publication_detail.html", context, paths=paths)
    return kept(response, *tags_of(text, context["similar"]))


def tags_of(text: Text, similar: list[tuple[Publication, Reason]]) -> Iterator[str]:
    """By which the database tells of everything that such a page shows, or will show."""
    publication, beside = text.publication, {*text.beside.pinned, *text.beside.nearest}
    # Also of those beside it that are not public yet.
    yield from (f"article:{article_id}" for article_id in (publication.article_id, *beside))
    yield f"work:{publication.translation_key}"
    if publication.issue_id:
        yield f"issue:{publication.issue_id}"
    if len(similar) < SIMILAR or any(each.article_id not in beside for each, _reason in similar):
        yield f"list:{publication.language}"  # the newest stand in
    if publication.period_end:
        trend = f"trend:{publication.primary_topic_id}:{publication.language}"
        yield from (f"{trend}:{year}" for year in years_around(publication.period_end))


@reader_page
def moved(request: HttpRequest, at: datetime, path: str) -> HttpResponse:
    """No page has this address; an article may have had it once."""
    raise Http404


@written_once
def publications_at(*, path: str, at: datetime) -> PublicationQuerySet:
    """None or one, with all that its page shows of it."""
    found = (
        Publication.objects.live(at)
        .at_address(path)
        .annotate(byline_rows=BYLINES, topic_rows=TOPICS, tag_rows=TAGS, nearest=NEAREST, decided=DECIDED)
    )
    found = found.annotate(
        correction_rows=corrections_at(at, publication__article=OuterRef("article_id")),
        span_rows=spans_at(at, article="article_id"),
        reading_rows=around_its_week(at),
    )
    return found.select_related("primary_topic", "lead_image", "issue").defer(*UNREAD_IN_ARTICLES)


def text_at(path: str, at: datetime) -> Text:
    publication: Any = next(iter(publications_at(path=path, at=at)), None)
    if not publication:
        raise Http404
    bylines = [
        PublicationByline(role=row["role"], author=Author.told(row["author"])) for row in publication.byline_rows
    ]
    spans = [Span(**row) for row in publication.span_rows]
    differences = difference_paths(publication.get_absolute_url(), spans)
    return Text(
        publication=publication,
        bylines=bylines,
        topics=[Topic.told(row) for row in publication.topic_rows],
        tags=[Tag(**row) for row in publication.tag_rows],
        beside=beside_from(publication.nearest, publication.decided),
        # Of the article, not of this publication alone: what was corrected once stays corrected.
        corrections=[correction_of(row, differences) for row in publication.correction_rows],
        versions=len(spans),
        trend=trend_of(publication.primary_topic, publication.reading_rows, language=publication.language),
    )


def context_of(text: Text, at: datetime) -> dict[str, Any]:
    """What the page of a text takes. A preview's publication is not stored, and may lack its primary topic."""
    publication = text.publication
    return {
        "publication": publication,
        "bylines": sorted(text.bylines, key=lambda byline: BylineRole.values.index(byline.role)),
        "tags": text.tags,
        "corrections": text.corrections,
        "versions": text.versions,
        "pictures": Image.objects.in_bulk(image_ids(publication.body)),
        "siblings": siblings_of(publication, at),
        "similar": similar_with_reasons(text, at) if publication.primary_topic_id else [],
        **(in_its_trend(publication, text.trend, at) if text.trend else {}),
    }


def in_its_trend(publication: Publication, trend: Trend, at: datetime) -> dict[str, Any]:
    """The weeks around the text's own, and for how long it had been so then."""
    reading = trend.reading_of(publication)
    return {
        "strip": around(reading, trend, at),
        "streak": streak_in_words(trend, until=reading) if reading else "",
    }


def similar_with_reasons(text: Text, at: datetime) -> list[tuple[Publication, Reason]]:
    authors = [byline.author for byline in text.bylines if byline.role == BylineRole.AUTHOR]
    facts = Facts(text.publication.primary_topic_id, authors, text.topics, text.tags)
    found = similar_to(text.publication, at=at, limit=SIMILAR, beside=text.beside)
    return [(each, reason(each, facts, is_pinned=each.article_id in text.beside.pinned)) for each in found]


def siblings_of(publication: Publication, at: datetime) -> Siblings:
    """The translations of a text and the other texts of its issue, in one query."""
    cards = siblings(
        article=publication.article_id,
        translation_key=publication.translation_key,
        issue=publication.issue_id,
        language=publication.language,
        at=at,
    )
    return Siblings(
        translations=[card for card in cards if card.translation_key == publication.translation_key],
        in_this_issue=[card for card in cards if card.language == publication.language],
    )


@written_once
def siblings(
    *, article: int, translation_key: UUID, issue: int | None, language: str, at: datetime
) -> PublicationQuerySet:
    in_its_issue = Q(issue=issue, language=language)
    found = Publication.objects.live(at).filter(Q(translation_key=translation_key) | in_its_issue)
    return found.exclude(article=article).with_card().order_by("primary_topic__position", "-first_published_at", "-id")
