"""What a publication carries, taken from the working copy when it is made."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import User
from analysis.models import Address, Article, Publication, PublicationByline, Revision, Tag, Topic
from analysis.models.publications import UNDATED
from analysis.publishing.errors import PublishingError
from analysis.text.excerpts import word_count
from analysis.text.markup import reading_text


def publication_of(
    article: Article, revision: Revision, topic: Topic, by: User | None, *, tags: Iterable[Tag]
) -> Publication:
    """Unsaved, and still without its times. What it is filed under besides tags is taken from the revision."""
    text, content = reading_text(article.body), revision.content
    copied = (
        "language translation_key slug title standfirst body dateline seo_title search_description lead_image_id "
        "issue_id period_start period_end assessment assessment_reason embargo_until"
    )
    publication = Publication(
        article=article,
        revision=revision,
        primary_topic=topic,
        created_by=by,
        first_published_at=UNDATED,
        body_text=text,
        word_count=word_count(text),
        sources=content["sources"],
        **{name: getattr(article, name) for name in copied.split()},
    )
    publication.write_search_vector(
        topics=[pk for pk, _is_primary in content["topics"]],
        authors=[pk for pk, _role in content["bylines"]],
        tags=[tag.pk for tag in tags],
    )
    return publication


def tags_of(article: Article) -> list[Tag]:
    return list(Tag.objects.filter(tagged_articles__content_object=article))


def copy_relations(article: Article, publication: Publication, *, tags: Iterable[Tag]) -> None:
    publication.topics.set(article.topics.all())
    publication.tags.set(tags)
    PublicationByline.objects.bulk_create(
        PublicationByline(
            publication=publication, author_id=byline.author_id, role=byline.role, position=byline.position
        )
        for byline in article.bylines.all()
    )


def claim_address(article: Article, path: str) -> None:
    """An address is claimed once and kept for ever."""
    address, _created = Address.objects.get_or_create(path=path, defaults={"article": article})
    if address.article_id != article.pk:
        raise PublishingError(_("Another article has, or once had, this address. Choose another."), field="slug")
