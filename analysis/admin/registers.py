"""What the registers (topics, authors, issues) have in common: names in each language, and a history."""

from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.functional import Promise
from simple_history.admin import SimpleHistoryAdmin
from translated_fields import to_attribute

from analysis.admin.generics import DeskAdmin, M
from analysis.admin.widgets import DayInput

Fieldset = tuple["str | Promise | None", dict[str, Any]]


class PlainAdmin(DeskAdmin[M]):
    """Django's own list and form, without bulk actions and with the browser's calendar."""

    actions = None
    show_full_result_count = False
    formfield_overrides = {models.DateField: {"widget": DayInput}}


class RegisterAdmin(SimpleHistoryAdmin, PlainAdmin[M]):  # type: ignore[misc]
    def revert_disabled(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """The history is for reading: an address taken back by it would go past the verbs."""
        return True


def per_language(*names: str) -> list[Fieldset]:
    """One group of fields a language."""
    return [
        (label, {"fields": [to_attribute(name, code) for name in names], "classes": ["language-group"]})
        for code, label in settings.LANGUAGES
    ]


def in_every_language(name: str) -> list[str]:
    return [to_attribute(name, code) for code, _label in settings.LANGUAGES]
