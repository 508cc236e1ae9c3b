"""
Rows that one list after another has. Of those that say the same the object is made once, and what is drawn of it too.

A row is known by all of its values, those of its topic and its picture included. So nothing has to be told of a change:
a text whose topic has another name is another row.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from typing import Any, Final

from django.db.models import Model
from django.db.models.query import ModelIterable, get_related_populators

from analysis.models.loading import copied

# Five kilobytes each. A site of thirty topics and forty authors has fewer on the first pages of all its lists.
MOST: Final = 800

Row = tuple[Any, ...]

_NUMBERS = count()


@dataclass(slots=True)
class Known:
    """`drawings`: HTML, by whatever it depends on besides the row."""

    made: Model | None = None
    drawings: dict[Any, Any] = field(default_factory=dict)


class KnownRows(ModelIterable):  # type: ignore[type-arg]
    """For querysets whose rows are to be known. Each that asks gets copies, with what is annotated in its own query."""

    def __iter__(self) -> Iterator[Any]:
        asked: Any = self.queryset
        compiler = asked.query.get_compiler(using=asked.db)
        rows = list(compiler.results_iter(compiler.execute_sql()))
        notes = compiler.annotation_col_map or {}
        first, after = (min(notes.values()), max(notes.values()) + 1) if notes else (0, 0)
        columns = _columns([column for column, *_names in compiler.select], first, after)
        make = _maker(compiler, asked.db)
        for row in rows:
            known = _known(columns, *row[:first], *row[after:])
            known.made = known.made or make(row)
            mine: Any = copied(known.made)
            mine.drawings = known.drawings
            for name, place in notes.items():
                setattr(mine, name, row[place])
            yield mine


@lru_cache(maxsize=MOST)
def _known(*_columns_and_values: Any) -> Known:
    return Known()


def _columns(select: list[Any], first: int, after: int) -> int:
    """Stands for what the values of a row are."""
    return _number(tuple(column.target for column in (*select[:first], *select[after:])))


@lru_cache(maxsize=100)
def _number(columns: tuple[Any, ...]) -> int:
    return next(_NUMBERS)


def _maker(compiler: Any, using: str) -> Callable[[Row], Model]:
    """As Django's own iterable makes them."""
    told, select = compiler.klass_info, compiler.select
    start, end = told["select_fields"][0], told["select_fields"][-1] + 1
    names = [column.target.attname for column, *_names in select[start:end]]
    related: Any = get_related_populators(told, select, using)  # type: ignore[call-arg] # of another Django's stubs

    def make(row: Row) -> Model:
        made: Model = told["model"].from_db(using, names, row[start:end])
        for populator in related:
            populator.populate(row, made)
        return made

    return make
