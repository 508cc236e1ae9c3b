"""A generated site as rows: what publishing would have left behind, made without publishing."""

import io
from collections.abc import Iterator
from typing import Final

from django.core.files.base import ContentFile
from django.db.models import Model
from PIL import Image as PillowImage

from accounts.models import User
from accounts.roles import Role
from analysis.models import (
    Address,
    Approval,
    Article,
    ArticleTopic,
    Author,
    Byline,
    BylineRole,
    Correction,
    CorrectionKind,
    Edition,
    Event,
    Image,
    Issue,
    Language,
    Masthead,
    Publication,
    PublicationByline,
    PublicationTag,
    PublicationTopic,
    Revision,
    Tag,
    TaggedArticle,
    Topic,
    Word,
)
from analysis.models.articles import content_hash
from analysis.related.models import Neighbour
from analysis.text.periods import iso_week_slug
from tests.bench.content import AUTHORS, END, IMAGES, TAGS, TOPICS, TRENDS, WEEK, Archive, Filing, Text
from tests.bench.copying import copy_in
from tests.bench.words import WORDS, in_letters_of

STAFF: Final = "admin@example.org"
NOTHING: Final = content_hash({})
SOURCES: Final = [
    {"title": title, "publisher": "The Gazette", "url": "", "accessed_date": None, "language": ""}
    for title in ("Minutes of the session", "Register of the ministry")
]
# One text in so many.
CORRECTED: Final = 50
# Everything that a text has rows in, those first that others refer to.
LOADED: Final[list[type[Model]]] = [
    *(Article, Revision, Approval, Publication, Address),
    *(ArticleTopic, TaggedArticle, Byline, PublicationTopic, PublicationTag, PublicationByline, Correction, Neighbour),
]


# --- What there is before the first text -------------------------------------------------------------------------


def set_the_scene(archive: Archive) -> None:
    """Whatever texts refer to, except for pictures."""
    Masthead.objects.update_or_create(
        pk=1, defaults={"name_en": "The Weekly", "name_ru": "Еженедельник", "name_be": "Тыднёвік"}
    )
    User.objects.create_user(STAFF, name="Adam Administrator", role=Role.ADMINISTRATOR)
    Topic.objects.bulk_create(topic(number) for number in range(1, TOPICS + 1))
    Tag.objects.bulk_create(Tag(pk=n, name=f"tag {n}", slug=f"tag-{n}") for n in range(1, TAGS + 1))
    Author.objects.bulk_create(
        Author(pk=number, slug=f"author-{number}", **names(f"{WORDS[29_000 + number]} {WORDS[30_000 + number]}"))
        for number in range(1, AUTHORS + 1)
    )
    Issue.objects.bulk_create(issue(archive, week) for week in range(archive.weeks))
    Edition.objects.bulk_create(
        Edition(issue_id=archive.weeks - week, language=code, title="The week in brief", released_at=END - week * WEEK)
        for week in range(archive.weeks)
        for code in Language.values
    )


def draw_pictures() -> None:
    """Pages name all their forms; those that take long to draw nobody asks for here."""
    for number in range(1, IMAGES + 1):
        picture(number).save(force_insert=True)
    Image.objects.update(formats_drawn_at=END)


def picture(number: int) -> Image:
    drawn = io.BytesIO()
    PillowImage.new("RGB", (1600, 1000), (30 * number, 40, 80)).save(drawn, "JPEG")
    told = {"alt_text_en": "A plate", "credit": "Drawing: The Weekly"}
    return Image(file=ContentFile(drawn.getvalue(), name="plate.jpg"), pk=number, **told)


def learn_words() -> None:
    """Those that are offered to who mistypes one."""
    copy_in(Word(language=code, text=in_letters_of(code, word)) for code in Language.values for word in WORDS)


def topic(number: int) -> Topic:
    is_trend = number <= TRENDS
    return Topic(pk=number, slug=f"topic-{number}", position=number, is_trend=is_trend, **names(WORDS[31_000 + number]))


def names(words: str) -> dict[str, str]:
    return {f"name_{code}": in_letters_of(code, words).title() for code in Language.values}


def issue(archive: Archive, week: int) -> Issue:
    number, first_day = archive.weeks - week, archive.monday(week)
    last_day = archive.monday(week) + WEEK * 6 / 7
    return Issue(
        pk=number, number=number, coverage_start=first_day, coverage_end=last_day, slug=iso_week_slug(first_day)
    )


# --- A text ------------------------------------------------------------------------------------------------------


def rows_of(archive: Archive, number: int) -> Iterator[Model]:
    filing, text = archive.filing(number), archive.text(number)
    made = {"created_at": filing.appeared_at}
    yield Article(pk=number, **fields(archive, filing, text), **made)
    yield Revision(pk=number, article_id=number, event=Event.PUBLISH, content={}, content_hash=NOTHING, **made)
    yield Approval(article_id=number, revision_id=number, content_hash=NOTHING, approved_at=filing.appeared_at)
    yield publication(archive, filing, text)
    yield Address(path=filing.path, article_id=number)
    for topic in filing.topics:
        yield ArticleTopic(article_id=number, topic_id=topic, is_primary=topic == filing.topics[0])
        yield PublicationTopic(publication_id=number, topic_id=topic)
    for tag in filing.tags:
        yield TaggedArticle(content_object_id=number, tag_id=tag)
        yield PublicationTag(publication_id=number, tag_id=tag)
    yield Byline(article_id=number, author_id=filing.author, role=BylineRole.AUTHOR)
    yield PublicationByline(publication_id=number, author_id=filing.author, role=BylineRole.AUTHOR)
    if number % CORRECTED == 0:
        told = {"kind": CorrectionKind.CORRECTION, "text": "A name was wrong.", **made}
        yield Correction(publication_id=number, **told)
    for place, other in enumerate(archive.neighbours(number)):
        yield Neighbour(article_id=number, neighbour_id=other, score=1 - place / 20, found_at=filing.appeared_at)


def fields(archive: Archive, filing: Filing, text: Text) -> dict[str, object]:
    """Those that a publication takes from its article."""
    first_day = archive.monday(filing.week) if filing.assessment else None
    return {
        "language": filing.language,
        "translation_key": filing.translation_key,
        "slug": filing.slug,
        "title": text.title,
        "standfirst": text.standfirst,
        "body": text.body,
        "lead_image_id": filing.image,
        "issue_id": archive.weeks - filing.week if filing.assessment else None,
        "period_start": first_day,
        "period_end": first_day + WEEK * 6 / 7 if first_day else None,
        "assessment": filing.assessment,
        "assessment_reason": text.reason if filing.assessment else "",
    }


def publication(archive: Archive, filing: Filing, text: Text) -> Publication:
    made = Publication(
        **fields(archive, filing, text),
        pk=filing.number,
        article_id=filing.number,
        revision_id=filing.number,
        live_from=filing.appeared_at,
        first_published_at=filing.appeared_at,
        created_at=filing.appeared_at,
        primary_topic_id=filing.topics[0],
        body_text=text.body_text,
        word_count=archive.words,
        sources=SOURCES,
    )
    made.write_search_vector(topics=filing.topics, authors=[filing.author], tags=filing.tags)
    return made
