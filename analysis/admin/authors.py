from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from analysis.admin.generics import DeskTabularInline
from analysis.admin.own_changes import OwnChangesForm
from analysis.admin.registers import RegisterAdmin, in_every_language, per_language
from analysis.admin.site import desk
from analysis.admin.widgets import PictureInput
from analysis.models import Author, AuthorLink
from analysis.publishing.former_slugs import forget_former_slugs, keep_former_slug


class AuthorForm(OwnChangesForm[Author]):
    forgets_former_addresses = forms.BooleanField(
        label=_("Forget the former addresses"),
        required=False,
        help_text=_("For a name that becomes a pseudonym: no address under the old name leads to this page any more."),
    )

    class Meta:
        widgets = {"picture": PictureInput}

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()


class LinkForm(OwnChangesForm[AuthorLink]):
    """As the model has it."""


class LinkInline(DeskTabularInline[AuthorLink, Author]):
    model = AuthorLink
    form = LinkForm
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
        (None, {"fields": ["slug", "forgets_former_addresses", "user", "picture"]}),
        *per_language("name", "job_title", "biography"),
    ]

    def save_model(self, request: HttpRequest, obj: Author, form: Any, change: bool) -> None:  # noqa: FBT001
        super().save_model(request, obj, form, change)
        keep_former_slug(obj, form.initial["slug"] if change else "")
        if form.cleaned_data["forgets_former_addresses"]:
            forget_former_slugs(obj)
