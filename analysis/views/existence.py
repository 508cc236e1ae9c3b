"""A topic, author, tag or issue has a page in a language once something of theirs is public in it."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Case, Exists, Model, Q, QuerySet, When
from django.http import Http404
from django.utils.translation import get_language

from analysis.models import Language
from analysis.models.publications import PublicationQuerySet

M = TypeVar("M", bound=Model)


def with_languages(rows: QuerySet[M], publications: PublicationQuerySet, *, announced: Q | None = None) -> QuerySet[M]:
    """
    Adds a flag for each language: is one of `publications`, which refer to the row by OuterRef, in it.

    What is `announced` has a page in all of them, whatever is public.
    """
    flags: dict[str, Any] = {_flag(code): Exists(publications.in_language(code)) for code in Language.values}
    if announced:
        flags = {name: Case(When(announced, then=True), default=flag) for name, flag in flags.items()}
    flagged: QuerySet[M] = rows.annotate(**flags)
    return flagged


def languages_of(row: Model) -> list[str]:
    return [code for code in Language.values if getattr(row, _flag(code))]


def the_public_one(rows: Iterable[M]) -> M:
    """Of `rows`, none or one, that which has a page in the active language; else there is no such page."""
    row = next(iter(rows), None)
    if row is None or get_language() not in languages_of(row):
        raise Http404
    return row


def _flag(code: str) -> str:
    return f"is_public_in_{code}"
