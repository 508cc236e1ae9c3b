"""Every change by a form of the desk is in the log: what a field was, and what it became."""

from typing import Any

from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils import timezone

from analysis.admin.generics import DeskAdmin, M
from analysis.admin.site import member
from analysis.models import AuditEntry

Values = dict[str, Any]


class Logged(DeskAdmin[M]):
    """In place of Django's own log, which says that something changed and not what."""

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:  # noqa: FBT001, FBT002
        before, after = {} if add else given_before(form), given(form)
        for row in (row for formset in formsets or () for row in formset.forms if row.has_changed()):
            after.setdefault("rows", []).append(given(row))
        return {"before": before, "after": after}

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        note(request, "add", obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        note(request, "change", obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        for obj in queryset:
            note(request, "delete", obj, {})


def told(form: BaseForm) -> list[str]:
    """Never a password, nor what only the form needs."""
    return [name for name in form.changed_data if "password" not in name and name in form.fields]


def given_before(form: Any) -> Values:
    return {name: in_words(form.initial.get(name)) for name in told(form)}


def given(form: Any) -> Values:
    return {name: in_words(form.cleaned_data.get(name)) for name in told(form)}


def in_words(value: Any) -> Any:
    if isinstance(value, QuerySet | list | tuple):
        return [in_words(each) for each in value]
    return value if value is None or isinstance(value, bool | int) else str(value)


def note(request: HttpRequest, verb: str, about: Model, message: Any) -> None:
    values: dict[str, Values] = message if isinstance(message, dict) else {}
    before, after = values.get("before"), values.get("after")
    AuditEntry.objects.note(verb=verb, about=about, by=member(request), at=timezone.now(), before=before, after=after)
