from typing import Any, ClassVar

from django.contrib import admin
from django.db import models

from analysis.admin.generics import DeskForm, DeskTabularInline
from analysis.admin.registers import RegisterAdmin, in_every_language, per_language
from analysis.admin.site import desk
from analysis.admin.widgets import PictureInput
from analysis.models import Author, AuthorLink


class AuthorForm(DeskForm[Author]):
    class Meta:
        widgets = {"picture": PictureInput}

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()


class LinkInline(DeskTabularInline[AuthorLink, Author]):
    model = AuthorLink
    extra = 0
    formfield_overrides: ClassVar[Any] = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Author, site=desk)
class AuthorAdmin(RegisterAdmin[Author]):
    form = AuthorForm
    list_display = ("name", "job_title", "slug", "user")
    list_select_related = ("user",)
    search_fields = (*in_every_language("name"), "slug")
    inlines = (LinkInline,)
    fieldsets: ClassVar[Any] = [
        (None, {"fields": ["slug", "user", "picture"]}),
        *per_language("name", "job_title", "biography"),
    ]
