"""Rows below a row as one JSON document: half of what objects with their names cost on both sides, and read at once."""

from django.db.models import Func, JSONField, Subquery, TextField


class JSONRow(Func):
    """A row's columns as a list."""

    function = "JSONB_BUILD_ARRAY"
    output_field = JSONField()


class JSONRows(Subquery):
    """All rows, each of which is one value."""

    template = "TO_JSONB(ARRAY(%(subquery)s))"
    output_field = JSONField()


class TextOfRows(Subquery):
    """The same as text, for what is made once of the same words: it is read only where it is new."""

    template = "TO_JSONB(ARRAY(%(subquery)s))::text"
    output_field = TextField()
