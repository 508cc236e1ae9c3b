"""What readers must be told when a public text changes: found by comparing it with what they read now."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from analysis.models import Article, Assessment, Publication
from analysis.text.markup import reading_text
from analysis.text.significance import changed_names, changed_numbers


class Significant(NamedTuple):
    """One thing that readers relied on: what it was and what it is, as they are written."""

    what: str
    before: str
    after: str


def significant_changes(article: Article, *, at: datetime) -> list[Significant]:
    """Between what is live and the working copy: the assessment, numbers, names. Nothing when nothing is live."""
    live = article.publications.live(at).first()
    return [*assessment_change(article, live), *word_changes(article, live)] if live else []


def assessment_change(article: Article, live: Publication) -> list[Significant]:
    if live.assessment == article.assessment:
        return []
    before, after = (assessment_in_words(value) for value in (live.assessment, article.assessment))
    return [Significant(_("the assessment"), before, after)]


def assessment_in_words(value: str) -> str:
    return str(Assessment(value).label) if value else _("none")


def word_changes(article: Article, live: Publication) -> list[Significant]:
    old = "\n".join((live.title, live.standfirst, live.body_text))
    new = "\n".join((article.title, article.standfirst, reading_text(article.body)))
    compared = (
        (_("numbers"), changed_numbers(old, new, article.language)),
        (_("names"), changed_names(old, new, article.language)),
    )
    # What was only added corrects nothing.
    return [Significant(what, ", ".join(gone), ", ".join(added)) for what, (gone, added) in compared if gone]
