from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from analysis.models.article_indexes import UNDATED as UNDATED
from analysis.models.articles import Article, BylineRole, article_path
from analysis.models.assessments import Assessment
from analysis.models.authors import Author
from analysis.models.body_pictures import shown_pictures
from analysis.models.changes import changed_last
from analysis.models.images import Image
from analysis.models.issues import Issue
from analysis.models.known_rows import KnownRows
from analysis.models.languages import Language, known_language
from analysis.models.loading import PlainlyLoaded
from analysis.models.revisions import Revision
from analysis.models.tags import Tag
from analysis.models.topics import Topic
from analysis.text import lexemes
from analysis.text.lexemes import assessment_mark, filing_mark

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
THIRTY_DAYS = 30
# How many a page of a list shows.
PAGE_SIZE = 20

# What is long, or for the search alone.
UNREAD_IN_LISTS = (
    *("body", "body_text", "sources", "search_vector", "search_version", "filed_under", "appeared_in"),
    *("revision", "embargo_until", "dateline", "seo_title", "search_description", "created_by", "created_at"),
)
# What lists show of a text besides its topic and its picture is little.
UNREAD_IN_KNOWN = (
    *("live_from", "live_until", "expires", "translation_key", "last_published_at", "word_count", "assessment_reason"),
    *("article", "issue"),
)
UNREAD_OF_TOPICS = tuple(f"primary_topic__description_{code}" for code in Language.values)
UNREAD_OF_PICTURES = tuple(
    f"lead_image__{name}" for name in ("copyright_notice", "source", "digest", "uploaded_by", "created_at")
)


