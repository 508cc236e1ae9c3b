"""What the registers (topics, authors, issues) have in common: names in each language, and a history."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.admin import ShowFacets
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from js_asset import Media
from simple_history.admin import SimpleHistoryAdmin
from translated_fields import to_attribute

from analysis.admin.generics import M
from analysis.admin.logged import Logged
from analysis.admin.paging import ReadOn, read_on
from analysis.admin.widgets import DayInput, without_icons
from analysis.text.body_rules import without_markup

# Django's words, in Django's catalogues.
SELECT_THIS = "Select this object for an action - {}"
Fieldset = tuple["str | Promise | None", dict[str, Any]]


class PlainAdmin(Logged[M]):
    """Django's own list and form, calmer: no bulk actions, no icons beside a select, the browser's calendar."""

    actions: Any = None
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    formfield_overrides: ClassVar[Any] = {models.DateField: {"widget": DayInput}}

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only what is offered: any other column could be read by asking for its letters."""
        offered = {getattr(each, "parameter_name", each) for each in self.get_list_filter(request)}
        return lookup.partition("__")[0] in offered

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[M], search_term: str
    ) -> tuple[models.QuerySet[M], bool]:
        # Characters that no text has, and that PostgreSQL refuses to look for.
        return super().get_search_results(request, queryset, without_markup(search_term))

    def get_paginator(
        self,
        request: HttpRequest,
        queryset: models.QuerySet[M],
        per_page: int,
        orphans: int = 0,
        allow_empty_first_page: bool = True,  # noqa: FBT001, FBT002 - as Django calls it
    ) -> ReadOn:
        """Of a list, and of what a few letters find: each has its own name for the page."""
        asked = request.GET.get(PAGE_VAR) or request.GET.get("page")
        options = {"orphans": orphans, "allow_empty_first_page": allow_empty_first_page}
        return read_on(queryset, per_page, asked, **options)

    def action_checkbox(self, obj: M) -> SafeString:
        """Django's own, but written at once: through a template each, they are a quarter of a page of 50 rows."""
        label = format_html(gettext(SELECT_THIS), obj)
        box = '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{}">'
        return format_html(box, ACTION_CHECKBOX_NAME, obj.pk, label)

    def formfield_for_dbfield(self, db_field: "models.Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        return without_icons(super().formfield_for_dbfield(db_field, request, **kwargs))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        context["media"] = allowed(context["media"], request)
        context["show_save_and_add_another"] = False
        return super().render_change_form(request, context, *args, **kwargs)


def allowed(media: Any, request: HttpRequest) -> Media:
    """Import maps are inline scripts: the policy lets them through by the nonce of this answer."""
    return Media.from_media(media, nonce=str(request.csp_nonce))  # type: ignore[attr-defined]


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
