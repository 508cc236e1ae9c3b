"""The whole site as of an instant: page by page what readers get then, or got."""

from datetime import UTC, datetime, timedelta
from typing import Final

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import resolve, reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language_from_path, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from analysis.admin.instants import InstantField, in_words
from analysis.admin.site import desk, member
from analysis.permissions import user_can_see_the_desk
from analysis.previews import timeline
from analysis.previews.addresses import as_of, is_within_reach
from analysis.previews.banners import Link, banner
from analysis.previews.links import led_through
from analysis.text.paths import canonical_path
from analysis.views import errors
from analysis.views.clock import RequestAsOf

SCHEDULED_NEXT = 20
HOUR: Final = timedelta(hours=1)
EARLIER = (
    (timedelta(days=-7), gettext_lazy("A week earlier")),
    (timedelta(days=-1), gettext_lazy("A day earlier")),
    (-HOUR, gettext_lazy("An hour earlier")),
)
LATER = (
    (HOUR, gettext_lazy("An hour later")),
    (timedelta(days=1), gettext_lazy("A day later")),
    (timedelta(days=7), gettext_lazy("A week later")),
)


class InstantForm(forms.Form):
    at = InstantField(label=gettext_lazy("The site as of"))
    path = forms.CharField(required=False, widget=forms.HiddenInput)


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Asks for an instant, and leads to the page one comes from as of then."""
    require_desk(request)
    now, is_asked = timezone.now(), "at_day" in request.GET
    path = request.GET.get("path", "") or "/"
    monday = timeline.next_monday(now)
    form = InstantForm(request.GET) if is_asked else InstantForm(initial={"at": monday, "path": path})
    if is_asked and form.is_valid():
        return HttpResponseRedirect(as_of(form.cleaned_data["at"], *parted(path)))
    quick = [Link(_("Now"), as_of(now, *parted(path))), Link(in_words(monday), as_of(monday, *parted(path)))]
    moments = [
        (in_words(moment.at), as_of(moment.at, *parted(path)), moment.publications)
        for moment in timeline.coming(now, SCHEDULED_NEXT)
    ]
    context = {"title": _("The site as of an instant"), "form": form, "quick": quick, "moments": moments}
    request.current_app = desk.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "previews/as_of.html", desk.each_context(request) | context)


@require_safe
def walk(request: HttpRequest, instant: datetime, inner: str) -> HttpResponse:
    """A reader's page as of then, with links that stay there."""
    require_desk(request)
    path, query = canonical_path(inner), request.META.get("QUERY_STRING", "")
    if path != inner:
        return HttpResponseRedirect(as_of(instant, path, query))
    answer = answer_of(RequestAsOf(path, query=query, at=instant))
    if "Location" in answer.headers:
        return HttpResponseRedirect(as_of(instant, *parted(answer.headers["Location"])))
    response = HttpResponse(
        framed(answer, instant, signpost(instant, path, query)),
        status=answer.status_code,
        content_type=answer.headers["Content-Type"],
    )
    response.headers["Content-Language"] = answer.headers["Content-Language"]
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def require_desk(request: HttpRequest) -> None:
    if not user_can_see_the_desk(member(request)):
        raise PermissionDenied


def parted(address: str) -> tuple[str, str]:
    """Path and query."""
    path, _mark, query = address.partition("?")
    return canonical_path(path), query


def answer_of(request: RequestAsOf) -> HttpResponse:
    """What the reading room says, in the language of the address and the zone where the publication is at home."""
    code = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    with translation.override(code), timezone.override(timezone.get_default_timezone()):
        answer = from_the_reading_room(request)
    answer.headers.setdefault("Content-Language", code)
    return answer


def from_the_reading_room(request: RequestAsOf) -> HttpResponse:
    try:
        match = resolve(request.path_info)
        if match.app_name != "analysis":
            raise Http404
        answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return errors.not_found(request)
    return answer


def framed(answer: HttpResponse, instant: datetime, sign: SafeString) -> bytes:
    """The page with the banner; what is no page stays as it is."""
    if not answer.headers["Content-Type"].startswith("text/html"):
        return answer.content
    html = led_through(answer.content.decode(), lambda address: as_of(instant) + address.removeprefix("/"))
    head = translation.gettext("")  # placeholder
    return html.encode()


def signpost(instant: datetime, path: str, query: str) -> SafeString:
    return banner("")


def moved(instant: datetime, step: timedelta) -> datetime:
    """Days by the clock on the wall, hours as they pass."""
    if step % timedelta(days=1):
        return instant + step
    return (timezone.localtime(instant) + step).astimezone(UTC)
