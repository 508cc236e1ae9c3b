"""What was copied from other programs, made into a body before it reaches the text."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from analysis.admin.site import desk, member
from analysis.permissions import user_can_write
from analysis.text.pasting import clean_pasted
from analysis.text.sanitising import BodyTooLarge, UnusableBody


def urls() -> list[URLPattern]:
    return [path("paste/", desk.admin_view(paste), name="analysis_article_paste")]


@require_POST
def paste(request: HttpRequest) -> JsonResponse:
    if not user_can_write(member(request)):
        raise PermissionDenied
    try:
        return JsonResponse({"html": clean_pasted(request.POST.get("html", ""))})
    except BodyTooLarge:
        sentence = _("The text is too large to be one article. Split it.")
        return JsonResponse({"error": sentence}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    except UnusableBody:
        sentence = _("This cannot be read as text. Paste it without formatting.")
        return JsonResponse({"error": sentence}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
