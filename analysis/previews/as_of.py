"""The whole site as it will be, or was, at an instant: staff walk through it like readers."""

from datetime import datetime, time, timedelta
from typing import Any, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Min, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language_from_path, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from analysis.admin.instants import InstantField, in_words
from analysis.admin.site import member, page
from analysis.models import Publication
from analysis.permissions import user_can_see_the_desk
from analysis.previews.addresses import SECOND, as_of, at_the_second, is_within_reach
from analysis.previews.framing import framed, kept_private, private
from analysis.text.paths import canonical_path
from analysis.views.clock import RequestAsOf
from analysis.views.errors import not_found

MONDAY = 7
NINE = time(9)
COMING = 5
STEPS = (
    (gettext_lazy("a week earlier"), -timedelta(weeks=1)),
    (gettext_lazy("a day earlier"), -timedelta(days=1)),
    (gettext_lazy("an hour earlier"), -timedelta(hours=1)),
    (gettext_lazy("an hour later"), timedelta(hours=1)),
    (gettext_lazy("a day later"), timedelta(days=1)),
    (gettext_lazy("a week later"), timedelta(weeks=1)),
)


class InstantForm(forms.Form):
    at = InstantField(label=gettext_lazy("The site as of"))


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Chooses the instant; the walk begins on the first page."""
    require_staff(request)
    now = timezone.now()
    form = InstantForm(request.GET if "at_day" in request.GET else None, initial={"at": next_monday(now)})
    if form.is_bound and form.is_valid():
        return redirect(as_of(form.cleaned_data["at"]))
    context = {"form": form, "choices": choices(now)}
    return page(request, "as_of.html", title=_("The site as of another instant"), **context)


def choices(now: datetime) -> list[tuple[str, str]]:
    """Instants worth a look, in words, with their addresses."""
    coming = Publication.objects.scheduled(now).order_by("live_from").values_list("live_from", flat=True)
    instants = [next_monday(now), *coming.distinct()[:COMING]]
    return [(in_words(instant), as_of(instant)) for instant in sorted(set(instants))]


def next_monday(now: datetime) -> datetime:
    """At nine, in the person's own zone."""
    today = timezone.localdate(now)
    monday = today + timedelta(days=MONDAY - today.weekday())
    return timezone.make_aware(datetime.combine(monday, NINE))


@require_safe
def walk(request: HttpRequest, at: datetime, path: str) -> HttpResponse:
    """A reader's page of that instant. Whoever asks, and how, has no part in it but the address."""
    require_staff(request)
    path = "/" + path.lstrip("/")
    if (canonical := canonical_path(path)) != path:
        return redirect(as_of(at, canonical, request.META.get("QUERY_STRING", "")))
    language = get_language_from_path(path) or settings.LANGUAGE_CODE
    response = readers_page(path, query=request.META.get("QUERY_STRING", ""), at=at, language=language)
    if location := response.headers.get("Location"):
        target = urlsplit(location)
        return redirect(as_of(at, target.path, target.query))
    if not response.headers["Content-Type"].startswith("text/html"):
        # A feed, a table, a printed issue: as it is at that instant, and as it will be served.
        return kept_private(response, language=language)
    html = framed(response.content.decode(), banner(at, path), turn=lambda address: turned(at, address))
    return private(html, status=response.status_code, language=language)


def require_staff(request: HttpRequest) -> None:
    if not user_can_see_the_desk(member(request)):
        raise PermissionDenied


def turned(at: datetime, address: str) -> str:
    """Of a link: the same page at the instant of the walk."""
    rest, separator, fragment = address.partition("#")
    inner, question, query = rest.partition("?")
    # Written as it stands: it is in an attribute, where "&" has its entity already.
    return as_of(at, inner) + question + query + separator + fragment


def readers_page(path: str, *, query: str, at: datetime, language: str) -> HttpResponse:
    """What a visitor gets: in the page's language and the publication's own zone."""
    request = RequestAsOf(path, query=query, at=at)
    with override(language), timezone.override(ZoneInfo(settings.TIME_ZONE)):
        match = resolve(path)
        # Of the desk, of files and of probes there is no other instant.
        if match.app_names != ["analysis"]:
            return not_found(request)
        try:
            return cast(HttpResponse, match.func(request, *match.args, **match.kwargs))
        except Http404:
            return not_found(request)


def banner(at: datetime, path: str) -> SafeString:
    now = timezone.now()
    earlier, later = neighbours(at)
    context: dict[str, Any] = {
        "instant": in_words(at),
        "is_past": at < now,
        "steps": [(label, as_of(at + step, path)) for label, step in STEPS if is_within_reach(at + step)],
        "earlier": (in_words(earlier), as_of(earlier, path)) if earlier else None,
        "later": (in_words(later), as_of(later, path)) if later else None,
        "now": as_of(now, path),
        "path": path,
    }
    return render_to_string("previews/as_of_banner.html", context)


def neighbours(at: datetime) -> tuple[datetime | None, datetime | None]:
    """The last change of what is public before this second, and the first one after it; in whole seconds."""
    publications, done = Publication.objects.all(), at - SECOND
    before = publications.aggregate(
        begins=Max("live_from", filter=_until(done, "live_from")),
        ends=Max("live_until", filter=_until(done, "live_until")),
    )
    after = publications.aggregate(
        begins=Min("live_from", filter=_after(at, "live_from")), ends=Min("live_until", filter=_after(at, "live_until"))
    )
    earlier = max(filter(None, before.values()), default=None)
    later = min(filter(None, after.values()), default=None)
    return reachable(earlier), reachable(later)


def reachable(change: datetime | None) -> datetime | None:
    """The second that shows it as done; of the undated, which are filed at the beginning of time, there is none."""
    second = at_the_second(change) if change else None
    return second if second and is_within_reach(second) else None


def _until(at: datetime, name: str) -> Q:
    return Q(**{f"{name}__lte": at})


def _after(at: datetime, name: str) -> Q:
    return Q(**{f"{name}__gt": at})
