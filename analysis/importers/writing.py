"""From checked lines to rows: many at once where articles are new, one by one where they change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from analysis import publishing
from analysis.checklist.tasks import look_at
from analysis.importers.filing import Filing
from analysis.importers.following import follow_later
from analysis.importers.planning import Outline
from analysis.importers.uniform import UniformArticle
from analysis.models import (
    Address,
    Approval,
    Article,
    ArticleTopic,
    Byline,
    BylineRole,
    Publication,
    PublicationByline,
    PublicationTag,
    PublicationTopic,
    Revision,
    Source,
    Status,
    TaggedArticle,
    Topic,
)
from analysis.models.articles import content_hash
from analysis.models.publications import UNDATED
from analysis.models.revisions import Event

# What means something only with the other: footnotes, days, an assessment.
_TOGETHER: Final = ({"body", "sources"}, {"period_start", "period_end"}, {"assessment", "assessment_reason"})
_EMPTY: Final = {name: getattr(Article(), name) for name in Article.CONTENT_FIELDS}


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A line with all that has been settled about it."""

    outline: Outline
    article: UniformArticle
    body: str
    lead_image_id: int | None


class Writer:
    def __init__(self, *, filing: Filing, at: datetime) -> None:
        self._filing = filing
        self._at = at

    def create(self, entries: Sequence[Entry]) -> None:
        """All of them with their publications, in a dozen statements."""
        with transaction.atomic():
            contents = [_EMPTY | self._content(entry) for entry in entries]
            articles = Article.objects.bulk_create(map(self._article, entries, contents))
            _add_relations(articles, contents)
            self._add_tags(articles, entries)
            _add_addresses(articles, entries)
            revisions = Revision.objects.bulk_create(map(self._revision, articles, contents))
            self._approve(articles, revisions)
            topics = [self._filing.topics(entry.article)[0] for entry in entries]
            publications = Publication.objects.bulk_create(map(self._publication, entries, articles, revisions, topics))
            self._add_public_relations(publications, entries, contents)
            follow_later()

    def update(self, entry: Entry) -> bool:
        """
        What the desk decides stays: the address, the issue, and whether it is public (the answer).

        Of a public text all that is not this line's is what readers have: what the desk has begun is not decided on.
        """
        published_at = entry.article.published_at or UNDATED
        with transaction.atomic():
            article = Article.objects.held().get(external_id=entry.outline.id)
            public = article.publications.live(self._at).select_related("revision").first()
            standing = _shown(public) if public else article.content()
            content = standing | self._news(entry, article)
            is_news = content != standing or (public and public.first_published_at != published_at)
            if is_news:
                self._save(article, content)
            article.external_hash, article.originally_published_at = entry.outline.digest, published_at
            article.save(update_fields=["external_hash", "originally_published_at", "updated_at"])
            _keep_old_path(article, entry.outline.old_path)
            if public and is_news:
                publishing.publish(article=article, by=None, at=self._at)
        return public is not None

    def _news(self, entry: Entry, article: Article) -> dict[str, Any]:
        """What this line says and none has said before. The address is the desk's from the first day on."""
        told = self._content(entry)
        changed = _changed(told, _said_so_far(article)) - {"slug"}
        return {name: told[name] for name in changed}

    def _save(self, article: Article, content: dict[str, Any]) -> None:
        publishing.save(
            article=article, content=content, by=None, started_from=article.version, at=self._at, event=Event.IMPORT
        )
        look_at.defer(article_ids=[article.pk])

    def _article(self, entry: Entry, content: dict[str, Any]) -> Article:
        return Article(
            language=entry.article.language,
            translation_key=entry.outline.translation_key,
            external_id=entry.outline.id,
            external_hash=entry.outline.digest,
            originally_published_at=entry.article.published_at or UNDATED,
            created_at=self._at,
            **{name: content[name] for name in Article.CONTENT_FIELDS},
        )

    def _content(self, entry: Entry) -> dict[str, Any]:
        """Those parts of `Article.content()` that come from the line."""
        article = entry.article
        return {
            "title": article.title,
            "slug": entry.outline.slug,
            "standfirst": article.standfirst,
            "body": entry.body,
            "search_description": article.search_description,
            "lead_image_id": entry.lead_image_id,
            "period_start": article.period_start.isoformat() if article.period_start else None,
            "period_end": article.period_end.isoformat() if article.period_end else None,
            "assessment": article.assessment,
            "assessment_reason": article.assessment_reason,
            "topics": [[topic.pk, place == 0] for place, topic in enumerate(self._filing.topics(article))],
            "bylines": [[author.pk, BylineRole.AUTHOR.value] for author in self._filing.authors(article)],
            "tags": sorted(tag.name for tag in self._filing.tags(article)),
            "sources": article.sources,
        }

    def _revision(self, article: Article, content: dict[str, Any]) -> Revision:
        return Revision(
            article=article,
            created_at=self._at,
            event=Event.IMPORT,
            content=content,
            content_hash=content_hash(content),
        )

    def _approve(self, articles: Sequence[Article], revisions: Sequence[Revision]) -> None:
        """What was public elsewhere was approved there."""
        Approval.objects.bulk_create(
            Approval(article=article, revision=revision, content_hash=revision.content_hash, approved_at=self._at)
            for article, revision in zip(articles, revisions, strict=True)
        )
        for article, revision in zip(articles, revisions, strict=True):
            article.status, article.approved_hash = Status.APPROVED, revision.content_hash
        Article.objects.bulk_update(articles, ["status", "approved_hash"])

    def _publication(self, entry: Entry, article: Article, revision: Revision, topic: Topic) -> Publication:
        """Live from when it first appeared; what has no date appears now, and is shown without one."""
        published_at, updated_at = entry.article.published_at, entry.article.updated_at
        is_later = updated_at and updated_at > (published_at or UNDATED)
        tags = self._filing.tags(entry.article)
        publication = publishing.publication_of(article, revision, topic, None, tags=tags)
        publication.live_from = published_at or self._at
        publication.first_published_at = published_at or UNDATED
        publication.last_published_at = updated_at if is_later else None
        publication.created_at = self._at
        return publication

    def _add_tags(self, articles: Sequence[Article], entries: Sequence[Entry]) -> None:
        TaggedArticle.objects.bulk_create(
            TaggedArticle(content_object=article, tag=tag)
            for article, entry in zip(articles, entries, strict=True)
            for tag in self._filing.tags(entry.article)
        )

    def _add_public_relations(
        self, publications: Sequence[Publication], entries: Sequence[Entry], contents: Sequence[dict[str, Any]]
    ) -> None:
        topics, tags, bylines = [], [], []
        for publication, entry, content in zip(publications, entries, contents, strict=True):
            topics += [PublicationTopic(publication=publication, topic_id=pk) for pk, _primary in content["topics"]]
            tags += [PublicationTag(publication=publication, tag=tag) for tag in self._filing.tags(entry.article)]
            bylines += [
                PublicationByline(publication=publication, author_id=author, role=role, position=position)
                for position, (author, role) in enumerate(content["bylines"])
            ]
        PublicationTopic.objects.bulk_create(topics)
        PublicationTag.objects.bulk_create(tags)
        PublicationByline.objects.bulk_create(bylines)


