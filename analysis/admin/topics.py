from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Field
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from analysis import publishing
from analysis.admin.generics import DeskTabularInline
from analysis.admin.own_changes import OwnChangesForm
from analysis.admin.registers import RegisterAdmin, in_every_language, per_language
from analysis.admin.site import desk, member
from analysis.admin.widgets import finder, without_icons
from analysis.models import KeyText, Topic
from analysis.publishing import PublishingError


class TopicForm(OwnChangesForm[Topic]):
    class Meta:
        widgets = {"parent": finder(Topic._meta.get_field("parent"))}

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"]).lower()
        if self.instance.pk and "slug" in self.changed_data:
            try:
                publishing.require_room(topic=self.instance, slug=slug)
            except PublishingError as error:
                raise ValidationError(str(error)) from error
        return slug


class KeyTextForm(OwnChangesForm[KeyText]):
    class Meta:
        widgets = {"article": finder(KeyText._meta.get_field("article"))}


class KeyTextInline(DeskTabularInline[KeyText, Topic]):
    """Pinned in any language: readers get the translation into theirs. Who may change a topic may pin to it."""

    model = KeyText
    form = KeyTextForm
    fields = ("article", "position")
    extra = 0

    def formfield_for_dbfield(self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        return without_icons(super().formfield_for_dbfield(db_field, request, **kwargs))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return member(request).has_perm("analysis.change_topic")

    has_view_permission = has_change_permission = has_delete_permission = has_add_permission


@admin.register(Topic, site=desk)
class TopicAdmin(RegisterAdmin[Topic]):
    form = TopicForm
    list_display = ("name", "slug", "is_trend", "position")
    list_filter = ("is_trend",)
    search_fields = (*in_every_language("name"), "slug")
    ordering = ("position", "slug")
    inlines = (KeyTextInline,)
    fieldsets: ClassVar[Any] = [
        (None, {"fields": ["slug", "parent", "is_trend", "position"]}),
        *per_language("name", "description"),
    ]

    def save_model(self, request: HttpRequest, obj: Topic, form: Any, change: bool) -> None:  # noqa: FBT001
        if change and "slug" in form.changed_data:
            publishing.rename_topic(topic=obj, slug=obj.slug, at=timezone.now(), by=member(request))
        else:
            obj.save()

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An address that was free when the form was checked may have been taken before it was saved."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except PublishingError as error:
            messages.error(request, str(error))
            return redirect(request.path)
