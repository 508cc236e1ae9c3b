"""The week ahead: what is planned and what is promised, by trend and day."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _

from analysis.admin.calendar.days import DAY, SHOWN, Shown, asked_for, month_shown, week_shown
from analysis.admin.calendar.grid import Found, found_in, rows, weeks
from analysis.admin.calendar.holes import holes
from analysis.admin.site import desk, member, page
from analysis.admin.week_ahead import feed, moving
from analysis.models import Issue
from analysis.permissions import user_can_see_the_desk, user_can_write


def urls() -> list[URLPattern]:
    calendar = path("calendar/", desk.admin_view(week_ahead), name="analysis_article_calendar")
    return [calendar, *moving.urls(), *feed.urls()]


def week_ahead(request: HttpRequest) -> HttpResponse:
    user, at = member(request), timezone.now()
    if not user_can_see_the_desk(user):
        raise PermissionDenied
    shown = what_is_shown(request, at)
    found = found_in(shown.span, user=user, at=at)
    today = timezone.localdate(at)
    return page(
        request,
        f"analysis/article/calendar_{shown.by}.html",
        title=_("The week ahead") if shown.by == "week" else _("The month ahead"),
        shown=shown,
        views=views(shown, today),
        previous=SHOWN[shown.by](shown.previous),
        current=SHOWN[shown.by](today),
        following=SHOWN[shown.by](shown.following),
        today=today,
        is_empty=not found.entries,
        month=(shown.previous + DAY).month,
        can_write=user_can_write(user),
        feed_address=feed.address(user),
        **(by_trend(shown, found, today=today, at=at) if shown.by == "week" else {"weeks": weeks(shown.span, found)}),
    )


def issue_about(shown: Shown) -> Issue | None:
    """The weekly issue that these days are monitored for."""
    first, last = shown.span
    return Issue.objects.filter(coverage_start__lte=last, coverage_end__gte=first).first()


def what_is_shown(request: HttpRequest, at: datetime) -> Shown:
    """As the address says, or this week."""
    week, month = request.GET.get("week", ""), request.GET.get("month", "")
    if not week and not month:
        return week_shown(timezone.localdate(at))
    shown = asked_for(week=week, month=month)
    if shown is None:
        raise Http404
    return shown


def views(shown: Shown, today: date) -> list[Shown]:
    """The week and the month around what is shown: around today, if that is on the page."""
    day = today if shown.span.first <= today <= shown.span.last else shown.previous + DAY
    return [week_shown(day), month_shown(day)]


def by_trend(shown: Shown, found: Found, *, today: date, at: datetime) -> dict[str, Any]:
    missing = holes(week=(shown.span.first, shown.span.last), at=at)
    return {
        "rows": rows(shown.span, found, missing),
        "holes": missing,
        "issue": issue_about(shown),
        # What is begun for a hole is meant for the first day that is left of the week.
        "day_for_holes": max(shown.span.first, today) if today <= shown.span.last else None,
    }
