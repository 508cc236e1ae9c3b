"""How rows that readers' pages have by the dozen become objects."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models.base import ModelState

M = TypeVar("M", bound=models.Model)


class PlainlyLoaded(models.Model):
    """
    For models of which pages load many. Django makes an object of a row as if somebody had typed it in: field by field,
    with signals before and after. What the database has needs none of that, and costs a tenth without.
    """

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **_more: Any) -> Self:
        return made(cls, zip(field_names, values, strict=True), db=db)

    @classmethod
    def told(cls, columns: Mapping[str, Any]) -> Self:
        """Of a row that came as a part of another, in JSON: as much of it as that says."""
        return cls.from_db(None, columns.keys(), list(columns.values()))


def copied(row: M) -> M:
    """With copies of what it refers to, as far as that is loaded."""
    copy = made(row.__class__, row.__dict__.items(), db=row._state.db)
    for name, other in row._state.fields_cache.items():
        copy._state.fields_cache[name] = copied(other) if isinstance(other, models.Model) else other
    return copy


def made(model: type[M], values: Iterable[tuple[str, Any]], *, db: str | None) -> M:
    row = model.__new__(model)
    row.__dict__.update(values)
    row._state = ModelState()
    row._state.db, row._state.adding = db, False
    return row
