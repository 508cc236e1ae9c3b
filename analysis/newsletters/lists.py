"""Whole lists of readers, on the way from one system to another: CSV with the columns below, UTF-8."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, NamedTuple, TextIO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware

from analysis.models import Language
from analysis.newsletters.models import Subscription
from analysis.text.tables import csv_lines, plain_cell

COLUMNS: Final = ("email", "language", "confirmed_at")


class ListError(ValueError):
    """Says in which line what is wrong."""


class Entry(NamedTuple):
    email: str
    language: str
    confirmed_at: datetime


def list_lines() -> Iterator[str]:
    """Those who have confirmed, after the heads of the columns."""
    rows = Subscription.objects.confirmed().order_by("pk").values_list(*COLUMNS)
    return csv_lines(COLUMNS, ((email, code, at.isoformat()) for email, code, at in rows.iterator()))


def read_list(file: TextIO, *, language: str, at: datetime) -> list[Entry]:
    """
    What a file says. `language` is for lines without one, `at` for those that do not know when their reader confirmed.

    Raises ListError for the first line that cannot be meant, so that no list is read by halves.
    """
    table = csv.DictReader(file)
    if "email" not in (table.fieldnames or ()):
        raise ListError(f"line 1: there is no column “email”; the columns are {', '.join(COLUMNS)}.")
    return list(_entries(table, language, at))


def add(entries: Iterable[Entry]) -> int:
    """How many were new. Who is there already stays as they are, and nobody is written to."""
    before = Subscription.objects.count()
    rows = (Subscription(**entry._asdict(), asked_at=entry.confirmed_at) for entry in entries)
    Subscription.objects.bulk_create(rows, ignore_conflicts=True, batch_size=5_000)
    return Subscription.objects.count() - before


def _entries(table: "csv.DictReader[str]", language: str, at: datetime) -> Iterator[Entry]:
    for row in table:
        try:
            yield _entry({name: plain_cell((row.get(name) or "").strip()) for name in COLUMNS}, language, at)
        except ListError as error:
            raise ListError(f"line {table.line_num}: {error}") from None


def _entry(given: dict[str, str], language: str, at: datetime) -> Entry:
    try:
        validate_email(given["email"])
    except ValidationError:
        raise ListError(f"“{given['email']}” is no e-mail address.") from None
    spoken = given["language"] or language
    if spoken not in Language.values:
        raise ListError(f"“{spoken}” is none of the publication’s languages ({', '.join(Language.values)}).")
    return Entry(given["email"], spoken, _instant(given["confirmed_at"]) or at)


def _instant(text: str) -> datetime | None:
    try:
        found = parse_datetime(text) if text else None
    except ValueError:
        found = None
    if text and not found:
        raise ListError(f"“{text}” is no instant of the form 2026-11-30T09:00:00+00:00.")
    return make_aware(found) if found and is_naive(found) else found
