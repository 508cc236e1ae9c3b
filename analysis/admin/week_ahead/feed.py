"""A person's own part of the calendar, for the programme they keep their days in: its address is its key."""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import DateTimeField, Exists, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe
from icalendar import Calendar, Event  # type: ignore[import-untyped]

from accounts.models import User
from analysis.admin.calendar.days import DAY, Span
from analysis.admin.calendar.entries import (
    MOST,
    Entry,
    Kind,
    beginnings,
    planned,
    plans,
    public,
    with_authors,
)
from analysis.admin.site import desk, member
from analysis.models import AuditEntry, Byline, PublicationByline, Topic
from analysis.permissions import user_can_edit_everything, user_can_see_the_desk

BACK, AHEAD = timedelta(days=30), timedelta(days=180)
HOUR = timedelta(hours=1)
Found = Iterator[tuple[Entry, datetime]]


def urls() -> list[URLPattern]:
    return [
        path("calendar/new-address/", desk.admin_view(new_address), name="analysis_article_calendar_new_address"),
        # Asked for by programmes, which sign in nowhere.
        path("calendar/<int:user>-<str:mac>.ics", feed, name="analysis_article_calendar_feed"),
    ]


# --- The address ---------------------------------------------------------------------------------------------


def address(user: User) -> str:
    """Absolute, under the site's own name whatever host was asked: an event is the same event everywhere."""
    return settings.SITE_URL + reverse("admin:analysis_article_calendar_feed", args=[user.pk, signature(user)])


def signature(user: User) -> str:
    return salted_hmac(__name__, f"{user.pk}:{user.calendar_key}", algorithm="sha256").hexdigest()


@require_POST
def new_address(request: HttpRequest) -> HttpResponse:
    user = member(request)
    if not user_can_see_the_desk(user):
        raise PermissionDenied
    user.calendar_key = uuid.uuid4()
    user.save(update_fields=["calendar_key"])
    AuditEntry.objects.note(verb="new_calendar_address", about=user, by=user, at=timezone.now())
    messages.success(request, _("Your calendar has a new address. The old one leads nowhere any more."))
    return redirect(reverse("admin:analysis_article_calendar") + "#subscribe")


# --- The feed ------------------------------------------------------------------------------------------------


@require_safe
def feed(request: HttpRequest, user: int, mac: str) -> HttpResponse:
    person = User.objects.filter(pk=user, is_active=True).first()
    if not person or not constant_time_compare(mac, signature(person)) or not user_can_see_the_desk(person):
        raise Http404
    with override(person.language), timezone.override(ZoneInfo(person.time_zone)):
        content = calendar_of(person, at=timezone.now()).to_ical()
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": 'inline; filename="barometer.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def calendar_of(user: User, *, at: datetime) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Barometer//The week ahead//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Barometer: the week ahead"))
    calendar.add("refresh-interval", HOUR, parameters={"VALUE": "DURATION"})
    for entry, changed_at in concerning(user, at=at):
        calendar.add_component(event(entry, changed_at))
    return calendar


def concerning(user: User, *, at: datetime) -> Found:
    """An analyst's own; editors answer for everything."""
    today = timezone.localdate(at)
    span = Span(today - BACK, today + AHEAD)
    intended, begun = plans(*span), beginnings(*span.instants)
    if not user_can_edit_everything(user):
        intended = intended.filter(Exists(Byline.objects.filter(article=OuterRef("pk"), author__user=user)))
        signed = PublicationByline.objects.filter(publication=OuterRef("pk"), author__user=user)
        begun = begun.filter(Exists(signed))
    topics = Topic.objects.in_bulk()
    for article in with_authors(intended.annotate(noted_at=last_noted("pk")), Byline)[:MOST]:
        yield planned(article, topics, can_move=False), latest(article.updated_at, article.noted_at)
    for publication in with_authors(begun.annotate(noted_at=last_noted("article")), PublicationByline)[:MOST]:
        yield public(publication, topics, at=at, can_move=False), latest(publication.created_at, publication.noted_at)


def last_noted(article: str) -> Subquery:
    """The log knows of moves: they are no changes of the text."""
    entries = AuditEntry.objects.filter(subject_type="article", subject_id=OuterRef(article)).order_by("-at", "-id")
    return Subquery(entries.values("at")[:1], output_field=DateTimeField())


def latest(changed_at: datetime, noted_at: datetime | None) -> datetime:
    return max(changed_at, noted_at or changed_at).astimezone(UTC)


def event(entry: Entry, changed_at: datetime) -> Event:
    """A day for an intention, an instant for a promise; nothing of the text but its title."""
    page = reverse("admin:analysis_article_change", args=[entry.article_pk])
    told: dict[str, Any] = {
        "uid": f"{entry.anchor}@{urlsplit(settings.SITE_URL).hostname}",
        "summary": f"{state(entry)}: {entry.title} ({entry.language})",
        "description": " · ".join(filter(None, [str(entry.topic or ""), entry.authors])),
        "url": settings.SITE_URL + page,
        "dtstamp": changed_at,
        "last-modified": changed_at,
        # Grows with every move, as programmes expect of it.
        "sequence": int(changed_at.timestamp()),
        "transp": "TRANSPARENT",
        **when(entry),
    }
    made = Event()
    for name, value in told.items():
        made.add(name, value)
    return made


def when(entry: Entry) -> dict[str, date]:
    if entry.at is None:
        return {"dtstart": entry.day, "dtend": entry.day + DAY}
    return {"dtstart": entry.at.astimezone(UTC)}


def state(entry: Entry) -> str:
    if entry.kind == Kind.PLANNED:
        return f"{entry.kind.label} ({entry.standing.lower()})"
    return f"{entry.kind.label} ({_('update')})" if entry.is_update else str(entry.kind.label)
