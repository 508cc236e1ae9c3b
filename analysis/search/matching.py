"""Which texts are meant: what must be true of them, and the SQL that finds them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from django.contrib.postgres.search import SearchQuery

from analysis.models import Publication
from analysis.models.statements import Given, database, written

# The vectors are carried along unread: what a row points to is fetched when it is weighed.
_COLUMNS: Final = ("id", "first_published_at", "filed_under", "search_vector")


class Notation(SearchQuery):
    """A question that is in PostgreSQL's notation already."""

    def __init__(self, notation: Any) -> None:
        super().__init__(notation, search_type="raw")

    def as_sql(self, compiler: Any, connection: Any, *_words: Any, **_more: Any) -> Any:
        return super().as_sql(compiler, connection, template="%(expressions)s::tsquery")


@dataclass(frozen=True, kw_only=True)
class Matching:
    """
    The texts of a language that are public at an instant and have these words (in PostgreSQL's notation). They appeared
    at `start` or later, before `over`, and in one of these months (of thirty days since 1970), where these are given.
    """

    at: datetime
    language: str
    words: str = ""
    start: datetime | None = None
    over: datetime | None = None
    months: Sequence[int] = ()

    def statement(self, name: str) -> str:
        """It finds `_COLUMNS`. `name` tells its parameters from those of others in the same statement."""
        return _written(name, frozenset(self._given))

    def parameters(self, name: str) -> dict[str, Any]:
        return {f"{name}_{each}": value for each, value in self._given.items()}

    @property
    def _given(self) -> Mapping[str, Any]:
        return {name: value for name, value in vars(self).items() if value}


def parameters_of(texts: Mapping[str, Matching]) -> dict[str, Any]:
    """Of one statement that has those of all of them in it, by the names they have there."""
    return {name: value for each, matching in texts.items() for name, value in matching.parameters(each).items()}


@lru_cache
def _written(name: str, given: Collection[str]) -> str:
    values: dict[str, Any] = {each: Given(f"{name}_{each}") for each in given}
    conditions = {
        "search_vector": Notation(values["words"]) if "words" in values else None,
        "first_published_at__gte": values.get("start"),
        "first_published_at__lt": values.get("over"),
        "appeared_in__overlap": values.get("months"),
    }
    found = Publication.objects.live(values["at"]).in_language(values["language"])
    matching = found.filter(**{where: value for where, value in conditions.items() if value})
    return written(matching.order_by().values(*_COLUMNS), database())
