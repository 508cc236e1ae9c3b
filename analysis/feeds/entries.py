"""What is public, as entries of a feed. Strings are in the language that is active."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.html import linebreaks
from translated_fields import to_attribute

from analysis.feeds.documents import Category, Entry, Person
from analysis.feeds.identifiers import identifier
from analysis.feeds.texts import full_text, standing_alone
from analysis.models import Author, BylineRole, Correction, Image, Language, Publication, PublicationByline, Tag, Topic
from analysis.models.publications import PublicationQuerySet
from analysis.templatetags.addresses import absolute
from analysis.templatetags.assessments import assessment_label, glyph
from analysis.text.body import image_ids

NEWEST = 30
NAMED = ["slug", *(to_attribute("name", code) for code in Language.values)]

# By-lines, topics and tags come with the publications' own rows: a feed costs the same number of queries always.
BYLINES = PublicationByline.objects.filter(publication=OuterRef("pk")).values(
    row=JSONObject(role="role", author=JSONObject(**{name: f"author__{name}" for name in NAMED}))
)
TOPICS = Topic.objects.filter(publications=OuterRef("pk")).values(row=JSONObject(**{name: name for name in NAMED}))
TAGS = Tag.objects.filter(publications=OuterRef("pk")).values(row=JSONObject(name="name", slug="slug"))


def for_entries(publications: PublicationQuerySet) -> PublicationQuerySet:
    """The first of them, with all that entries show. Of unknown date none is in a feed: its place would be a claim."""
    found = publications.dated().select_related("primary_topic", "lead_image")
    return found.defer("body_text", "search_vector").annotate(
        byline_rows=ArraySubquery(BYLINES), topic_rows=ArraySubquery(TOPICS), tag_rows=ArraySubquery(TAGS)
    )[:NEWEST]


def entries_of(newest: Iterable[Publication]) -> list[Entry]:
    """`newest`: as `for_entries` gives them."""
    newest = list(newest)
    pictures = Image.objects.in_bulk({number for each in newest for number in image_ids(each.body)})
    return [_entry(publication, pictures) for publication in newest]


def _entry(publication: Any, pictures: dict[int, Image]) -> Entry:
    address = absolute(publication.get_absolute_url())
    return Entry(
        identifier=identifier("article", publication.article_id),
        address=address,
        title=publication.title,
        published_at=publication.first_published_at,
        updated_at=publication.last_published_at or publication.first_published_at,
        html=full_text(publication, pictures, address),
        summary=publication.standfirst,
        picture=absolute(publication.lead_image.file.width_1600) if publication.lead_image else "",
        authors=[_person(row) for row in publication.byline_rows if row["role"] == BylineRole.AUTHOR],
        contributors=[_person(row) for row in publication.byline_rows if row["role"] != BylineRole.AUTHOR],
        categories=list(_categories(publication)),
    )


def _person(row: dict[str, Any]) -> Person:
    author = Author.told(row["author"])
    return Person(name=str(author.name), address=absolute(author.get_absolute_url()))


def _categories(publication: Any) -> Iterable[Category]:
    topics, tags = absolute(reverse("analysis:topics")), f"{settings.SITE_URL}/tags/"
    for row in publication.topic_rows:
        yield Category(term=row["slug"], label=str(Topic.told(row).name), scheme=topics)
    for row in publication.tag_rows:
        yield Category(term=row["slug"], label=row["name"], scheme=tags)
    if assessment := publication.assessment:
        label = f"{glyph(assessment)} {assessment_label(assessment)}"
        yield Category(term=assessment, label=label, scheme=f"{settings.SITE_URL}/#assessments")


def entry_of_correction(correction: Any) -> Entry:
    """`correction`: as `Correction.objects.public(at).newest_first()` gives it."""
    publication = correction.publication
    path = publication.get_absolute_url() if correction.is_live else reverse("analysis:corrections")
    return Entry(
        identifier=identifier("correction", correction.pk),
        address=absolute(path),
        title=f"{correction.get_kind_display()}: {publication.title}",
        published_at=correction.public_from,
        updated_at=correction.public_from,
        html=standing_alone(linebreaks(correction.text, autoescape=True), absolute(path)),
        summary=correction.text,
        categories=[_kind(correction)],
    )


def _kind(correction: Correction) -> Category:
    scheme = absolute(reverse("analysis:corrections"))
    return Category(term=correction.kind, label=correction.get_kind_display(), scheme=scheme)
