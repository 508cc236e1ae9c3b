"""The list of articles: what a row says, and how rows are narrowed down."""

from datetime import datetime
from itertools import islice
from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import smart_split, unescape_string_literal
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from analysis.admin.calendar.entries import names
from analysis.admin.registers import in_every_language
from analysis.admin.site import member
from analysis.admin.states import CONDITIONS, LABELS, State, standing, with_conditions, with_standing
from analysis.admin.wording import bearing
from analysis.models import Article, ArticleTopic, Assessment, Author, Byline, Issue, Language, Status, Topic
from analysis.models.article_indexes import NAMING
from analysis.models.articles import ArticleQuerySet
from analysis.models.plain_words import worded, words_of
from analysis.models.tags import Tag, TaggedArticle
from analysis.text.alphabets import sort_key
from analysis.text.excerpts import excerpt
from analysis.text.numbers import whole_number
from analysis.text.periods import format_period

# A year of weeks; older ones are found by searching.
ISSUES_OFFERED = 53
# A longer search finds nothing more, and costs.
MOST_WORDS = 12
# So many are named one by one.
FEW_IN_STATE = 500
NAMES = in_every_language("name")
# Long, and in no row.
DESCRIPTIONS = [f"topic__{name}" for name in in_every_language("description")]
BIOGRAPHIES = [f"author__{name}" for name in in_every_language("biography")]
Choices = list[tuple[str, Any]]
# Of a text that is live: of its working copy.
UNDER_WAY = {Status.IN_REVIEW, Status.RETURNED}
CHANGES = {Status.IN_REVIEW: _("Changes in review"), Status.RETURNED: _("Changes returned")}


def for_list(articles: ArticleQuerySet, at: datetime) -> ArticleQuerySet:
    """Everything a row shows, in a number of queries that does not depend on the number of rows."""
    primary = ArticleTopic.objects.filter(is_primary=True).select_related("topic")
    signed = Byline.objects.select_related("author")
    return (
        with_standing(articles, at)
        .defer("body")
        .prefetch_related(
            Prefetch("articletopic_set", primary.defer(*DESCRIPTIONS), to_attr="primary_links"),
            Prefetch("bylines", signed.defer(*BIOGRAPHIES), to_attr="signed_by"),
        )
    )


# --- Columns -----------------------------------------------------------------------------------------------


@admin.display(description=_("Title"), ordering="title")
def headline(article: Article) -> SafeString:
    return format_html('{}<span class="row-standfirst">{}</span>', article.title, excerpt(article.standfirst, words=16))


@admin.display(description=_("State"))
def state(article: Article) -> SafeString:
    """What readers see, and how far the changes are that they do not see yet."""
    kind, at = standing(article)
    mark = state_mark(kind, at)
    if kind not in (State.LIVE, State.UPDATE) or article.status not in UNDER_WAY:
        return mark
    return format_html('{} <span class="when changes-under-way">{}</span>', mark, CHANGES[Status(article.status)])


def state_mark(kind: State, at: datetime | None) -> SafeString:
    """A shape and a word; the instant of what comes next."""
    when = date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""
    return format_html('<span class="state state-{}">{}</span> <span class="when">{}</span>', kind, kind.label, when)


@admin.display(description=_("Language"), ordering="language")
def language(article: Article) -> str:
    return str(Language(article.language).label)


@admin.display(description=_("Topic"))
def topic(article: Any) -> str:
    return ", ".join(str(link.topic) for link in article.primary_links)


@admin.display(description=_("By"))
def by(article: Any) -> str:
    return names(article.signed_by)


@admin.display(description=_("Week"), ordering="period_start")
def week(article: Article) -> str:
    if not article.period_start or not article.period_end:
        return ""
    return format_period(article.period_start, article.period_end, language=get_language() or "en")


@admin.display(description=_("Changed"), ordering="updated_at")
def changed(article: Article) -> str:
    return date_format(timezone.localtime(article.updated_at), "SHORT_DATETIME_FORMAT")


