"""The pages on which something is decided: each names the article, the instant and the zone, and asks once more."""

from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from analysis.admin.calendar.days import week_shown
from analysis.admin.deciding.decisions import DECISIONS, Decision
from analysis.admin.deciding.forms import Case
from analysis.admin.history.versions import last_saved, locked
from analysis.admin.instants import in_words
from analysis.admin.site import desk, member, page
from analysis.admin.writing import checking
from analysis.models import Article
from analysis.publishing import PublishingError


def urls() -> list[URLPattern]:
    return [
        path(
            f"<int:pk>/publications/<int:publication_pk>/{decision.name}/"
            if decision.of_publication
            else f"<int:pk>/{decision.name}/",
            desk.admin_view(partial(decide, decision=decision)),
            name=f"analysis_article_{decision.name}",
        )
        for decision in DECISIONS
    ]


# What a text can do that is saved for the first time.
FIRST_STEPS = [decision for decision in DECISIONS if decision.name == "submit"]


def next_steps(user: User, article: Article) -> list[Decision]:
    """What this person could do with the text now, in the order in which a text goes its way."""
    return [each for each in DECISIONS if not each.of_publication and each.fits(article) and each.may(user, article)]


def next_step(request: HttpRequest, decision: Decision, article: Article) -> HttpResponseRedirect:
    """After a save: what can do no harm is done, for the rest a page asks once more."""
    if not decision.is_harmless:
        return redirect(f"admin:analysis_article_{decision.name}", article.pk)
    case = Case(Article.objects.get(pk=article.pk), None, member(request), timezone.now())
    try:
        messages.success(request, decision.carry_out(case, {}))
    except PublishingError as error:
        messages.error(request, str(error))
    return redirect("admin:analysis_article_change", article.pk)


def decide(request: HttpRequest, pk: int, *, decision: Decision, publication_pk: int | None = None) -> HttpResponse:
    article = get_object_or_404(Article, pk=pk)
    if not decision.may(member(request), article):
        raise PermissionDenied
    publication = get_object_or_404(article.publications, pk=publication_pk) if publication_pk else None
    case = Case(article, publication, member(request), timezone.now())
    initial = {"version": article.version, **decision.initial(case)}
    form = decision.form(request.POST or proposal(request, decision, article), case=case, initial=initial)
    if request.method == "POST" and form.is_valid() and (done := carried_out(decision, case, form)):
        messages.success(request, done)
        return redirect(way_back(request, article, form.cleaned_data.get("go_live_at")))
    return page(
        request,
        "analysis/article/decide.html",
        title=decision.heading,
        decision=decision,
        question=decision.question(case),
        article=article,
        publication=publication,
        now=in_words(case.at),
        proposed=proposed(form) if request.method == "GET" else "",
        path=article.path,
        back=way_back(request, article, publication.live_from if publication else None),
        form=form,
        checklist=checking.before(decision.name, article),
    )


def proposal(request: HttpRequest, decision: Decision, article: Article) -> dict[str, Any] | None:
    """From the calendar: the same local time on another day, which the form asks back where no clock shows it."""
    if request.method != "GET" or decision.name != "reschedule":
        return None
    try:
        local = datetime.fromisoformat(request.GET.get("go_live_at", ""))
    except ValueError:
        return None
    return {"version": article.version, "go_live_at_day": local.date(), "go_live_at_time": local.time()}


def proposed(form: forms.Form) -> str:
    instant = form.cleaned_data.get("go_live_at") if form.is_valid() else None
    return in_words(instant) if instant else ""


def way_back(request: HttpRequest, article: Article, instant: datetime | None) -> str:
    """To the text, or to where it was moved from."""
    if request.GET.get("next") == "calendar" and instant:
        return week_shown(timezone.localdate(instant)).address
    return reverse("admin:analysis_article_change", args=[article.pk])


def carried_out(decision: Decision, case: Case, form: forms.Form) -> str | None:
    """The sentence that says so, or None with the reason beside its field."""
    try:
        with transaction.atomic():
            require_version(case.article, form.cleaned_data["version"])
            return decision.carry_out(case, form.cleaned_data)
    except PublishingError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None


def require_version(article: Article, version: int) -> None:
    if locked(article).version != version:
        message = _("%(saved)s after you opened this page. Look at the text again before you decide.")
        raise PublishingError(message % {"saved": last_saved(article)})