def _add_relations(articles: Sequence[Article], contents: Sequence[dict[str, Any]]) -> None:
    """What `Article.apply()` does, for many."""
    topics, bylines, sources = [], [], []
    for article, content in zip(articles, contents, strict=True):
        topics += [ArticleTopic(article=article, topic_id=pk, is_primary=primary) for pk, primary in content["topics"]]
        bylines += [
            Byline(article=article, author_id=author, role=role, position=position)
            for position, (author, role) in enumerate(content["bylines"])
        ]
        sources += [
            Source(article=article, position=position, **source)
            for position, source in enumerate(content["sources"], start=1)
        ]
    ArticleTopic.objects.bulk_create(topics)
    Byline.objects.bulk_create(bylines)
    Source.objects.bulk_create(sources)


def _add_addresses(articles: Sequence[Article], entries: Sequence[Entry]) -> None:
    """The present one and the old one. What belongs to another article was let go of in the plan."""
    Address.objects.bulk_create(
        Address(path=path, article=article)
        for article, entry in zip(articles, entries, strict=True)
        for path in {entry.outline.path, entry.outline.old_path} - {""}
    )


def _changed(told: dict[str, Any], said: dict[str, Any]) -> set[str]:
    """The parts of which this line says something new."""
    changed = {name for name, value in told.items() if name not in said or said[name] != value}
    return changed.union(*(parts for parts in _TOGETHER if changed & parts))


def _said_so_far(article: Article) -> dict[str, Any]:
    """What lines have said of it: the first one everything, each later one what it changed."""
    said, before = dict[str, Any](), dict[str, Any]()
    for event, content in article.revisions.of_the_text().order_by("pk").values_list("event", "content"):
        if event == Event.IMPORT:
            said |= {name: value for name, value in content.items() if name not in before or before[name] != value}
        before = content
    return said


def _shown(public: Publication) -> dict[str, Any]:
    """The text as readers have it. A revision knows tags by the names they had when it was made."""
    content: dict[str, Any] = public.revision.content
    return content | {"tags": sorted(public.tags.values_list("name", flat=True))}


def _keep_old_path(article: Article, path: str) -> None:
    if path:
        Address.objects.get_or_create(path=path, defaults={"article": article})
