"""Rows below a row as one JSON document: half of what objects with their names cost on both sides, and read at once."""

from typing import Any

from django.db.models import Field, Func, JSONField, Subquery, TextField


class JSONRow(Func):
    """A row's columns as a list."""

    function = "JSON_BUILD_ARRAY"
    output_field = JSONField()


class TextOfRows(Subquery):
    """All rows, each of which is one value, as text: for what is made once of the same words, and read only if new."""

    template = "TO_JSON(ARRAY(%(subquery)s))::text"
    output_field: "Field[Any, Any]" = TextField()


class JSONRows(TextOfRows):
    """The same, read."""

    output_field = JSONField()
