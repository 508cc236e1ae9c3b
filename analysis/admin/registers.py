"""What the registers (topics, authors, issues) have in common: names in each language, and a history."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.admin import ShowFacets
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from js_asset import Media
from simple_history.admin import SimpleHistoryAdmin
from translated_fields import to_attribute

from analysis.admin.generics import M
from analysis.admin.logged import Logged
from analysis.admin.widgets import DayInput
from analysis.text.body_rules import without_markup

Fieldset = tuple["str | Promise | None", dict[str, Any]]


class PlainAdmin(Logged[M]):
    """Django's own list and form, calmer: no bulk actions, no icons beside a select, the browser's calendar."""

    actions: Any = None
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    formfield_overrides: ClassVar[Any] = {models.DateField: {"widget": DayInput}}

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only what is offered: any other column could be read by asking for its letters (trust.md, 11)."""
        offered = {getattr(each, "parameter_name", each) for each in self.get_list_filter(request)}
        return lookup.partition("__")[0] in offered

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[M], search_term: str
    ) -> tuple[models.QuerySet[M], bool]:
        # Characters that no text has, and that PostgreSQL refuses to look for.
        return super().get_search_results(request, queryset, without_markup(search_term))

    def formfield_for_dbfield(self, db_field: "models.Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        # Import maps are inline scripts: the policy lets them through by the nonce of this answer.
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))  # type: ignore[attr-defined]
        context["show_save_and_add_another"] = False
        return super().render_change_form(request, context, *args, **kwargs)


class RegisterAdmin(SimpleHistoryAdmin, PlainAdmin[M]):
    def revert_disabled(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """The history is for reading: an address taken back by it would go past the verbs."""
        return True

    def history_form_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # The library hides its button, but would still save what is sent, even from somebody who may only look.
        if request.method != "GET":
            raise PermissionDenied
        response: HttpResponse = super().history_form_view(request, *args, **kwargs)
        return response


def per_language(*names: str) -> list[Fieldset]:
    """One group of fields a language."""
    return [
        (label, {"fields": [to_attribute(name, code) for name in names], "classes": ["language-group"]})
        for code, label in settings.LANGUAGES
    ]


def in_every_language(name: str) -> list[str]:
    return [to_attribute(name, code) for code, _label in settings.LANGUAGES]
