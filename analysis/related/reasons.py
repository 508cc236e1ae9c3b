"""Why a text stands among the similar ones, as far as words can tell it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from analysis.models import (
    Author,
    BylineRole,
    Publication,
    PublicationByline,
    PublicationTag,
    PublicationTopic,
    Tag,
    Topic,
)
from analysis.models.languages import fallback_language
from analysis.models.publications import PublicationQuerySet
from analysis.publishing.merging import Content

# Numbers of the authors, topics and tags that a publication has.
AUTHORS = ArraySubquery(
    PublicationByline.objects.filter(publication=OuterRef("pk"), role=BylineRole.AUTHOR).values("author")
)
TOPICS = ArraySubquery(PublicationTopic.objects.filter(publication=OuterRef("pk")).values("topic"))
TAGS = ArraySubquery(PublicationTag.objects.filter(publication=OuterRef("pk")).values("tag"))


class Reason(NamedTuple):
    """
    `kind`: "choice", "trend", "topic", "author", "about" or "words"; `name` what is shared, empty for the others;
    `language` of the name, where it is not the page's.
    """

    kind: str
    name: str = ""
    language: str = ""


class Facts(NamedTuple):
    """What can be shared with a text; its by-lines, topics and tags in their order."""

    primary_topic: int | None
    authors: Sequence[Author]
    topics: Sequence[Topic]
    tags: Sequence[Tag]


def facts_of(publication: Publication) -> Facts:
    bylines = publication.bylines.filter(role=BylineRole.AUTHOR).select_related("author")
    authors = [byline.author for byline in bylines]
    return Facts(publication.primary_topic_id, authors, list(publication.topics.all()), list(publication.tags.all()))


def facts_of_draft(content: Content) -> Facts:
    authors = Author.objects.in_bulk([pk for pk, role in content["bylines"] if role == BylineRole.AUTHOR])
    topics = Topic.objects.in_bulk([pk for pk, _is_primary in content["topics"]])
    primary_topic = next((pk for pk, is_primary in content["topics"] if is_primary), None)
    tags = Tag.objects.filter(name__in=content["tags"])
    return Facts(primary_topic, list(authors.values()), list(topics.values()), list(tags))


def with_what_can_be_shared(publications: PublicationQuerySet) -> PublicationQuerySet:
    """Adds to each, with its card, the numbers of what it is about and of who wrote it."""
    return publications.with_card().annotate(author_pks=AUTHORS, topic_pks=TOPICS, tag_pks=TAGS)


def reason(similar: Publication, facts: Facts, *, is_pinned: bool = False) -> Reason:
    """The weightiest one; of words alone, when they share nothing that has a name."""
    shared: Any = similar
    if is_pinned:
        return Reason("choice")
    if similar.primary_topic_id == facts.primary_topic:
        return named("trend" if similar.primary_topic.is_trend else "topic", similar.primary_topic)
    for kind, things, pks in (
        ("author", facts.authors, shared.author_pks),
        ("about", facts.topics, shared.topic_pks),
        ("about", facts.tags, shared.tag_pks),
    ):
        if thing := next((thing for thing in things if thing.pk in pks), None):
            return named(kind, thing)
    return Reason("words")


def named(kind: str, thing: Author | Topic | Tag) -> Reason:
    """A tag has one name for all languages."""
    language = "" if isinstance(thing, Tag) else fallback_language(thing, "name")
    return Reason(kind, str(thing.name), language)
