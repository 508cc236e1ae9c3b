"""How rows that readers' pages have by the dozen become objects."""

from collections.abc import Collection, Mapping
from typing import Any, Self

from django.db import models
from django.db.models.base import ModelState


class PlainlyLoaded(models.Model):
    """
    For models of which pages load many. Django makes an object of a row as if somebody had typed it in: field by field,
    with signals before and after. What the database has needs none of that, and costs a tenth without.
    """

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **_more: Any) -> Self:
        row = cls.__new__(cls)
        row.__dict__.update(zip(field_names, values, strict=True))
        row._state = ModelState()
        row._state.db, row._state.adding = db, False
        return row

    @classmethod
    def told(cls, columns: Mapping[str, Any]) -> Self:
        """Of a row that came as a part of another, in JSON: as much of it as that says."""
        return cls.from_db(None, columns.keys(), list(columns.values()))
