"""What was thrown away, and the way back."""

from datetime import datetime
from math import ceil
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from analysis import publishing
from analysis.admin.paging import page_of
from analysis.admin.site import desk, member, page
from analysis.models import Article, Byline
from analysis.permissions import user_can_edit, user_can_empty_trash, user_can_see_the_desk, user_can_throw_away
from analysis.publishing import PublishingError
from analysis.publishing.trash import KEPT_FOR

PAGE_LENGTH = 50
# On the page that asks once more; the others are counted.
NAMED = 100


def urls() -> list[URLPattern]:
    pages = (
        ("trash/", trash, "trash"),
        ("trash/empty/", empty, "empty_trash"),
        ("<int:pk>/trash/", throw_away, "throw_away"),
        ("<int:pk>/take-out/", take_out, "take_out"),
        ("<int:pk>/delete-for-good/", delete_for_good, "delete_for_good"),
    )
    return [path(address, desk.admin_view(view), name=f"analysis_article_{name}") for address, view, name in pages]


def panel(request: HttpRequest, context: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """What the writer's page shows of it: joins the context of its template."""
    article = context["original"]
    return {"can_throw_away": bool(article) and user_can_throw_away(member(request), article)}


def trash(request: HttpRequest) -> HttpResponse:
    user, at = member(request), timezone.now()
    if not user_can_see_the_desk(user):
        raise PermissionDenied
    bylines = Prefetch("bylines", Byline.objects.select_related("author"))
    found = Article.objects.trashed().order_by("-trashed_at", "-id").defer("body")
    shown = found.select_related("trashed_by").prefetch_related(bylines)
    articles = page_of(shown, PAGE_LENGTH, request.GET.get("page"))
    rows = [(article, days_left(article, at), user_can_edit(user, article)) for article in articles]
    return page(
        request,
        "analysis/article/trash.html",
        title=_("Trash"),
        articles=articles,
        rows=rows,
        days_kept=KEPT_FOR.days,
        can_empty=user_can_empty_trash(user),
    )


def days_left(article: Article, at: datetime) -> int:
    """The day that has begun counts."""
    left = (article.trashed_at or at) + KEPT_FOR - at
    return max(0, ceil(left.total_seconds() / 86400))


@require_POST
def throw_away(request: HttpRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article, pk=pk)
    if not user_can_throw_away(member(request), article):
        raise PermissionDenied
    try:
        publishing.throw_away(article=article, by=member(request), at=timezone.now())
    except PublishingError as error:
        messages.error(request, str(error))
        return redirect("admin:analysis_article_change", pk)
    told = _("“%(title)s” is in the trash. It can be taken out again for %(days)s days.")
    messages.success(request, told % {"title": article.title, "days": KEPT_FOR.days})
    return redirect("admin:analysis_article_changelist")


@require_POST
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article, pk=pk)
    if not user_can_edit(member(request), article):
        raise PermissionDenied
    publishing.take_out_of_trash(article=article, by=member(request), at=timezone.now())
    messages.success(request, _("“%(title)s” was taken out of the trash.") % {"title": article.title})
    return redirect("admin:analysis_article_change", pk)


def delete_for_good(request: HttpRequest, pk: int) -> HttpResponse:
    require_emptier(request)
    article = get_object_or_404(Article.objects.trashed(), pk=pk)
    return discarded(request, [pk]) if request.method == "POST" else asking(request, [article], count=1)


def empty(request: HttpRequest) -> HttpResponse:
    """Deletes what stood on the page that asked: nothing that came into the trash since."""
    require_emptier(request)
    found = Article.objects.trashed().defer("body").order_by("-trashed_at", "-id")
    if request.method == "POST":
        until = instant_of(request.POST.get("until", ""))
        return discarded(
            request, list(found.filter(trashed_at__lte=until).values_list("pk", flat=True)) if until else []
        )
    newest = found.first()
    until = newest.trashed_at if newest else None
    return asking(request, list(found[:NAMED]), count=found.count(), until=until)


def require_emptier(request: HttpRequest) -> None:
    if not user_can_empty_trash(member(request)):
        raise PermissionDenied


def asking(
    request: HttpRequest, articles: list[Article], *, count: int, until: datetime | None = None
) -> TemplateResponse:
    context = {"articles": articles, "count": count, "until": until.isoformat() if until else ""}
    return page(request, "analysis/article/trash_empty.html", title=_("Delete for good"), **context)


def instant_of(text: str) -> datetime | None:
    """None for what no page of ours has sent."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if timezone.is_aware(instant) else None


def discarded(request: HttpRequest, pks: list[int]) -> HttpResponseRedirect:
    count = publishing.discard_for_good(articles=pks, by=member(request), at=timezone.now())
    told = ngettext("%(count)s article was deleted for good.", "%(count)s articles were deleted for good.", count)
    messages.success(request, told % {"count": count})
    return redirect("admin:analysis_article_trash")