class TsTzRange(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class ArticleRange(Func):
    """A one-number range: lets core PostgreSQL compare the article in a GiST constraint without btree_gist."""

    template = "int8range(%(expressions)s, %(expressions)s, '[]')"


class ThirtyDays(Func):
    """Which thirty days since 1970 an instant falls into; in a list, since that is what GIN takes."""

    template = (
        "ARRAY[floor(extract(epoch FROM (%(expressions)s - TIMESTAMPTZ '1970-01-01 00:00:00+00')) / 2592000)::int]"
    )
    output_field = ArrayField(models.IntegerField())


def listed_by(kind: str, *, name: str) -> models.Index:
    """A list's, newest first in one language: its twenty are read, be it long or short, and not looked for."""
    return models.Index(fields=[kind, "language", "-first_published_at", "-publication"], name=name)


class PublicationQuerySet(models.QuerySet["Publication"]):
    """The words of the reading room. Everything readers see begins with `live(at)`."""

    def live(self, at: datetime) -> "PublicationQuerySet":
        return self.filter(Q(live_until__isnull=True) | Q(live_until__gt=at), live_from__lte=at)

    def scheduled(self, at: datetime) -> "PublicationQuerySet":
        return self.filter(live_from__gt=at)

    def ended(self, at: datetime) -> "PublicationQuerySet":
        return self.filter(live_until__lte=at)

    def at_address(self, *paths: str) -> "PublicationQuerySet":
        """Of the article that has, or once had, one of these addresses."""
        return self.filter(article__addresses__path__in=paths)

    def in_language(self, code: str) -> "PublicationQuerySet":
        return self.filter(language=code)

    def about(self, topic: Topic | int | OuterRef, *, language: str = "") -> "PublicationQuerySet":
        """In the language, if any, as the other two."""
        return self._filed("topic_filings", language, topic=topic)

    def by(self, author: Author | int | OuterRef, *, language: str = "") -> "PublicationQuerySet":
        """Each once, whatever else the author did for it."""
        found = self._filed("bylines", language, author=author).annotate(
            byline=F("bylines__pk"), by=F("bylines__author")
        )
        same = PublicationByline.objects.filter(publication=OuterRef("pk"), author=OuterRef("by"))
        return found.exclude(Exists(same.filter(pk__lt=OuterRef("byline"))))

    def tagged(self, tag: Tag | int | OuterRef, *, language: str = "") -> "PublicationQuerySet":
        return self._filed("tag_filings", language, tag=tag)

    def _filed(self, filings: str, language: str, **under: Any) -> "PublicationQuerySet":
        """
        With `filed_at`: when it appeared, as the index of these filings has it.

        They have the text's language, and are asked for it in its place: of the text as well, PostgreSQL would expect
        fewer than a page shows, and sort all there are.
        """
        named = {f"{filings}__{kind}": row for kind, row in under.items()}
        found = self.filter(**named, **{f"{filings}__language": language or F("language")})
        return found.annotate(filed_at=F(f"{filings}__first_published_at"))

    def dated(self) -> "PublicationQuerySet":
        return self.filter(first_published_at__gt=UNDATED)

    def newest_first(self) -> "PublicationQuerySet":
        return self.order_by("-first_published_at", "-id")

    def newest_filed_first(self) -> "PublicationQuerySet":
        """The same order, of what is filed under something."""
        return self.order_by(F("filed_at").desc(), "-id")

    def with_card(self) -> "PublicationQuerySet":
        """Loads what a card shows, and leaves the texts where they are."""
        unread = (*UNREAD_IN_LISTS, *UNREAD_OF_TOPICS, *UNREAD_OF_PICTURES)
        return self.select_related("primary_topic", "lead_image").defer(*unread)

    def known(self) -> "PublicationQuerySet":
        """For lists that are asked for again and again: of rows that say the same, everything is made once."""
        found = self.defer(*UNREAD_IN_KNOWN)
        found._iterable_class = KnownRows
        return found

    def with_title(self) -> "PublicationQuerySet":
        """Loads what a line in a side column shows."""
        return self.select_related("primary_topic").defer(*UNREAD_IN_LISTS, *UNREAD_OF_TOPICS)


class Publication(PlainlyLoaded):
    """
    One revision of one article is public from `live_from` until `live_until` (None: for good).

    The row carries all a page shows, taken from the revision when the row is made, so that later edits of
    the working copy cannot leak. Names of topics and authors are read through, so that they change everywhere.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="publications")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="publications")
    live_from = models.DateTimeField(_("from"))
    live_until = models.DateTimeField(_("until"), null=True, blank=True)
    # Somebody has set this end: it holds also when what begins at the same instant is taken back.
    expires = models.BooleanField(default=False, db_default=False, editable=False)
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True)
    first_published_at = models.DateTimeField(_("first published"))
    last_published_at = models.DateTimeField(_("updated"), null=True, blank=True)

    language = models.CharField(_("language"), max_length=5, choices=Language)
    translation_key = models.UUIDField()
    slug = models.SlugField(max_length=100)
    title = models.CharField(_("title"), max_length=200)
    standfirst = models.TextField(_("standfirst"), blank=True)
    body = models.TextField(_("body"), blank=True)
    body_text = models.TextField(blank=True)
    dateline = models.CharField(_("dateline"), max_length=100, blank=True)
    seo_title = models.CharField(max_length=200, blank=True)
    search_description = models.CharField(max_length=300, blank=True)
    primary_topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    topics = models.ManyToManyField(Topic, through="PublicationTopic", related_name="publications")
    tags = models.ManyToManyField(Tag, through="PublicationTag", related_name="publications")
    lead_image = models.ForeignKey(Image, models.PROTECT, null=True, related_name="publications")
    issue = models.ForeignKey(Issue, models.SET_NULL, null=True, related_name="publications")
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)
    assessment = models.CharField(max_length=10, choices=Assessment, blank=True)
    assessment_reason = models.CharField(max_length=300, blank=True)
    sources = models.JSONField(default=list)
    word_count = models.PositiveIntegerField(default=0)
    # Written by `analysis.text.lexemes`, whose version tells which of them are out of date; the marks in it once more.
    search_vector = SearchVectorField(editable=False)
    search_version = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    filed_under = ArrayField(models.CharField(max_length=30), default=list, db_default=Value([]), editable=False)
    appeared_in = models.GeneratedField(
        expression=ThirtyDays("first_published_at"),
        output_field=ArrayField(models.IntegerField()),
        db_persist=True,
    )

    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    # HTML, of rows that are known (known_rows.py): by whatever it depends on besides the row.
    drawings: dict[Any, Any] | None = None

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-live_from"]
        indexes = [
            # Lists: newest first in one language, paged by (first_published_at, id).
            models.Index(fields=["language", "-first_published_at", "-id"], name="publication_newest"),
            models.Index(fields=["article", "-live_from"], name="publication_timeline"),
            models.Index(fields=["translation_key", "language"], name="publication_translations"),
            # The weeks of a trend, newest first: its strip, its present assessment, the weeks around an article's.
            models.Index(
                fields=["primary_topic", "language", "-period_end"],
                condition=~Q(assessment=""),
                name="publication_assessed",
            ),
            # What will change next, and when: every cached page expires by it.
            # The desk asks for the same: what begins and ends in these days, and what went live last.
            models.Index(fields=["live_from"], name="publication_begins"),
            # What an article is to readers at an instant, told by the index alone: the desk's lists by state.
            models.Index(fields=["article"], include=["live_from", "live_until"], name="publication_spans"),
            # Where a picture is used, asked before it may be deleted.
            shown_pictures("publication_pictures"),
            # Most texts are public for good.
            models.Index(fields=["live_until"], name="publication_ends", condition=Q(live_until__isnull=False)),
            # What changed last in each part of a sitemap.
            changed_last("publication_changed"),
            # Search, its filters and its facets, and titles as one types; a word that half of all texts have is looked
            # for in the newest months first. One a language, so that what another language has is counted without
            # meeting the rest. Kept up to date at once: no question waits for what is still to be added.
            *(
                GinIndex(
                    fields=["search_vector", "appeared_in"],
                    name=f"publication_words_{code}",
                    condition=Q(language=code),
                    fastupdate=False,
                )
                for code in Language.values
            ),
        ]
        constraints = [
            ExclusionConstraint(
                name="one_publication_at_a_time",
                expressions=[
                    (ArticleRange("article_id"), "&&"),
                    (TsTzRange("live_from", "live_until"), "&&"),
                ],
                violation_error_message=_("The article is already public in this time."),
            ),
            models.CheckConstraint(
                condition=Q(live_until__isnull=True) | Q(live_until__gt=F("live_from")),
                name="publication_ends_after_it_begins",
                violation_error_message=_("The publication ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(embargo_until__isnull=True) | Q(live_from__gte=F("embargo_until")),
                name="publication_respects_embargo",
                violation_error_message=_("The publication begins before the embargo ends."),
            ),
            known_language("publication_language_known"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return article_path(self.language, self.primary_topic.slug, self.slug)

    def is_live(self, at: datetime) -> bool:
        """As the queryset's `live()`."""
        return self.live_from <= at and (self.live_until is None or self.live_until > at)

    def ends_before_it(self) -> "Publication | None":
        """What is public of the article up to the very instant at which this begins."""
        return self.article.publications.filter(live_until=self.live_from).first()

    def write_search_vector(self, *, topics: Iterable[int], authors: Iterable[int], tags: Iterable[int]) -> None:
        """From its words and from where it is filed (keys)."""
        filed = (("topic", topics), ("author", authors), ("tag", tags))
        marks = [filing_mark(kind, pk) for kind, pks in filed for pk in dict.fromkeys(pks)]
        if self.assessment:
            marks.append(assessment_mark(self.assessment))
        sources = [source.get(part, "") for source in self.sources for part in ("title", "publisher")]
        self.search_vector = lexemes.vector(
            language=self.language,
            title=self.title,
            standfirst=f"{self.standfirst}\n{self.assessment_reason}",
            body="\n".join([self.body_text, *filter(None, sources)]),
            marks=marks,
        )
        self.search_version = lexemes.VERSION
        # What can be chosen as a filter, and is counted.
        self.filed_under = [mark for mark in marks if not mark.startswith("tag:")]

    @property
    def is_dated(self) -> bool:
        return self.first_published_at > UNDATED


class Filing(models.Model):
    """
    That a publication is filed under something, and what a list of all that is filed there is found by.

    The database alone writes the latter, from the publication (migration 0012): it goes with it, whoever changes it.
    """

    language = models.CharField(max_length=5, editable=False)
    first_published_at = models.DateTimeField(editable=False)

    class Meta:
        abstract = True


class PublicationTopic(Filing):
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="topic_filings", db_index=False)
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="filings", db_index=False)

    class Meta:
        verbose_name = _("topic of a publication")
        verbose_name_plural = _("topics of publications")
        db_table = "analysis_publication_topics"
        indexes = [listed_by("topic", name="publications_about")]
        constraints = [models.UniqueConstraint(fields=["publication", "topic"], name="public_topic_once")]

    def __str__(self) -> str:
        return str(self.topic)


