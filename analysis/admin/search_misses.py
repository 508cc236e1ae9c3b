"""What readers looked for and did not find: editors give a name the spelling it lacks, or forget what says nothing."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from analysis.admin.article_list import LanguageFilter
from analysis.admin.registers import PlainAdmin
from analysis.admin.site import desk
from analysis.models import SearchMiss


@admin.register(SearchMiss, site=desk)
class SearchMissAdmin(PlainAdmin[SearchMiss]):
    change_list_template = "admin/analysis/searchmiss/list.html"
    list_display = ("words", "language", "how_often", "last_date", "next_step")
    list_display_links = None
    list_filter = (LanguageFilter,)
    search_fields = ("text",)
    fields = ("text", "language", "count", "last_date")
    actions = ("forget",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SearchMiss | None = None) -> bool:
        return False

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[SearchMiss]) -> Any:
        """The log would keep the words for ever, and forgotten is forgotten."""

    @admin.display(description=_("searched for"), ordering="text")
    def words(self, miss: SearchMiss) -> SafeString:
        return format_html('<bdi lang="{}">{}</bdi>', miss.language, miss.text)

    @admin.display(description=_("how often"), ordering="count")
    def how_often(self, miss: SearchMiss) -> str:
        return f"{miss.count} ×"

    @admin.display(description=_("What to do"))
    def next_step(self, miss: SearchMiss) -> SafeString:
        address = f"{reverse('admin:analysis_name_add')}?{urlencode({'spellings': miss.text})}"
        words = '<a href="{}">{}<span class="visually-hidden">: {}</span></a>'
        return format_html(words, address, _("Add a name"), miss.text)

    @admin.action(description=_("Forget"), permissions=["delete"])
    def forget(self, request: HttpRequest, queryset: QuerySet[SearchMiss]) -> None:
        number, _of_each = queryset.delete()
        said = ngettext("%(number)s search was forgotten.", "%(number)s searches were forgotten.", number)
        messages.success(request, said % {"number": number})
