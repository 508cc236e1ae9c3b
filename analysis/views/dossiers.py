"""What a topic's page knows of it besides its list: the texts an editor pinned, and who writes about it."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import get_language

from analysis.models import Author, KeyText, Publication, Topic
from analysis.models.json_rows import TextOfRows
from analysis.models.publications import PublicationQuerySet
from analysis.templatetags.names import Links, links
from analysis.text.alphabets import sort_key
from analysis.views.articles import AUTHOR_COLUMNS

# Topics whose authors are known, in one language.
MOST_KNOWN: Final = 100

KEY_TEXT = JSONObject(
    **{name: name for name in ("title", "slug", "language", "standfirst", "first_published_at")},
    topic_slug="primary_topic__slug",
)


def with_dossier(topics: QuerySet[Topic], publications: PublicationQuerySet) -> QuerySet[Topic]:
    """Both come with the topic's own row. `publications`: what is public in the reader's language."""
    return topics.annotate(key_text_rows=pinned(publications), author_rows=authors_of(publications))


def pinned(publications: PublicationQuerySet) -> ArraySubquery:
    """The texts an editor pinned, in their order; of one pinned in another language its translation."""
    key_texts = KeyText.objects.filter(topic=OuterRef(OuterRef("pk")))
    position = key_texts.filter(article__translation_key=OuterRef("translation_key")).values("position")[:1]
    found = publications.filter(translation_key__in=key_texts.order_by().values("article__translation_key"))
    in_order = found.annotate(pinned_at=Subquery(position)).order_by("pinned_at", "pk")
    return ArraySubquery(in_order.values(row=KEY_TEXT))


def authors_of(publications: PublicationQuerySet) -> TextOfRows:
    about_it = publications.filter(
        authorships__topic=OuterRef(OuterRef("pk")),
        authorships__author=OuterRef("pk"),
        authorships__language=F("language"),
    )
    authors = Author.objects.filter(Exists(about_it))
    return TextOfRows(authors.values(row=JSONObject(**{name: name for name in AUTHOR_COLUMNS})))


def key_texts_in(rows: list[dict[str, Any]]) -> list[Publication]:
    return [key_text(row) for row in rows]


def key_text(row: Mapping[str, Any]) -> Publication:
    fields = {name: row[name] for name in ("title", "slug", "language", "standfirst")}
    first_published_at = datetime.fromisoformat(row["first_published_at"])
    return Publication(**fields, first_published_at=first_published_at, primary_topic=Topic(slug=row["topic_slug"]))


def authors_in(rows: str) -> Links:
    """In the order of the reader's alphabet. `rows`: as text."""
    return _authors_in(rows, get_language())


@lru_cache(maxsize=MOST_KNOWN)
def _authors_in(rows: str, language: str) -> Links:
    authors = [Author.told(row) for row in json.loads(rows)]
    authors.sort(key=lambda author: sort_key(str(author.name), language))
    return links(authors)
