from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from analysis import publishing
from analysis.admin.generics import DeskForm, DeskTabularInline
from analysis.admin.registers import RegisterAdmin, in_every_language, per_language
from analysis.admin.site import desk, member
from analysis.admin.widgets import finder
from analysis.models import Address, KeyText, Publication, Topic
from analysis.models.articles import article_path


class TopicForm(DeskForm[Topic]):
    class Meta:
        widgets = {"parent": finder(Topic._meta.get_field("parent"))}

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"]).lower()
        if self.instance.pk and slug != self.initial["slug"] and claimed_by_others(self.instance, slug):
            raise ValidationError(_("Under “%(slug)s” other articles have, or had, their addresses.") % {"slug": slug})
        return slug


def claimed_by_others(topic: Topic, slug: str) -> bool:
    """Would an article of this topic move to an address that belongs to another one?"""
    published = Publication.objects.filter(primary_topic=topic).only("language", "slug", "article_id")
    movers = {
        article_path(publication.language, slug, publication.slug): publication.article_id for publication in published
    }
    owners = Address.objects.filter(path__in=movers).values_list("path", "article_id")
    return any(movers[path] != article_id for path, article_id in owners)


class KeyTextForm(DeskForm[KeyText]):
    class Meta:
        widgets = {"article": finder(KeyText._meta.get_field("article"))}


class KeyTextInline(DeskTabularInline[KeyText, Topic]):
    """Pinned in any language: readers get the translation into theirs. Who may change a topic may pin to it."""

    model = KeyText
    form = KeyTextForm
    fields = ("article", "position")
    extra = 0

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
