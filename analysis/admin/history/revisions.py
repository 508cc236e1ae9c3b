"""The history of a text: who saved what and when, what has changed since, and the way back."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from analysis import publishing
from analysis.admin.history.changes import changes
from analysis.admin.history.versions import last_saved, locked
from analysis.admin.instants import in_words
from analysis.admin.site import desk, member, page
from analysis.models import Article
from analysis.permissions import user_can_read, user_can_restore
from analysis.publishing import PublishingError
from analysis.text.numbers import whole_number

PAGE_LENGTH = 50


def urls() -> list[URLPattern]:
    pages = (
        ("", history, "history"),
        ("compare/", chosen, "compare_two"),
        ("<int:revision_pk>/", compare, "compare"),
        ("<int:revision_pk>/restore/", restore, "restore"),
    )
    return [
        path(f"<int:pk>/history/{address}", desk.admin_view(view), name=f"analysis_article_{name}")
        for address, view, name in pages
    ]


def history(request: HttpRequest, pk: int) -> HttpResponse:
    article = readable(request, pk)
    found = article.revisions.select_related("created_by").defer("content")
    revisions = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    return page(request, "analysis/article/history.html", title=_("History"), article=article, revisions=revisions)


def compare(request: HttpRequest, pk: int, revision_pk: int) -> HttpResponse:
    """A revision and the present text, or a later one (`?with=`): the older of the two is always what was."""
    article = readable(request, pk)
    revisions = article.revisions.select_related("created_by")
    older = get_object_or_404(revisions, pk=revision_pk)
    number = whole_number(request.GET.get("with", ""))
    newer = get_object_or_404(revisions, pk=number) if number is not None else None
    if newer and (newer.created_at, newer.pk) < (older.created_at, older.pk):
        older, newer = newer, older
    return page(
        request,
        "analysis/article/compare.html",
        title=_("What has changed") if newer else _("What has changed since"),
        article=article,
        revision=older,
        newer=newer,
        saved_at=in_words(older.created_at),
        newer_saved_at=in_words(newer.created_at) if newer else "",
        changes=changes(older.content, newer.content if newer else article.content()),
        can_restore=user_can_restore(member(request), article) and not article.trashed_at,
    )


def chosen(request: HttpRequest, pk: int) -> HttpResponse:
    """From the two that were ticked to the page that compares them."""
    article = readable(request, pk)
    first, second = (whole_number(request.GET.get(name, "")) for name in ("a", "b"))
    if first is None or second is None:
        return redirect("admin:analysis_article_history", article.pk)
    address = reverse("admin:analysis_article_compare", args=[article.pk, first])
    return redirect(f"{address}?{urlencode({'with': second})}")


@require_POST
def restore(request: HttpRequest, pk: int, revision_pk: int) -> HttpResponse:
    article = readable(request, pk)
    revision = get_object_or_404(article.revisions, pk=revision_pk)
    if not user_can_restore(member(request), article):
        raise PermissionDenied
    try:
        with transaction.atomic():
            require_compared(article, request.POST.get("version", ""))
            publishing.restore(revision=revision, by=member(request), at=timezone.now())
    except PublishingError as error:
        messages.error(request, str(error))
        return redirect("admin:analysis_article_compare", pk, revision_pk)
    messages.success(request, _("The text is again what it was. What stood here before is in the history."))
    return redirect("admin:analysis_article_change", pk)


def require_compared(article: Article, version: str) -> None:
    if str(locked(article).version) != version:
        message = _("%(saved)s after you opened this page. Compare again.")
        raise PublishingError(message % {"saved": last_saved(article)})


def readable(request: HttpRequest, pk: int) -> Article:
    article = get_object_or_404(Article, pk=pk)
    if not user_can_read(member(request), article):
        raise PermissionDenied
    return article
