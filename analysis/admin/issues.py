from typing import Any

from django.contrib import admin
from django.db.models import Max
from django.http import HttpRequest
from django.utils.translation import gettext as _

from analysis.admin.generics import DeskForm, DeskStackedInline
from analysis.admin.registers import RegisterAdmin
from analysis.admin.site import desk
from analysis.models import Edition, Issue, Language
from analysis.text.periods import iso_week_slug


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


class EditionInline(DeskStackedInline[Edition, Issue]):
    model = Edition
    extra = 0
    max_num = len(Language)


@admin.register(Issue, site=desk)
class IssueAdmin(RegisterAdmin[Issue]):
    form = IssueForm
    list_display = ("number", "period", "slug")
    search_fields = ("number", "slug")
    inlines = (EditionInline,)
    fields = ("number", ("coverage_start", "coverage_end"))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        last = Issue.objects.aggregate(number=Max("number"))["number"] or 0
        return {"number": last + 1, **super().get_changeform_initial_data(request)}
