from typing import Any

from django.contrib import admin
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from analysis.admin.generics import DeskForm
from analysis.admin.issue_board import next_issue, pages
from analysis.admin.registers import RegisterAdmin
from analysis.admin.site import desk
from analysis.models import Issue
from analysis.text.periods import format_period, iso_week_slug


class IssueForm(DeskForm[Issue]):
    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        start, end = given.get("coverage_start"), given.get("coverage_end")
        if start and end and end < start:
            self.add_error("coverage_end", _("The period ends before it begins."))
        same_week = Issue.objects.filter(slug=iso_week_slug(start)).exclude(pk=self.instance.pk) if start else None
        if same_week and (other := same_week.first()):
            self.add_error("coverage_start", _("This week has an issue already: %(issue)s.") % {"issue": other})
        return given


@admin.register(Issue, site=desk)
class IssueAdmin(RegisterAdmin[Issue]):
    """Number and dates; editions are worded, filled and released on the board alone."""

    form = IssueForm
    change_form_template = "admin/analysis/issue/form.html"
    change_list_template = "admin/analysis/issue/list.html"
    list_display = ("number", "period", "board", "slug")
    search_fields = ("number", "slug")
    fields = ("number", ("coverage_start", "coverage_end"))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        last = Issue.objects.aggregate(number=Max("number"))["number"] or 0
        return {"number": last + 1, **super().get_changeform_initial_data(request)}

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        return [*pages.urls(), *super().get_urls()]

    @admin.display(description=gettext_lazy("Board"))
    def board(self, issue: Issue) -> SafeString:
        address = reverse("admin:analysis_issue_board", args=[issue.pk])
        hidden = format_html('<span class="visually-hidden"> {}</span>', issue.number)
        return format_html('<a href="{}">{}{}</a>', address, _("Open the board"), hidden)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        newest = next_issue.newest_issue()
        start, end = next_issue.following(newest, at=timezone.now())
        period = format_period(start, end, language=get_language() or "en")
        return super().changelist_view(request, {"newest": newest, "next_period": period, **(extra_context or {})})
