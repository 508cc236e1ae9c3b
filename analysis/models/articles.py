import hashlib
import json
import uuid
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from analysis.models.article_indexes import INDEXES
from analysis.models.assessments import Assessment
from analysis.models.authors import Author
from analysis.models.images import Image
from analysis.models.issues import Issue
from analysis.models.languages import HOME, Language, known_language
from analysis.models.loading import PlainlyLoaded
from analysis.models.statuses import Status as Status
from analysis.models.tags import TaggedArticle
from analysis.models.topics import Topic
from analysis.text.body_rules import without_markup
from analysis.text.sanitising import clean_body


class BylineRole(models.TextChoices):
    AUTHOR = "author", _("Author")
    EDITOR = "editor", _("Editor")
    RESEARCH = "research", _("Research")
    TRANSLATION = "translation", _("Translation")


# Whose text it is. An editor's or a researcher's by-line is a credit.
WRITING = (BylineRole.AUTHOR, BylineRole.TRANSLATION)

# After this time nobody asks why an approved text was not given to readers when it was planned.
FORGOTTEN = timedelta(weeks=26)


class ArticleQuerySet(models.QuerySet["Article"]):
    def in_language(self, code: str) -> "ArticleQuerySet":
        return self.filter(language=code)

    def kept(self) -> "ArticleQuerySet":
        return self.filter(trashed_at__isnull=True)

    def with_content(self) -> "ArticleQuerySet":
        """Loads what `content()` and `primary_topic` read, for who asks for them more than once."""
        topics = models.Prefetch("articletopic_set", ArticleTopic.objects.select_related("topic"))
        parts: tuple[str, ...] = ("bylines__author", "tags", "sources")
        return self.prefetch_related(topics).prefetch_related(*parts)

    def held(self) -> "ArticleQuerySet":
        """
        Kept from other verbs until the transaction ends; not from rows that refer to it.

        Those are checked when they are committed: a topic that is renamed would wait for a text that waits for it.
        """
        return self.select_for_update(of=("self",), no_key=True)

    def trashed(self) -> "ArticleQuerySet":
        return self.filter(trashed_at__isnull=False)

    def owed(self, *, until: date) -> "ArticleQuerySet":
        """
        Planned for a day up to this one and, for all that the article says, not given to readers yet.

        Nearly all that is approved has been: its plans of long ago are not looked through again and again.
        """
        planned = Article.objects.filter(planned_date__lte=until).order_by().values("pk")
        unfinished = planned.filter(status__in=[Status.DRAFT, Status.IN_REVIEW, Status.RETURNED])
        recent = planned.filter(status=Status.APPROVED, planned_date__gte=until - FORGOTTEN)
        return self.filter(pk__in=unfinished.union(recent))


