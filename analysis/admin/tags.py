from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from analysis.admin.own_changes import OwnChangesForm
from analysis.admin.registers import PlainAdmin
from analysis.admin.site import desk
from analysis.models import Tag
from analysis.publishing.former_slugs import keep_former_slug


class TagForm(OwnChangesForm[Tag]):
    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()


@admin.register(Tag, site=desk)
class TagAdmin(PlainAdmin[Tag]):
    form = TagForm
    list_display = ("name", "slug")
    search_fields = ("name", "slug")
    fields = ("name", "slug")

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:  # noqa: FBT001
        super().save_model(request, obj, form, change)
        keep_former_slug(obj, form.initial["slug"] if change else "")
