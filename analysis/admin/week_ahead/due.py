"""Everything that is due, and what is late, as a plain list."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from analysis.admin.calendar.agenda import due, late
from analysis.admin.site import desk, member, page
from analysis.permissions import user_can_see_the_desk

LATE_SHOWN = 50


def urls() -> list[URLPattern]:
    return [path("due/", desk.admin_view(due_list), name="analysis_article_due")]


@require_safe
def due_list(request: HttpRequest) -> HttpResponse:
    if not user_can_see_the_desk(member(request)):
        raise PermissionDenied
    at = timezone.now()
    found = {"due": due(at), "late": late(at, limit=LATE_SHOWN)}
    return page(request, "analysis/article/due.html", title=_("Everything due"), **found)