COLUMNS = (headline, state, language, topic, by, week, changed)


# --- Searching ---------------------------------------------------------------------------------------------


def search(articles: ArticleQuerySet, words: str) -> ArticleQuerySet:
    """
    Every word, or phrase in quotation marks, is in the title, the standfirst, the address or a tag.

    The beginning of a word is enough.
    """
    phrases = []
    for wanted in map(unquoted, islice(smart_split(words), MOST_WORDS)):
        if Tag.objects.filter(name__icontains=wanted).exists():
            articles = articles.filter(pk__in=tagged_or_worded(wanted))
        else:
            phrases.append(words_of(wanted))
    found: ArticleQuerySet = bearing(articles, phrases, *NAMING)
    return found


def tagged_or_worded(wanted: str) -> Any:
    """Keys, each found by an index of its own: for the one or the other, PostgreSQL would read all articles."""
    tagged = TaggedArticle.objects.filter(tag__name__icontains=wanted).values("content_object")
    if not (phrase := words_of(wanted)):
        return tagged
    return tagged.union(worded(Article.objects.order_by(), [phrase], *NAMING).values("pk"), all=True)


def unquoted(word: str) -> str:
    return unescape_string_literal(word) if len(word) > 1 and word[0] == word[-1] and word[0] in "\"'" else word


# --- Filters -----------------------------------------------------------------------------------------------


class Filter(admin.SimpleListFilter):
    """Shown as a select; a value that nothing has is taken as none."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        value = self.value()
        return self.narrowed(queryset, value) if value and self.is_known(value) else queryset

    def is_known(self, value: str) -> bool:
        return value in dict(self.lookup_choices)

    def narrowed(self, articles: QuerySet[Article], value: str) -> QuerySet[Article]:
        return articles.filter(**{self.parameter_name or "": value})


class StateFilter(Filter):
    title = _("State")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(kind.value, label) for kind, label in LABELS.items()]

    def narrowed(self, articles: Any, value: str) -> QuerySet[Article]:
        found = with_conditions(articles, timezone.now()).filter(CONDITIONS[State(value)])
        # What few texts are is laborious to find: once is enough for the count and for the rows.
        few = list(found.order_by().values_list("pk", flat=True)[: FEW_IN_STATE + 1])
        return articles.filter(pk__in=few) if len(few) <= FEW_IN_STATE else found


class MineFilter(Filter):
    title = _("Whose")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("mine", _("Mine"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() != "mine":
            return queryset
        return queryset.filter(pk__in=Byline.objects.filter(author__user=member(request)).values("article"))


class LanguageFilter(Filter):
    title = _("Language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return list(Language.choices)


class TopicFilter(Filter):
    title = _("Topic")
    parameter_name = "topics"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(str(topic.pk), str(topic)) for topic in Topic.objects.only(*NAMES)]


class AuthorFilter(Filter):
    title = _("Author")
    parameter_name = "author"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        named = [(str(author.pk), str(author)) for author in Author.objects.only(*NAMES)]
        return sorted(named, key=lambda choice: sort_key(choice[1], get_language() or "en"))

    def narrowed(self, articles: QuerySet[Article], value: str) -> QuerySet[Article]:
        return articles.filter(pk__in=Byline.objects.filter(author_id=int(value)).values("article"))


class IssueFilter(Filter):
    title = _("Week")
    parameter_name = "issue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [
            (str(issue.pk), issue.period)
            for issue in Issue.objects.only("coverage_start", "coverage_end")[:ISSUES_OFFERED]
        ]

    def is_known(self, value: str) -> bool:
        return whole_number(value) is not None


class AssessmentFilter(Filter):
    title = _("Assessment")
    parameter_name = "assessment"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return list(Assessment.choices)


FILTERS = (MineFilter, StateFilter, LanguageFilter, TopicFilter, AuthorFilter, IssueFilter, AssessmentFilter)
