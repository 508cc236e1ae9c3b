"""The log: who did what, when, why. Administrators read it and take it away as a table; nobody changes it."""

import json
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import NoReverseMatch, URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from analysis.admin.registers import PlainAdmin
from analysis.admin.site import desk, member
from analysis.admin.wording import bearing
from analysis.models import AuditEntry
from analysis.models.audit import TOLD
from analysis.models.plain_words import words_of
from analysis.permissions import user_can_read_log
from analysis.text.body_rules import without_markup
from analysis.text.numbers import whole_number
from analysis.text.tables import csv_lines

COLUMNS = ("at", "by", "verb", "subject_type", "subject_id", "subject", "why", "before", "after")
# A longer search finds nothing more, and costs.
MOST_WORDS = 12
Choices = list[tuple[str, Any]]

# What somebody did, in a word or two.
VERBS: dict[str, Promise] = {
    "adapt_translation": _("said whether a translation is free"),
    "add": _("added"),
    "approval_lost": _("approval lost by a change"),
    "approve": _("approved"),
    "ban_suggestion": _("said that a text is never suggested"),
    "begin_translation": _("began a translation"),
    "call_off": _("called off a release"),
    "cancel": _("cancelled what was scheduled"),
    "change": _("changed"),
    "create": _("begun"),
    "delete": _("deleted"),
    "discard_for_good": _("deleted for good"),
    "embargo": _("set an embargo"),
    "expire": _("set an end"),
    "import": _("imported"),
    "join_issue": _("filed in its issue by a release"),
    "leave_suggestion_alone": _("took back a decision on a suggestion"),
    "leave_out": _("said why a trend has no text"),
    "merge": _("merged"),
    "merge_settled": _("settled a merge"),
    "move_release": _("moved a release"),
    "new_calendar_address": _("new address of the calendar"),
    "note": _("wrote a note"),
    "order_suggestions": _("put suggestions in order"),
    "pin_suggestion": _("pinned a suggestion"),
    "plan": _("planned"),
    "publish": _("published"),
    "release": _("released an edition"),
    "remove_second_factor": _("removed a second factor"),
    "rename_topic": _("changed the address of a topic"),
    "reopen_note": _("reopened a note"),
    "replace_password": _("replaced or removed a password"),
    "reply": _("replied to a note"),
    "reschedule": _("moved what was scheduled"),
    "resolve_note": _("resolved a note"),
    "restore": _("restored"),
    "return": _("returned"),
    "revoke_share": _("closed a draft link"),
    "save": _("saved"),
    "schedule": _("scheduled"),
    "set_blocking": _("made a note block or not"),
    "set_language": _("changed the language"),
    "settle_translation": _("said that a translation is up to date"),
    "share": _("made a draft link"),
    "submit": _("submitted"),
    "take_back": _("taken back"),
    "take_out_of_trash": _("taken out of the trash"),
    "take_reason_back": _("took back why a trend has no text"),
    "throw_away": _("put in the trash"),
    "withdraw": _("withdrawn"),
}


class VerbFilter(admin.SimpleListFilter):
    title = _("What")
    parameter_name = "verb"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(verb, in_words(verb)) for verb in AuditEntry.objects.verbs()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(verb=self.value()) if self.value() else queryset


class PersonFilter(admin.SimpleListFilter):
    title = _("Who")
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(str(user.pk), str(user)) for user in User.objects.order_by("name", "email")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        number = whole_number(self.value() or "")
        return queryset.filter(by_id=number) if number is not None else queryset


@admin.register(AuditEntry, site=desk)
class AuditEntryAdmin(PlainAdmin[AuditEntry]):
    change_list_template = "admin/analysis/auditentry/list.html"
    list_display = ("when", "who", "what", "about", "why")
    list_display_links = ("when",)
    list_filter = (VerbFilter, PersonFilter)
    search_fields = ("subject", "why")
    list_select_related = ("by",)
    list_per_page = 100
    ordering = ("-at", "-id")
    readonly_fields = ("when", "who", "what", "about", "why", "before_told", "after_told")
    fields = readonly_fields

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        return [path("export/", desk.admin_view(export), name="analysis_auditentry_export"), *super().get_urls()]

    def has_view_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return user_can_read_log(member(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AuditEntry], search_term: str
    ) -> tuple[QuerySet[AuditEntry], bool]:
        """Each word, or what begins with it, is in the subject or in the reason."""
        phrases = [words_of(word) for word in without_markup(search_term).split()[:MOST_WORDS]]
        return bearing(queryset, phrases, *TOLD), False

    @admin.display(description=_("When"), ordering="at")
    def when(self, entry: AuditEntry) -> str:
        local = timezone.localtime(entry.at)
        return f"{date_format(local, 'SHORT_DATE_FORMAT')} {local:%H:%M:%S}"

    @admin.display(description=_("Who"))
    def who(self, entry: AuditEntry) -> str:
        return str(entry.by) if entry.by else str(_("the house itself"))

    @admin.display(description=_("What"))
    def what(self, entry: AuditEntry) -> str:
        return in_words(entry.verb)

    @admin.display(description=_("About"))
    def about(self, entry: AuditEntry) -> SafeString | str:
        address = address_of(entry)
        return format_html('<a href="{}">{}</a>', address, entry.subject) if address else entry.subject

    @admin.display(description=_("Before"))
    def before_told(self, entry: AuditEntry) -> SafeString:
        return as_list(entry.before)

    @admin.display(description=_("After"))
    def after_told(self, entry: AuditEntry) -> SafeString:
        return as_list(entry.after)


def in_words(verb: str) -> str:
    return str(VERBS.get(verb, verb))


def address_of(entry: AuditEntry) -> str:
    app = "accounts" if entry.subject_type == "user" else "analysis"
    try:
        return reverse(f"admin:{app}_{entry.subject_type}_change", args=[entry.subject_id])
    except NoReverseMatch:
        return ""


def as_list(values: dict[str, Any]) -> SafeString:
    return format_html("<pre>{}</pre>", json.dumps(values, ensure_ascii=False, indent=2)) if values else SafeString("–")


def export(request: HttpRequest) -> StreamingHttpResponse:
    if not user_can_read_log(member(request)):
        raise PermissionDenied
    entries = AuditEntry.objects.select_related("by").order_by("id").iterator(chunk_size=2000)
    response = StreamingHttpResponse(csv_lines(COLUMNS, map(cells, entries)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="log.csv"'
    return response


def cells(entry: AuditEntry) -> list[str]:
    return [
        entry.at.isoformat(),
        entry.by.email if entry.by else "",
        entry.verb,
        entry.subject_type,
        str(entry.subject_id or ""),
        entry.subject,
        entry.why,
        json.dumps(entry.before, ensure_ascii=False) if entry.before else "",
        json.dumps(entry.after, ensure_ascii=False) if entry.after else "",
    ]
