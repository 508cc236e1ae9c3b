from django.contrib import admin
from django.http import HttpRequest

from analysis.admin.generics import DeskForm
from analysis.admin.registers import PlainAdmin
from analysis.admin.site import desk
from analysis.models import Tag


class TagForm(DeskForm[Tag]):
    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()


@admin.register(Tag, site=desk)
class TagAdmin(PlainAdmin[Tag]):
    form = TagForm
    list_display = ("name", "slug")
    search_fields = ("name", "slug")
    fields = ("name", "slug")

    def get_readonly_fields(self, request: HttpRequest, obj: Tag | None = None) -> tuple[str, ...]:
        """The address of a tag's page stays what it was."""
        return ("slug",) if obj else ()
