"""Intentions move freely: by a drop, by keys, or with a plain form. Promises are moved by the decision "reschedule"."""

from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from analysis import publishing
from analysis.admin.calendar.days import SHOWN, asked_for, midnight, week_shown
from analysis.admin.instants import require_known_year, weekday_in_a_sentence
from analysis.admin.site import desk, member, page
from analysis.admin.widgets import DayInput
from analysis.models import Article
from analysis.permissions import user_can_edit
from analysis.publishing import PublishingError


def urls() -> list[URLPattern]:
    return [
        path("calendar/plan/", desk.admin_view(drop), name="analysis_article_calendar_plan"),
        path("<int:pk>/plan/", desk.admin_view(plan), name="analysis_article_plan"),
    ]


class PlanForm(forms.Form):
    planned_date = forms.DateField(
        label=gettext_lazy("Planned for"),
        required=False,
        input_formats=["%Y-%m-%d"],
        validators=[require_known_year],
        widget=DayInput,
        help_text=gettext_lazy("An intention: nothing happens by it. Left empty, the text is planned for no day."),
    )


class DropForm(forms.Form):
    """What has been given to readers, or will be, is no intention any more."""

    article = forms.ModelChoiceField(Article.objects.kept().filter(publications__isnull=True))
    date = forms.DateField(input_formats=["%Y-%m-%d"], validators=[require_known_year])


def plan(request: HttpRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.kept(), pk=pk)
    require_editor_of(request, article)
    form = PlanForm(request.POST or None, initial={"planned_date": article.planned_date})
    if request.method == "POST" and form.is_valid():
        move(request, article, form.cleaned_data["planned_date"])
        return redirect(calendar_at(article, QueryDict()))
    context = {"article": article, "form": form, "back": calendar_at(article, QueryDict())}
    return page(request, "analysis/article/calendar_plan.html", title=_("Plan a day"), **context)


@require_POST
def drop(request: HttpRequest) -> HttpResponseRedirect:
    form = DropForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This was not moved: the text is no longer what it was. Look at the calendar again."))
        return redirect("admin:analysis_article_calendar")
    article = form.cleaned_data["article"]
    require_editor_of(request, article)
    move(request, article, form.cleaned_data["date"])
    return redirect(calendar_at(article, request.POST))


def require_editor_of(request: HttpRequest, article: Article) -> None:
    if not user_can_edit(member(request), article):
        raise PermissionDenied


def move(request: HttpRequest, article: Article, day: date | None) -> None:
    if day != article.planned_date:
        try:
            publishing.plan(article=article, planned_date=day, by=member(request), at=timezone.now())
        except PublishingError as error:
            messages.error(request, str(error))
            return
    if day is None:
        messages.success(request, _("“%(title)s” is planned for no day.") % {"title": article.title})
        return
    said = {"title": article.title, "day": in_words(day)}
    messages.success(request, _("“%(title)s” is planned for %(day)s.") % said)


def in_words(day: date) -> str:
    return f"{weekday_in_a_sentence(midnight(day))}, {date_format(day, 'DATE_FORMAT')}"


def calendar_at(article: Article, asked: QueryDict) -> str:
    """The same page of the calendar if the day is on it, or the one it is on."""
    day = article.planned_date
    if day is None:
        return reverse("admin:analysis_article_calendar")
    shown = asked_for(week=asked.get("week", ""), month=asked.get("month", "")) if asked else None
    if shown is None or not shown.span.first <= day <= shown.span.last:
        shown = SHOWN[shown.by](day) if shown else week_shown(day)
    return f"{shown.address}#article-{article.pk}"
