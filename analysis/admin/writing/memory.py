"""A trend's memory: what was said of it before, for whoever writes the next text."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import ngettext_lazy

from analysis.models import Article, Assessment, Publication, Topic
from analysis.models.publications import PublicationQuerySet
from analysis.text.streaks import Assessed, Streak, same_week_of_last_year, streak

SHOWN = 6
# Two years: no streak of ours is longer.
LOOKED_THROUGH = 104
NEAR = timedelta(weeks=3)

IN_A_ROW = {
    Assessment.IMPROVED: ngettext_lazy(
        "Improved %(weeks)s week in a row", "Improved %(weeks)s weeks in a row", "weeks"
    ),
    Assessment.UNCHANGED: ngettext_lazy("Unchanged for %(weeks)s week", "Unchanged for %(weeks)s weeks", "weeks"),
    Assessment.WORSENED: ngettext_lazy(
        "Worsened %(weeks)s week in a row", "Worsened %(weeks)s weeks in a row", "weeks"
    ),
}


class Question(NamedTuple):
    """Of which trend, in which language, before which day; `article` is the one that is being written."""

    topic: Topic
    language: str
    before: date | None
    article_pk: int | None = None


class Memory(NamedTuple):
    """`assessed` and `a_year_ago` are what readers see; `last` is the working copy of the text before this one."""

    topic: Topic
    assessed: list[Publication]
    streak: str
    a_year_ago: Publication | None
    last: Article | None


def memory_of(question: Question, *, at: datetime) -> Memory:
    assessed = list(earlier(question, at).exclude(assessment="")[:LOOKED_THROUGH])
    return Memory(
        question.topic,
        assessed[:SHOWN],
        in_words(streak(weeks(assessed))),
        a_year_ago(question, at),
        last_text(question),
    )


def told(question: Question, at: datetime) -> PublicationQuerySet:
    """What is public of the trend, with no more than a line of it says."""
    found = Publication.objects.live(at).in_language(question.language).filter(primary_topic=question.topic)
    shown = ("title", "slug", "language", "assessment", "assessment_reason", "period_start", "period_end")
    return (
        found.exclude(article=question.article_pk or 0)
        .select_related("primary_topic")
        .only(*shown, "primary_topic__slug")
    )


def earlier(question: Question, at: datetime) -> PublicationQuerySet:
    found = told(question, at).filter(period_start__isnull=False)
    if question.before:
        found = found.filter(period_start__lt=question.before)
    return found.order_by("-period_start", "-first_published_at", "-id")


def weeks(publications: list[Publication]) -> list[Assessed]:
    return [
        Assessed(each.period_start, each.period_end, each.assessment)
        for each in publications
        if each.period_start and each.period_end
    ]


def in_words(streak: Streak | None) -> str:
    """Once is no streak."""
    if not streak or streak.weeks < 2:
        return ""
    return str(IN_A_ROW[Assessment(streak.assessment)] % {"weeks": streak.weeks})


def a_year_ago(question: Question, at: datetime) -> Publication | None:
    """The text of the same week, or of the nearest one that has a text."""
    monday = same_week_of_last_year(question.before or timezone.localtime(at).date())
    near = told(question, at).filter(period_start__range=(monday - NEAR, monday + NEAR))
    return min(near, key=lambda each: (abs(distance(each, monday)), -each.pk), default=None)


def distance(publication: Publication, monday: date) -> timedelta:
    return (publication.period_start or monday) - monday


def last_text(question: Question) -> Article | None:
    """Not only what is public: the next text is often begun while this one waits for its hour."""
    found = Article.objects.kept().in_language(question.language).exclude(pk=question.article_pk or 0)
    of_trend = found.filter(articletopic__topic=question.topic, articletopic__is_primary=True)
    of_trend = of_trend.only("title", "standfirst", "language", "period_start", "period_end")
    of_weeks = of_trend.filter(period_start__isnull=False).order_by("-period_start", "-id")
    if question.before:
        return of_weeks.filter(period_start__lt=question.before).first()
    # In one statement all texts of the trend would be sorted; the newest week is found from the end of an index.
    return of_weeks.first() or of_trend.order_by("-id").first()
