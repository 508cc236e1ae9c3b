"""Articles as a table for spreadsheets."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from analysis.admin.site import member
from analysis.admin.states import standing
from analysis.models import Article, ArticleTopic, Assessment, Publication
from analysis.models.articles import article_path
from analysis.models.publications import UNDATED
from analysis.permissions import user_can_read
from analysis.text.excerpts import word_count
from analysis.text.markup import reading_text
from analysis.text.tables import csv_lines

# Excel takes a table for its own code page unless it begins so.
BYTE_ORDER_MARK = "\ufeff"
# Names for programs: the same in every language of the desk.
COLUMNS = (
    *("id", "title", "language", "state", "topics", "authors", "tags", "issue", "period_start", "period_end"),
    *("assessment", "reason", "planned", "first_published", "address", "version", "words"),
)
AT_ONCE = 500


@admin.action(description=_("Export as CSV"))
def export(_admin: Any, request: HttpRequest, articles: QuerySet[Article]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines(articles, by=member(request)), content_type="text/csv; charset=utf-8")
    name = f"articles-{timezone.localdate().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def lines(articles: QuerySet[Article], *, by: User) -> Iterator[str]:
    """Asked for after the answer has begun: the person's language and zone are set again for each line."""
    language, zone = get_language() or "en", timezone.get_current_timezone()

    def told(article: Any) -> list[str]:
        with override(language), timezone.override(zone):
            return cells(article)

    return chain([BYTE_ORDER_MARK], csv_lines(COLUMNS, map(told, readable(articles, by))))


def readable(articles: QuerySet[Article], by: User) -> Iterator[Article]:
    return (article for article in with_cells(articles) if user_can_read(by, article))


def with_cells(articles: QuerySet[Article]) -> Iterator[Any]:
    """Of the articles of a list (they come with their standing): all that a line says, some hundred lines at once."""
    published = Publication.objects.filter(article=OuterRef("pk"), first_published_at__gt=UNDATED)
    first = published.order_by("live_from").values("first_published_at")[:1]
    links = ArticleTopic.objects.select_related("topic").order_by("-is_primary", "id")
    complete = (
        articles.defer(None)
        .select_related("issue")
        .annotate(first_published=Subquery(first))
        .prefetch_related(Prefetch("articletopic_set", links, to_attr="topic_links"), "tagged_items__tag")
    )
    return complete.iterator(chunk_size=AT_ONCE)


def cells(article: Any) -> list[str]:
    topics = [link.topic for link in article.topic_links]
    return [
        str(article.pk),
        article.title,
        article.language,
        standing(article).state.value,
        "; ".join(str(topic) for topic in topics),
        "; ".join(dict.fromkeys(str(byline.author) for byline in article.signed_by)),
        "; ".join(sorted(item.tag.name for item in article.tagged_items.all())),
        article.issue.slug if article.issue else "",
        iso(article.period_start),
        iso(article.period_end),
        Assessment(article.assessment).value if article.assessment else "",
        article.assessment_reason,
        iso(article.planned_date),
        iso(article.first_published and timezone.localtime(article.first_published)),
        address(article),
        str(article.version),
        str(word_count(reading_text(article.body))),
    ]


def iso(day: Any) -> str:
    return day.isoformat() if day else ""


def address(article: Any) -> str:
    """Empty while it has no primary topic."""
    topic = next((link.topic for link in article.topic_links if link.is_primary), None)
    return article_path(article.language, topic.slug, article.slug) if topic and article.slug else ""
