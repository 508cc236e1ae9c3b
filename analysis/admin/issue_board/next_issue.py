"""The issue after the last, with an edition in every language: nobody types dates."""

from datetime import date, datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from analysis.admin.site import desk, member, require
from analysis.admin.writing.next_week import WEEK, open_issue
from analysis.models import Edition, Issue, Language
from analysis.text.local_times import YEARS
from analysis.text.periods import week_of


def urls() -> list[URLPattern]:
    return [path("next/", desk.admin_view(begin), name="analysis_issue_next")]


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """`after` is the newest issue that was on the screen: pressing twice begins one."""
    require(member(request).has_perm("analysis.add_issue"))
    at, newest = timezone.now(), newest_issue()
    if newest and request.POST.get("after") != str(newest.pk):
        messages.info(request, _("The next issue was begun already: this is it."))
        return redirect("admin:analysis_issue_board", newest.pk)
    start, _end = following(newest, at=at)
    if start.year not in YEARS:
        messages.error(request, _("No week comes after the last issue’s."))
        return redirect("admin:analysis_issue_changelist")
    issue = begin_after(newest, by=member(request), at=at)
    messages.success(request, _("%(issue)s is begun. These are its places.") % {"issue": issue})
    return redirect("admin:analysis_issue_board", issue.pk)


def newest_issue() -> Issue | None:
    return Issue.objects.order_by("-coverage_start").first()


@transaction.atomic
def begin_after(newest: Issue | None, *, by: User, at: datetime) -> Issue:
    issue = open_issue(*following(newest, at=at), by=by, at=at)
    editions = [Edition(issue=issue, language=language) for language in Language]
    Edition.objects.bulk_create(editions, ignore_conflicts=True)
    return issue


def following(newest: Issue | None, *, at: datetime) -> tuple[date, date]:
    """The week after the newest issue's, or, where there is none, the present one."""
    if newest is None:
        return week_of(timezone.localdate(at))
    try:
        return newest.coverage_start + WEEK, newest.coverage_end + WEEK
    except OverflowError:
        return date.min, date.min
