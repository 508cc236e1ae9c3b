"""Addresses for articles that have none yet: free now, and not about to be claimed by another draft."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from analysis.models import Address, Article, Topic
from analysis.models.articles import article_path
from analysis.text.slugs import free_slug, slugify

MAX_LENGTH = 80
# Language, primary topic and slug.
Claim = tuple[Any, ...]


class Wish(NamedTuple):
    """What an article would be found under; None for one that is not stored yet."""

    language: str
    topic_pk: int
    topic_slug: str
    slug: str
    article_pk: int | None

    @property
    def path(self) -> str:
        return article_path(self.language, self.topic_slug, self.slug)

    @property
    def claim(self) -> Claim:
        return self.language, self.topic_pk, self.slug


def proposed_slug(title: str, *, language: str) -> str:
    return slugify(title, language=language, max_length=MAX_LENGTH) or "article"


def nearest_free_slug(wanted: str, *, language: str, topic: Topic | None, article_pk: int | None) -> str:
    """The wanted one, or its first numbered neighbour that no other article has or has had."""

    def is_taken(slug: str) -> bool:
        return topic is not None and not is_free(slug, language=language, topic=topic, article_pk=article_pk)

    return free_slug(wanted, is_taken, max_length=MAX_LENGTH)


def is_free(slug: str, *, language: str, topic: Topic, article_pk: int | None) -> bool:
    return not taken([Wish(language, topic.pk, topic.slug, slug, article_pk)])


def taken(wishes: Sequence[Wish]) -> list[Wish]:
    """Those that another article has, had, or is about to claim: two questions, however many there are."""
    owners = dict(Address.objects.filter(path__in={wish.path for wish in wishes}).values_list("path", "article_id"))
    # In one filter, so that it is one and the same topic that is asked for and that is read.
    namesakes = Article.objects.filter(
        slug__in={wish.slug for wish in wishes},
        articletopic__is_primary=True,
        articletopic__topic__in={wish.topic_pk for wish in wishes},
    )
    claims: defaultdict[Claim, set[int]] = defaultdict(set)
    for *claim, article_pk in namesakes.values_list("language", "articletopic__topic", "slug", "pk"):
        claims[tuple(claim)].add(article_pk)
    return [
        wish
        for wish in wishes
        if owners.get(wish.path, wish.article_pk) != wish.article_pk or claims[wish.claim] - {wish.article_pk}
    ]
