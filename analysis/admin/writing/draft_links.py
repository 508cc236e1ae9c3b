"""A revision shown to a named outsider, for a while."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from accounts.models import User
from analysis import publishing
from analysis.admin.fields import PlainTextField
from analysis.admin.instants import in_words
from analysis.admin.site import desk, member, page
from analysis.models import Article, AuditEntry, DraftLink, Event
from analysis.permissions import user_can_share

DAYS = (1, 3, 7, 14, 30)


def urls() -> list[URLPattern]:
    return [
        path("<int:pk>/draft-links/", desk.admin_view(draft_links), name="analysis_article_draft_links"),
        path("<int:pk>/draft-links/<int:link_pk>/revoke/", desk.admin_view(revoke), name="analysis_article_revoke"),
    ]


def panel(request: HttpRequest, context: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    article = context["original"]
    if not article or not user_can_share(member(request), article):
        return {}
    return {"open_draft_links": article.draft_links.filter(revoked_at__isnull=True, expires_at__gt=at).count()}


def days_in_words() -> list[tuple[int, str]]:
    return [(days, ngettext("%(days)d day", "%(days)d days", days) % {"days": days}) for days in DAYS]


class DraftLinkForm(forms.Form):
    recipient = PlainTextField(
        label=gettext_lazy("For"), max_length=150, help_text=gettext_lazy("Their name stands on the page.")
    )
    days = forms.TypedChoiceField(label=gettext_lazy("Open for"), choices=days_in_words, coerce=int, initial=7)


def draft_links(request: HttpRequest, pk: int) -> HttpResponse:
    article, user, at = sharable(request, pk), member(request), timezone.now()
    form = DraftLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        link = share(article=article, by=user, at=at, **form.cleaned_data)
        messages.success(request, _("The address for %(recipient)s stands below.") % {"recipient": link.recipient})
        return redirect("admin:analysis_article_draft_links", pk)
    links = article.draft_links.select_related("created_by", "revision")
    rows = [(link, address(link), state(link, at)) for link in links]
    return page(
        request, "analysis/article/draft_links.html", title=_("Draft links"), article=article, form=form, rows=rows
    )


@require_POST
def revoke(request: HttpRequest, pk: int, link_pk: int) -> HttpResponse:
    article, user, at = sharable(request, pk), member(request), timezone.now()
    link = get_object_or_404(article.draft_links, pk=link_pk)
    with transaction.atomic():
        taken_back = DraftLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=at)
        if taken_back:
            AuditEntry.objects.note(verb="revoke_share", about=article, by=user, at=at, why=link.recipient)
    messages.success(request, _("The link for %(recipient)s is closed.") % {"recipient": link.recipient})
    return redirect("admin:analysis_article_draft_links", pk)


def sharable(request: HttpRequest, pk: int) -> Article:
    article = get_object_or_404(Article.objects.kept(), pk=pk)
    if not user_can_share(member(request), article):
        raise PermissionDenied
    return article


def share(*, article: Article, recipient: str, days: int, by: User, at: datetime) -> DraftLink:
    """Of the text as it is saved now: what is written later is not shown by it."""
    with transaction.atomic():
        revision = publishing.record(article=article, by=by, event=Event.SAVE, at=at)
        link = DraftLink.objects.create(
            article=article,
            revision=revision,
            recipient=recipient,
            created_by=by,
            created_at=at,
            expires_at=at + timedelta(days=days),
        )
        AuditEntry.objects.note(
            verb="share", about=article, by=by, at=at, why=recipient, after={"until": link.expires_at.isoformat()}
        )
        return link


def address(link: DraftLink) -> str:
    return f"{settings.SITE_URL}{reverse('draft-link', args=[link.pk, link.mac])}"


def state(link: DraftLink, at: datetime) -> str:
    if link.revoked_at:
        return _("closed on %(instant)s") % {"instant": in_words(link.revoked_at)}
    return _("open") if link.is_open(at) else _("expired")
