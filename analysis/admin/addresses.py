"""Addresses for articles that have none yet: free now, and not about to be claimed by another draft."""

from analysis.models import Address, Article, Topic
from analysis.models.articles import article_path
from analysis.text.slugs import free_slug, slugify

MAX_LENGTH = 80


def proposed_slug(title: str, *, language: str) -> str:
    return slugify(title, language=language, max_length=MAX_LENGTH) or "article"


def nearest_free_slug(wanted: str, *, language: str, topic: Topic | None, article_pk: int | None) -> str:
    """The wanted one, or its first numbered neighbour that no other article has or has had."""

    def is_taken(slug: str) -> bool:
        return topic is not None and not is_free(slug, language=language, topic=topic, article_pk=article_pk)

    return free_slug(wanted, is_taken, max_length=MAX_LENGTH)


def is_free(slug: str, *, language: str, topic: Topic, article_pk: int | None) -> bool:
    path = article_path(language, topic.slug, slug)
    if not Address.objects.free_for(path, article_pk):
        return False
    namesakes = Article.objects.in_language(language).filter(slug=slug).exclude(pk=article_pk or 0)
    return not namesakes.filter(articletopic__topic=topic, articletopic__is_primary=True).exists()
