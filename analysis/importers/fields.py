"""Reads one JSON object field by field, and says in a sentence what is wrong with it."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.utils.timezone import get_default_timezone

from analysis.text.body_rules import without_markup

# Outside of these years a clock was wrong; the last ones of the calendar have no local time everywhere.
FIRST_YEAR, LAST_YEAR = 1901, 2199


class BadLine(ValueError):
    """What is wrong with a line, for whoever made the file."""


class Fields:
    def __init__(self, values: object, *, inside: str = "") -> None:
        if not isinstance(values, Mapping):
            raise BadLine(f"“{inside}” must be an object" if inside else "this is not an object")
        self._values = values
        self._prefix = f"{inside}." if inside else ""

    def text(self, name: str, *, longest: int, required: bool = False) -> str:
        """One line of plain text; what looks like markup in it stays text."""
        text = without_markup(self._of_type(name, str, "text") or "")
        if required and not text:
            raise BadLine(f"“{self._prefix}{name}” is missing")
        return self._within(name, text, longest)

    def identifier(self, name: str, *, longest: int, required: bool = False) -> str:
        """Text, or a number as other systems have it."""
        value = self._values.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return self._within(name, str(value), longest)
        return self.text(name, longest=longest, required=required)

    def html(self, name: str) -> str:
        return self._of_type(name, str, "text") or ""

    def texts(self, name: str, *, longest: int) -> list[str]:
        items = self._items(name)
        if not all(isinstance(item, str) for item in items):
            raise BadLine(f"“{self._prefix}{name}” must be a list of texts")
        texts = (self._within(name, without_markup(item), longest) for item in items)
        return list(dict.fromkeys(text for text in texts if text))

    def objects(self, name: str) -> Iterator["Fields"]:
        for item in self._items(name):
            yield Fields(item, inside=f"{self._prefix}{name}")

    def object(self, name: str) -> "Fields | None":
        value = self._values.get(name)
        return None if value is None else Fields(value, inside=f"{self._prefix}{name}")

    def instant(self, name: str) -> datetime | None:
        """In UTC; a time without an offset is one on the publication's own clocks."""
        written = self.text(name, longest=1_000)
        if not written:
            return None
        try:
            instant = datetime.fromisoformat(written)
            self._require_plausible(name, instant)
            return instant.replace(tzinfo=instant.tzinfo or get_default_timezone()).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise self._impossible(name, written, error) from None

    def day(self, name: str) -> date | None:
        written = self.text(name, longest=1_000)
        if not written:
            return None
        try:
            day = date.fromisoformat(written)
            self._require_plausible(name, day)
        except ValueError as error:
            raise self._impossible(name, written, error) from None
        return day

    def _items(self, name: str) -> list[Any]:
        return self._of_type(name, list, "a list") or []

    def _of_type(self, name: str, kind: type, words: str) -> Any:
        value = self._values.get(name)
        if value is not None and not isinstance(value, kind):
            raise BadLine(f"“{self._prefix}{name}” must be {words}")
        return value

    def _within(self, name: str, text: str, longest: int) -> str:
        if len(text) > longest:
            raise BadLine(f"“{self._prefix}{name}” has {len(text):,} characters, more than {longest:,}")
        return text

    def _require_plausible(self, name: str, day: date) -> None:
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise BadLine(f"“{self._prefix}{name}” lies in the year {day.year}")

    def _impossible(self, name: str, written: str, error: Exception) -> BadLine:
        return error if isinstance(error, BadLine) else BadLine(f"“{self._prefix}{name}”: {written[:40]} is not a date")
