"""A small cast: the Weekly's trends, its people, and texts that can be told apart."""

from collections.abc import Sequence
from copy import copy
from datetime import UTC, date, datetime, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from accounts.roles import Role
from analysis import publishing
from analysis.models import Article, Author, Edition, Image, Issue, Publication, PublicationTopic, Tag, Topic

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"analyst-{n}@example.org")
    name = "Ada Analyst"
    role = Role.ANALYST

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return User.objects.create_user(password=kwargs.pop("password", "correct horse battery"), **kwargs)


class EditorFactory(UserFactory):
    email = factory.Sequence(lambda n: f"editor-{n}@example.org")
    name = "Edith Editor"
    role = Role.EDITOR


class AdministratorFactory(UserFactory):
    email = factory.Sequence(lambda n: f"admin-{n}@example.org")
    name = "Adam Administrator"
    role = Role.ADMINISTRATOR


class TopicFactory(DjangoModelFactory[Topic]):
    class Meta:
        model = Topic

    slug = factory.Sequence(lambda n: f"trend-{n}")
    name_en = factory.LazyAttribute(lambda topic: topic.slug.replace("-", " ").capitalize())
    is_trend = True


class AuthorFactory(DjangoModelFactory[Author]):
    class Meta:
        model = Author

    slug = factory.Sequence(lambda n: f"author-{n}")
    name_en = factory.LazyAttribute(lambda author: author.slug.replace("-", " ").title())


class IssueFactory(DjangoModelFactory[Issue]):
    class Meta:
        model = Issue

    number = factory.Sequence(lambda n: n + 1)
    coverage_start = date(2026, 11, 9)
    coverage_end = date(2026, 11, 15)


class EditionFactory(DjangoModelFactory[Edition]):
    class Meta:
        model = Edition

    issue = factory.SubFactory(IssueFactory)
    language = "en"
    title = "The week in brief"


class ImageFactory(DjangoModelFactory[Image]):
    class Meta:
        model = Image

    file = factory.django.ImageField(width=800, height=500, color="navy", format="JPEG")
    alt_text_en = "A navy blue plate"
    caption_en = "The coast in November"
    credit = "Drawing: The Weekly"


class TagFactory(DjangoModelFactory[Tag]):
    class Meta:
        model = Tag

    name = factory.Sequence(lambda n: f"tag {n}")
    slug = factory.LazyAttribute(lambda tag: tag.name.replace(" ", "-"))


class ArticleFactory(DjangoModelFactory[Article]):
    """A draft that could be published as it stands: it has an address and a primary topic."""

    class Meta:
        model = Article
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"The cabinet meets for the {n}th time")
    slug = factory.Sequence(lambda n: f"the-cabinet-meets-{n}")
    standfirst = "Ministers agreed on a budget nobody had asked for."
    body = "<p>The session lasted an hour. Nobody left the room before the vote.</p>"

    @factory.post_generation
    def topic(self: Any, create: bool, extracted: Topic | None, **kwargs: Any) -> None:
        if create:
            self.set_topics([(extracted or TopicFactory(), True)])

    @factory.post_generation
    def author(self: Any, create: bool, extracted: Author | None, **kwargs: Any) -> None:
        if create and extracted:
            self.set_bylines([(extracted, "author")])


def approved(**article: Any) -> Article:
    """An article that an editor has approved an hour before `NOON`."""
    text: Article = ArticleFactory.create(**article)
    publishing.submit(article=text, by=None, at=NOON - timedelta(hours=1))
    publishing.approve(article=text, by=None, at=NOON - timedelta(hours=1))
    return text


def published(*, at: datetime = NOON, **article: Any) -> Publication:
    """An article that is public since `at`."""
    return publishing.publish(article=ArticleFactory(**article), by=None, at=at)


def scheduled(*, go_live_at: datetime, at: datetime = NOON, **article: Any) -> Publication:
    """An article that readers get at `go_live_at`, and not before."""
    return publishing.schedule(article=ArticleFactory(**article), by=None, go_live_at=go_live_at, at=at)


def copies(publication: Publication, instants: Sequence[datetime]) -> list[Publication]:
    """Others like it ("Text 0", …), each public from an instant of its own: a long list in three statements."""
    articles = Article.objects.bulk_create(
        Article(title=f"Text {number}", slug=f"text-{number}") for number in range(len(instants))
    )
    made = [copy(publication) for _instant in instants]
    for copied, article, instant in zip(made, articles, instants, strict=True):
        copied.pk, copied.article, copied.title, copied.slug = None, article, article.title, article.slug
        copied.live_from = copied.first_published_at = instant
    made = Publication.objects.bulk_create(made)
    PublicationTopic.objects.bulk_create(
        PublicationTopic(publication=copied, topic=copied.primary_topic) for copied in made
    )
    return made
