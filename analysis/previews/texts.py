"""A revision as the page of an article would show it."""

from datetime import date, datetime
from typing import Any

from analysis.models import (
    Article,
    Author,
    Image,
    Issue,
    Publication,
    PublicationByline,
    Tag,
    Topic,
)
from analysis.models.publications import UNDATED
from analysis.publishing.merging import Content
from analysis.related.queries import beside_of
from analysis.text.excerpts import word_count
from analysis.text.markup import reading_text
from analysis.text.sanitising import UnusableBody, clean_body
from analysis.views.articles import Text

TAKEN_AS_THEY_ARE = (
    *("title", "slug", "standfirst", "dateline", "seo_title", "search_description"),
    *("assessment", "assessment_reason", "sources"),
)


def text_of(article: Article, content: Content, *, at: datetime) -> Text:
    """Not stored, and with gaps where the text has them."""
    return Text(
        publication=publication_of(article, content, at=at),
        bylines=bylines(content),
        topics=topics(content),
        tags=tags(content),
        beside=beside_of(article.pk),
    )


def publication_of(article: Article, content: Content, *, at: datetime) -> Publication:
    live = article.publications.live(at).only("first_published_at", "last_published_at").first()
    body = cleaned(content["body"])
    publication = Publication(
        article=article,
        language=article.language,
        translation_key=article.translation_key,
        first_published_at=live.first_published_at if live else UNDATED,
        last_published_at=live.last_published_at if live else None,
        body=body,
        body_text=reading_text(body),
        word_count=word_count(reading_text(body)),
        lead_image=found(Image, content["lead_image_id"]),
        issue=found(Issue, content["issue_id"]),
        period_start=day(content["period_start"]),
        period_end=day(content["period_end"]),
        **{name: content[name] for name in TAKEN_AS_THEY_ARE},
    )
    primary = next((pk for pk, is_primary in content["topics"] if is_primary), None)
    if topic := found(Topic, primary):
        publication.primary_topic = topic
    return publication


def cleaned(body: str) -> str:
    """As it is where it cannot be cleaned: the page then shows its words alone."""
    try:
        return clean_body(body)
    except UnusableBody:
        return body


def found(model: Any, pk: int | None) -> Any:
    return model.objects.filter(pk=pk).first() if pk else None


def day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def bylines(content: Content) -> list[PublicationByline]:
    authors = Author.objects.in_bulk([pk for pk, _role in content["bylines"]])
    return [PublicationByline(role=role, author=authors[pk]) for pk, role in content["bylines"] if pk in authors]


def topics(content: Content) -> list[Topic]:
    known = Topic.objects.in_bulk([pk for pk, _is_primary in content["topics"]])
    return [known[pk] for pk, _is_primary in content["topics"] if pk in known]


def tags(content: Content) -> list[Tag]:
    """A tag that no public text has yet leads nowhere, but has its name."""
    known = {tag.name: tag for tag in Tag.objects.filter(name__in=content["tags"])}
    return [known.get(name) or Tag(name=name, slug="tag") for name in content["tags"]]
