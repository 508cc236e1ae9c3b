"""Why a text stands among the similar ones, as far as words can tell it."""

from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from translated_fields import to_attribute

from analysis.models import Author, BylineRole, Language, Publication, PublicationByline, Tag, Topic
from analysis.models.publications import PublicationQuerySet
from analysis.publishing.merging import Content

NAME_COLUMNS = [to_attribute("name", code) for code in Language.values]
NAMES = JSONObject(**{name: name for name in NAME_COLUMNS})
AUTHORS_NAMES = JSONObject(**{name: f"author__{name}" for name in NAME_COLUMNS})


class Reason(NamedTuple):
    """`kind`: "choice", "trend", "topic", "author", "about" or "words"; `name` what is shared, empty for the others."""

    kind: str
    name: str = ""


class Facts(NamedTuple):
    """What can be shared with a text: numbers of its authors, topics and tags, or queries for them."""

    primary_topic: int | None
    authors: Any
    topics: Any
    tags: Any


def facts_of(publication: Publication) -> Facts:
    # A preview's publication is not stored: it shares its primary topic, and nothing else that the database knows.
    pk = publication.pk or 0
    authors = PublicationByline.objects.filter(publication=pk, role=BylineRole.AUTHOR)
    return Facts(
        primary_topic=publication.primary_topic_id,
        authors=authors.values("author"),
        topics=Topic.objects.filter(publications=pk).values("pk"),
        tags=Tag.objects.filter(publications=pk).values("pk"),
    )


def facts_of_draft(content: Content) -> Facts:
    return Facts(
        primary_topic=next((pk for pk, is_primary in content["topics"] if is_primary), None),
        authors=[pk for pk, role in content["bylines"] if role == BylineRole.AUTHOR],
        topics=[pk for pk, _is_primary in content["topics"]],
        tags=Tag.objects.filter(name__in=content["tags"]).values("pk"),
    )


def with_what_they_share(publications: PublicationQuerySet, facts: Facts) -> PublicationQuerySet:
    """Adds the authors, topics and tags that each has in common with the text."""
    authors = PublicationByline.objects.filter(
        publication=OuterRef("pk"), role=BylineRole.AUTHOR, author__in=facts.authors
    )
    topics = Topic.objects.filter(publications=OuterRef("pk"), pk__in=facts.topics)
    tags = Tag.objects.filter(publications=OuterRef("pk"), pk__in=facts.tags)
    return publications.annotate(
        shared_authors=ArraySubquery(authors.values(row=AUTHORS_NAMES)),
        shared_topics=ArraySubquery(topics.values(row=NAMES)),
        shared_tags=ArraySubquery(tags.values("name")),
    )


def reason(similar: Publication, primary_topic: int | None) -> Reason:
    """The weightiest one; of words alone, when they share nothing that has a name."""
    shared: Any = similar
    if getattr(similar, "pinned_at", None):
        return Reason("choice")
    if similar.primary_topic_id == primary_topic:
        return Reason("trend" if similar.primary_topic.is_trend else "topic", similar.primary_topic.name)
    if shared.shared_authors:
        return Reason("author", Author(**shared.shared_authors[0]).name)
    if shared.shared_topics:
        return Reason("about", Topic(**shared.shared_topics[0]).name)
    if shared.shared_tags:
        return Reason("about", shared.shared_tags[0])
    return Reason("words")
