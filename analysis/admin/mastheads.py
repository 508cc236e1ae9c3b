from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from analysis.admin.own_changes import OwnChangesForm
from analysis.admin.registers import PlainAdmin, per_language
from analysis.admin.site import desk
from analysis.models import Masthead


class MastheadForm(OwnChangesForm[Masthead]):
    """As the model has it."""


@admin.register(Masthead, site=desk)
class MastheadAdmin(PlainAdmin[Masthead]):
    """One row, so no list."""

    form = MastheadForm
    fieldsets: ClassVar[Any] = [
        *per_language("name", "strapline", "about"),
        (_("Approval"), {"fields": ["author_may_approve"]}),
        (_("Newsletter"), {"fields": ["offers_newsletter"]}),
    ]

    def save_model(self, request: HttpRequest, obj: Masthead, form: Any, change: bool) -> None:  # noqa: FBT001
        obj.pk = 1
        obj.save()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Masthead.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Masthead | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        current = Masthead.objects.first()
        if current:
            return redirect("admin:analysis_masthead_change", current.pk)
        return redirect("admin:analysis_masthead_add")