class PublicationTag(Filing):
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="tag_filings", db_index=False)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="filings", db_index=False)

    class Meta:
        verbose_name = _("tag of a publication")
        verbose_name_plural = _("tags of publications")
        db_table = "analysis_publication_tags"
        indexes = [listed_by("tag", name="publications_tagged")]
        constraints = [models.UniqueConstraint(fields=["publication", "tag"], name="public_tag_once")]

    def __str__(self) -> str:
        return str(self.tag)


class PublicationByline(Filing):
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="bylines", db_index=False)
    author = models.ForeignKey(Author, models.PROTECT, related_name="publication_bylines", db_index=False)
    role = models.CharField(max_length=12, choices=BylineRole)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("by-line of a publication")
        verbose_name_plural = _("by-lines of publications")
        ordering = ["position", "id"]
        indexes = [listed_by("author", name="publications_by")]
        constraints = [models.UniqueConstraint(fields=["publication", "author", "role"], name="public_byline_once")]

    def __str__(self) -> str:
        return str(self.author)


class Authorship(models.Model):
    """
    That an author wrote a text which is filed under a topic: told from by-lines and filings, by the database alone
    (migration 0013). So it need not be looked for among all that is filed there, or all that the author wrote.
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="authorships")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+", db_index=False)
    author = models.ForeignKey(Author, models.CASCADE, related_name="+")
    language = models.CharField(max_length=5)

    class Meta:
        verbose_name = _("author on a topic")
        verbose_name_plural = _("authors on topics")
        constraints = [
            # Whether an author has written about a topic in a language.
            models.UniqueConstraint(fields=["topic", "language", "author", "publication"], name="authorship_once"),
        ]

    def __str__(self) -> str:
        return f"{self.author}: {self.topic}"
