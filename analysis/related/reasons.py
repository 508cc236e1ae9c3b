"""Why a text stands among the similar ones, as far as words can tell it."""

from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from translated_fields import to_attribute

from analysis.models import Author, BylineRole, Language, Publication, PublicationByline, Tag, Topic
from analysis.models.publications import PublicationQuerySet

NAME_COLUMNS = [to_attribute("name", code) for code in Language.values]
NAMES = JSONObject(**{name: name for name in NAME_COLUMNS})
AUTHORS_NAMES = JSONObject(**{name: f"author__{name}" for name in NAME_COLUMNS})


class Reason(NamedTuple):
    """`kind`: "trend", "topic", "author", "about" or "words"; `name` what is shared, empty for words."""

    kind: str
    name: str = ""


def with_what_they_share(publications: PublicationQuerySet, publication: Publication) -> PublicationQuerySet:
    """Adds the authors, topics and tags that each has in common with the publication."""
    # A preview's publication is not stored: it shares its primary topic, and nothing else that the database knows.
    pk = publication.pk or 0
    bylines = PublicationByline.objects.filter(publication=OuterRef("pk"), role=BylineRole.AUTHOR)
    authors = bylines.filter(
        author__publication_bylines__publication=pk, author__publication_bylines__role=BylineRole.AUTHOR
    )
    topics = Topic.objects.filter(publications=OuterRef("pk")).filter(publications=pk)
    tags = Tag.objects.filter(publications=OuterRef("pk")).filter(publications=pk)
    return publications.annotate(
        shared_authors=ArraySubquery(authors.values(row=AUTHORS_NAMES)),
        shared_topics=ArraySubquery(topics.values(row=NAMES)),
        shared_tags=ArraySubquery(tags.values("name")),
    )


def reason(similar: Publication, publication: Publication) -> Reason:
    """The weightiest one; of words alone, when they share nothing that has a name."""
    shared: Any = similar
    if similar.primary_topic_id == publication.primary_topic_id:
        return Reason("trend" if similar.primary_topic.is_trend else "topic", similar.primary_topic.name)
    if shared.shared_authors:
        return Reason("author", Author(**shared.shared_authors[0]).name)
    if shared.shared_topics:
        return Reason("about", Topic(**shared.shared_topics[0]).name)
    if shared.shared_tags:
        return Reason("about", shared.shared_tags[0])
    return Reason("words")
