"""Topics, authors and tags as a file names them: those that are known, and those it makes."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from simple_history.utils import bulk_create_with_history

from analysis.importers.uniform import UniformArticle, UniformAuthor
from analysis.models import Author, FormerSlug, Language, Tag, Topic
from analysis.models.topics import RESERVED_SLUGS
from analysis.text.slugs import free_slug, slugify

# Where an article goes that names no topic: its address needs one.
WITHOUT_TOPIC: Final = {"notes": "Notes"}


class Filing:
    """What the desk already knows stays as the desk has written it: a file adds, and never renames."""

    def __init__(self) -> None:
        self._look()

    def _look(self) -> None:
        topics = list(Topic.objects.all())
        self._topics = {topic.slug: topic for topic in topics}
        self._slugs = {
            (code, getattr(topic, f"name_{code}").casefold()): topic.slug
            for topic in reversed(topics)
            for code in Language.values
        }
        former = FormerSlug.objects.filter(topic__isnull=False)
        self._renamed = dict(former.values_list("slug", "topic__slug"))
        self._authors: dict[str, Author] = {}
        self._tags: dict[str, Tag] = {}

    def primary_topic(self, article: UniformArticle) -> str:
        """Its slug; the topic itself need not exist yet."""
        return next(iter(self._topic_names(article)))

    def add_missing(self, articles: Sequence[UniformArticle]) -> None:
        """Makes what these articles need, so that it can be asked for; what somebody else has just made is taken."""
        try:
            self._add(articles)
        except IntegrityError:
            self._look()
            self._add(articles)

    @transaction.atomic
    def _add(self, articles: Sequence[UniformArticle]) -> None:
        self._add_topics(articles)
        self._add_authors(articles)
        self._add_tags(articles)

    def topics(self, article: UniformArticle) -> list[Topic]:
        """The primary one first."""
        return [self._topics[slug] for slug in self._topic_names(article)]

    def authors(self, article: UniformArticle) -> list[Author]:
        authors = [self._authors[slug] for slug in _authors_named(article)]
        return list(dict.fromkeys(authors))

    def tags(self, article: UniformArticle) -> list[Tag]:
        tags = [self._tags[slug] for slug in _tag_names(article)]
        return list(dict.fromkeys(tags))

    def _topic_names(self, article: UniformArticle) -> dict[str, str]:
        """By their slugs."""
        named: dict[str, str] = {}
        for name in article.topics:
            if slug := self._topic_slug(name, article.language):
                named.setdefault(slug, name)
        return named or WITHOUT_TOPIC

    def _topic_slug(self, name: str, language: str) -> str:
        known = self._slugs.get((language, name.casefold()))
        slug = known or slugify(name, language=language)
        slug = free_slug(slug, RESERVED_SLUGS) if slug else ""
        return slug if slug in self._topics else self._renamed.get(slug, slug)

    def _add_topics(self, articles: Sequence[UniformArticle]) -> None:
        for article in articles:
            for slug, name in self._topic_names(article).items():
                if slug not in self._topics:
                    self._topics[slug] = _new_topic(slug, name, article.language)

    def _add_authors(self, articles: Sequence[UniformArticle]) -> None:
        named: dict[str, Author] = {}
        for article in articles:
            named = _authors_named(article) | named
        known = Author.objects.filter(slug__in=named.keys() - self._authors.keys())
        self._authors |= {author.slug: author for author in known}
        self._authors |= _renamed_authors(named.keys() - self._authors.keys())
        made = [author for slug, author in named.items() if slug not in self._authors]
        if made:
            bulk_create_with_history(made, Author)
        self._authors |= {author.slug: author for author in made}

    def _add_tags(self, articles: Sequence[UniformArticle]) -> None:
        named: dict[str, str] = {}
        for article in articles:
            named = _tag_names(article) | named
        missing = {slug: name for slug, name in named.items() if slug not in self._tags}
        # One name is romanised differently in two languages, and is one tag all the same.
        tags = {tag.name: tag for tag in Tag.objects.filter(Q(slug__in=missing) | Q(name__in=missing.values()))}
        slugs = _renamed_tags(missing) | {tag.slug: tag for tag in tags.values()}
        for slug, name in missing.items():
            self._tags[slug] = slugs.get(slug) or tags.setdefault(name, Tag(slug=slug, name=name))
        Tag.objects.bulk_create(tag for tag in tags.values() if tag.pk is None)


def _new_topic(slug: str, name: str, language: str) -> Topic:
    # Some systems call their topics by slugs: "open-data" is the name "Open data".
    name = name.replace("-", " ").capitalize() if name == slug else name
    return Topic.objects.create(slug=slug, **{"name_en": name, f"name_{language}": name})


def _authors_named(article: UniformArticle) -> dict[str, Author]:
    """As they would be if nobody knew them, by their slugs."""
    named: dict[str, Author] = {}
    for author in article.authors:
        slug = _author_slug(author, article.language)
        named.setdefault(slug, _new_author(slug, author, article.language))
    return named


def _renamed_authors(slugs: Iterable[str]) -> dict[str, Author]:
    """
    By slugs that they once had.

    Also by those that lead to them no more: whoever writes under a pseudonym now does so in what is brought in, too.
    """
    owners = dict(Author.history.filter(slug__in=slugs).order_by("history_date").values_list("slug", "id"))
    authors = Author.objects.in_bulk(owners.values())
    return {slug: authors[pk] for slug, pk in owners.items() if pk in authors}


def _renamed_tags(slugs: Iterable[str]) -> dict[str, Tag]:
    rows = FormerSlug.objects.filter(slug__in=slugs, tag__isnull=False).select_related("tag")
    return {row.slug: row.tag for row in rows if row.tag}


def _author_slug(author: UniformAuthor, language: str) -> str:
    return slugify(author.slug or author.name, language=language) or "author"


def _new_author(slug: str, author: UniformAuthor, language: str) -> Author:
    return Author(
        slug=slug,
        **{"name_en": author.name, f"name_{language}": author.name},
        **{f"job_title_{language}": author.job_title, f"biography_{language}": author.biography},
    )


def _tag_names(article: UniformArticle) -> dict[str, str]:
    """By their slugs: "Agile" and "agile" are one tag, and "—" is none."""
    named = ((slugify(name, language=article.language), name) for name in reversed(article.tags))
    return {slug: name for slug, name in named if slug}
