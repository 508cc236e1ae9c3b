"""A search as a test asks for it."""

from datetime import timedelta
from typing import Any

from analysis.indexing import rebuilding
from analysis.models import Publication
from analysis.search.meanings import meanings
from analysis.search.questions import question
from analysis.search.results import Filters, Results, results
from tests.factories import NOON

HOUR = timedelta(hours=1)


def found(text: str, *, language: str = "en", hours: float = 0, by_date: bool = False, **filters: Any) -> Results:
    asked, at = question(text), NOON + hours * HOUR
    meaning = meanings(asked)[language]
    return results(meaning, Filters(**filters), words=bool(asked.text), language=language, at=at, by_date=by_date)


def titles(text: str, **more: Any) -> list[str]:
    ids = found(text, **more).ids
    named = dict(Publication.objects.filter(pk__in=ids).values_list("pk", "title"))
    return [named[pk] for pk in ids]


def learn() -> None:
    """What the job after a publication does."""
    rebuilding.learn_all()
