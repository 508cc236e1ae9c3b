"""Two people on one text: what was joined by itself, and the screen for what was not."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from analysis.admin.changes import label
from analysis.admin.site import desk
from analysis.models import Revision
from analysis.publishing import EditConflict


def urls() -> list[URLPattern]:
    return [path("<int:pk>/merge/<int:revision_pk>/", desk.admin_view(merge), name="analysis_article_merge")]


def merge(request: HttpRequest, pk: int, revision_pk: int) -> HttpResponse:
    raise Http404


def note(request: HttpRequest, conflict: EditConflict) -> None:
    """Until the answer is given: the form is saved in one of Django's methods and answered in another."""
    request.edit_conflict = conflict  # type: ignore[attr-defined]


def noted(request: HttpRequest) -> Revision | None:
    conflict = getattr(request, "edit_conflict", None)
    return conflict.set_aside if conflict else None


def tell(request: HttpRequest, merged: list[str]) -> None:
    if merged:
        fields = ", ".join(map(label, merged))
        message = _("Somebody else had changed this meanwhile, and it was kept: %(fields)s.")
        messages.info(request, message % {"fields": fields})