class Article(PlainlyLoaded):  # type: ignore[django-manager-missing] # of taggit, which has no types
    """The working copy: what analysts and editors edit. Readers never see it; they see its publications."""

    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.ENGLISH)
    translation_key = models.UUIDField(
        _("translation key"), default=uuid.uuid4, help_text=_("Shared by the translations of one text.")
    )
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("address"),
        max_length=100,
        help_text=_("Last part of the address. Left empty, it is made from the title."),
    )
    standfirst = models.TextField(_("standfirst"), blank=True, help_text=_("The lead: two or three sentences."))
    body = models.TextField(_("body"), blank=True)
    dateline = models.CharField(_("dateline"), max_length=100, blank=True)
    seo_title = models.CharField(_("title for search engines"), max_length=200, blank=True)
    search_description = models.CharField(_("description for search engines"), max_length=300, blank=True)

    topics = models.ManyToManyField(Topic, through="ArticleTopic", related_name="articles", verbose_name=_("topics"))
    authors = models.ManyToManyField(Author, through="Byline", related_name="articles", verbose_name=_("authors"))
    tags = TaggableManager(_("tags"), through=TaggedArticle, blank=True, help_text=_("Free words, with commas."))
    lead_image = models.ForeignKey(
        Image, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead picture")
    )

    issue = models.ForeignKey(
        Issue, models.SET_NULL, null=True, blank=True, related_name="articles", verbose_name=_("weekly issue")
    )
    period_start = models.DateField(_("monitored from"), null=True, blank=True)
    period_end = models.DateField(_("monitored until"), null=True, blank=True)
    assessment = models.CharField(_("assessment"), max_length=10, choices=Assessment, blank=True)
    assessment_reason = models.CharField(
        _("reason"),
        max_length=300,
        blank=True,
        help_text=_("One sentence: why the situation is assessed so."),
    )

    planned_date = models.DateField(
        _("planned for"),
        null=True,
        blank=True,
        help_text=_("An intention, seen in the calendar; nothing happens by it."),
    )

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    status_reason = models.CharField(_("why"), max_length=1000, blank=True, editable=False)
    status_changed_at = models.DateTimeField(default=timezone.now, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    # Of the content that was approved, while that is what the working copy holds.
    approved_hash = models.CharField(max_length=64, blank=True, editable=False)
    embargo_until = models.DateTimeField(
        _("embargo until"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Nothing is public before this instant."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    external_id = models.CharField(max_length=200, unique=True, null=True, blank=True, editable=False)
    external_hash = models.CharField(max_length=64, blank=True, editable=False)
    originally_published_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text=_("When an imported text first appeared.")
    )
    trashed_at = models.DateTimeField(_("put in the trash"), null=True, blank=True, editable=False)
    trashed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ArticleQuerySet.as_manager()

    # What a revision records and restores, besides topics, by-lines, tags and sources.
    CONTENT_FIELDS = (
        "title",
        "slug",
        "standfirst",
        "body",
        "dateline",
        "seo_title",
        "search_description",
        "lead_image_id",
        "issue_id",
        "period_start",
        "period_end",
        "assessment",
        "assessment_reason",
    )
    DAYS = ("period_start", "period_end")
    PLAIN_TEXT_FIELDS = (
        "title",
        "dateline",
        "seo_title",
        "search_description",
        "assessment_reason",
        "standfirst",
    )

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-updated_at"]
        permissions = [("publish_article", _("Can publish, schedule and withdraw articles"))]
        indexes = INDEXES
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "language"],
                name="article_once_per_language",
                violation_error_message=_("This text has a version in this language already."),
            ),
            known_language("article_language_known"),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="article_title_given",
                violation_error_message=_("An article needs a title."),
            ),
            models.CheckConstraint(
                condition=Q(period_start__isnull=True, period_end__isnull=True)
                | Q(period_end__gte=F("period_start"), period_start__isnull=False, period_end__isnull=False),
                name="article_period_ends_after_it_begins",
                violation_error_message=_("The monitored period ends before it begins, or one of its days is missing."),
            ),
            models.CheckConstraint(
                condition=Q(assessment__in=["", *Assessment.values]),
                name="article_assessment_known",
                violation_error_message=_("This is not one of the assessments."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values),
                name="article_status_known",
                violation_error_message=_("This is not a state an article can be in."),
            ),
            # A trigger sees to it that the approval exists.
            models.CheckConstraint(
                condition=Q(status=Status.APPROVED) & ~Q(approved_hash="")
                | ~Q(status=Status.APPROVED) & Q(approved_hash=""),
                name="article_approved_for_its_content",
                violation_error_message=_("What is approved is a content: say which."),
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.RETURNED) | ~Q(status_reason=""),
                name="article_returned_with_a_reason",
                violation_error_message=_("A text is returned with a reason."),
            ),
            models.CheckConstraint(
                condition=Q(trashed_at__isnull=True) | Q(status__in=[Status.DRAFT, Status.IN_REVIEW, Status.RETURNED]),
                name="article_in_the_trash_is_unpublished",
                violation_error_message=_("What is approved or was public is withdrawn, not thrown away."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: Any) -> None:
        """Text from people is made safe here, so that no door (form, import, shell) can go around it."""
        for name in self.PLAIN_TEXT_FIELDS:
            setattr(self, name, without_markup(getattr(self, name)))
        self.body = clean_body(self.body)
        super().save(**kwargs)

    @property
    def primary_topic(self) -> Topic | None:
        return next((link.topic for link in self.articletopic_set.all() if link.is_primary), None)

    @property
    def path(self) -> str | None:
        """The address it will have when published; None while it has no primary topic."""
        topic = self.primary_topic
        return article_path(self.language, topic.slug, self.slug) if topic and self.slug else None

    @property
    def filed(self) -> list["ArticleTopic"]:
        """Its topics in the order in which they were given."""
        return sorted(self.articletopic_set.all(), key=lambda link: link.pk)

    def content(self) -> dict[str, Any]:
        """Everything a reader could see of the text, as JSON: the counterpart of `apply()`."""
        fields = {name: getattr(self, name) for name in self.CONTENT_FIELDS}
        for name in self.DAYS:
            fields[name] = fields[name].isoformat() if fields[name] else None
        return fields | {
            "topics": [[link.topic_id, link.is_primary] for link in self.filed],
            "bylines": [[link.author_id, link.role] for link in self.bylines.all()],
            "tags": sorted(tag.name for tag in self.tags.all()),
            "sources": [source.content() for source in self.sources.all()],
        }

    def apply(self, content: dict[str, Any]) -> None:
        """Makes the working copy what `content` says. Topics, authors and pictures deleted since stay away."""
        self._apply_fields(content)
        topics = Topic.objects.in_bulk([topic for topic, _primary in content["topics"]])
        self.set_topics([(topics[pk], primary) for pk, primary in content["topics"] if pk in topics])
        authors = Author.objects.in_bulk([author for author, _role in content["bylines"]])
        self.set_bylines([(authors[pk], role) for pk, role in content["bylines"] if pk in authors])
        self.tags.set(content["tags"])
        self.set_sources(content["sources"])

    def _apply_fields(self, content: dict[str, Any]) -> None:
        for name in self.CONTENT_FIELDS:
            setattr(self, name, content[name])
        for name in self.DAYS:
            setattr(self, name, date.fromisoformat(content[name]) if content[name] else None)
        self.lead_image = Image.objects.filter(pk=content["lead_image_id"]).first()
        self.issue = Issue.objects.filter(pk=content["issue_id"]).first()
        self.save(update_fields=[*self.CONTENT_FIELDS, "updated_at"])

    def set_topics(self, topics: list[tuple[Topic, bool]]) -> None:
        self.articletopic_set.all().delete()
        ArticleTopic.objects.bulk_create(
            ArticleTopic(article=self, topic=topic, is_primary=primary) for topic, primary in topics
        )

    def set_bylines(self, bylines: list[tuple[Author, str]]) -> None:
        self.bylines.all().delete()
        Byline.objects.bulk_create(
            Byline(article=self, author=author, role=role, position=position)
            for position, (author, role) in enumerate(bylines)
        )

    def set_sources(self, sources: list[dict[str, Any]]) -> None:
        self.sources.all().delete()
        Source.objects.bulk_create(
            Source(article=self, position=position, **source) for position, source in enumerate(sources, start=1)
        )


def article_path(language: str, topic_slug: str, slug: str) -> str:
    return f"{HOME[language]}{topic_slug}/{slug}/"


def content_hash(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class ArticleTopic(models.Model):
    article = models.ForeignKey(Article, models.CASCADE)
    topic = models.ForeignKey(Topic, models.PROTECT)
    is_primary = models.BooleanField(_("primary"), default=False)

    class Meta:
        verbose_name = _("topic of an article")
        verbose_name_plural = _("topics of articles")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "topic"],
                name="article_topic_once",
                violation_error_message=_("This topic is chosen twice."),
            ),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(is_primary=True),
                name="article_one_primary_topic",
                violation_error_message=_("An article has one primary topic."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.topic)


class Byline(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT, related_name="bylines", verbose_name=_("author"))
    role = models.CharField(_("role"), max_length=12, choices=BylineRole, default=BylineRole.AUTHOR)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("by-line")
        verbose_name_plural = _("by-lines")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author", "role"],
                name="byline_once",
                violation_error_message=_("This author has this role already."),
            ),
            models.CheckConstraint(condition=Q(role__in=BylineRole.values), name="byline_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.author} ({self.get_role_display()})"


class Source(models.Model):
    """A numbered source of an article; footnotes in the body point to its number."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="sources")
    position = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    accessed_date = models.DateField(_("accessed"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "position"],
                name="source_number_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=~Q(title=""), name="source_title_given"),
        ]

    def __str__(self) -> str:
        return self.title

    def content(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "publisher": self.publisher,
            "url": self.url,
            "accessed_date": self.accessed_date.isoformat() if self.accessed_date else None,
            "language": self.language,
        }
