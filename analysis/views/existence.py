"""A topic, author, tag or issue has a page in a language once something of theirs is public in it."""

from typing import TypeVar

from django.db.models import Exists, Model, QuerySet

from analysis.models import Language
from analysis.models.publications import PublicationQuerySet

M = TypeVar("M", bound=Model)


def with_languages(rows: QuerySet[M], publications: PublicationQuerySet) -> QuerySet[M]:
    """Adds a flag for each language: is one of `publications`, which refer to the row by OuterRef, in it."""
    flags = {_flag(code): Exists(publications.in_language(code)) for code in Language.values}
    flagged: QuerySet[M] = rows.annotate(**flags)
    return flagged


def languages_of(row: Model) -> list[str]:
    return [code for code in Language.values if getattr(row, _flag(code))]


def _flag(code: str) -> str:
    return f"is_public_in_{code}"
