"""Changing many articles at once: what would change is shown first, article by article."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from analysis.admin.bulk_carrying import Chosen, carry_out
from analysis.admin.bulk_export import export
from analysis.admin.bulk_forms import BulkForm
from analysis.admin.bulk_kinds import KINDS, Kind
from analysis.admin.bulk_preview import rows
from analysis.admin.site import desk, member, page
from analysis.models import Article

# Of one change. More than anybody reads through, and some seconds of work.
LIMIT = 500
Action = Callable[[Any, HttpRequest, QuerySet[Article]], HttpResponse | None]


def urls() -> list[URLPattern]:
    return [path("bulk/<slug:name>/", desk.admin_view(bulk), name="analysis_article_bulk")]


def action(kind: Kind) -> Action:
    """What Django's list calls with the articles that were chosen in it."""

    def begin(_admin: Any, request: HttpRequest, articles: QuerySet[Article]) -> HttpResponse | None:
        pks = list(articles.values_list("pk", flat=True)[: LIMIT + 1])
        if refusal := cannot_take(len(pks)):
            messages.error(request, refusal)
            return None
        asks = bool(kind.form.base_fields)
        return ask(request, kind, kind.form(), pks) if asks else preview(request, kind, kind.form({}), pks)

    begin.__name__ = f"bulk_{kind.name}"
    begin.short_description = kind.label  # type: ignore[attr-defined] # as Django wants it
    return begin


ACTIONS = (*(action(kind) for kind in KINDS.values()), export)


def cannot_take(count: int) -> str:
    if count == 0:
        return _("Choose articles first.")
    return _("At most %(limit)s articles at once: narrow the list down.") % {"limit": LIMIT} if count > LIMIT else ""


@require_POST
def bulk(request: HttpRequest, name: str) -> HttpResponse:
    """The pages after the list, told apart by the button that was pressed."""
    kind = KINDS.get(name)
    if not kind:
        raise Http404
    chosen = [found for token in request.POST.getlist("article") if (found := Chosen.parse(token))]
    if refusal := cannot_take(len(chosen)):
        messages.error(request, refusal)
        return redirect("admin:analysis_article_changelist")
    pks, form = [one.pk for one in chosen], kind.form(request.POST)
    if not form.is_valid() or request.POST.get("step") == "ask":
        return ask(request, kind, form, pks)
    if request.POST.get("step") == "carry_out":
        return report(request, kind, form, chosen)
    return preview(request, kind, form, pks)


def ask(request: HttpRequest, kind: Kind, form: BulkForm, pks: Sequence[int]) -> HttpResponse:
    articles = Article.objects.kept().filter(pk__in=pks).only("title", "version")
    return page(
        request,
        "analysis/article/bulk_ask.html",
        title=kind.heading,
        kind=kind,
        form=form,
        tokens=[f"{pk}:0:" for pk in pks],
        articles=articles,
    )


def preview(request: HttpRequest, kind: Kind, form: BulkForm, pks: Sequence[int]) -> HttpResponse:
    form.is_valid()
    found = rows(kind, form.cleaned_data, pks, by=member(request))
    changing = [row for row in found if not row.refusal]
    return page(
        request,
        "analysis/article/bulk_preview.html",
        title=kind.heading,
        kind=kind,
        form=form,
        rows=found,
        changing=changing,
        refused=len(found) - len(changing),
    )


def report(request: HttpRequest, kind: Kind, form: BulkForm, chosen: Sequence[Chosen]) -> HttpResponse:
    outcomes = carry_out(kind, form.cleaned_data, chosen, by=member(request), at=timezone.now())
    refused = [outcome for outcome in outcomes if outcome.refusal]
    done = [outcome for outcome in outcomes if not outcome.refusal]
    return page(
        request,
        "analysis/article/bulk_report.html",
        title=kind.heading,
        kind=kind,
        sentence=sentence(len(done), len(refused)),
        done=done,
        refused=refused,
    )


def sentence(done: int, refused: int) -> str:
    changed = ngettext("%(count)s article changed", "%(count)s articles changed", done) % {"count": done}
    if not refused:
        return changed + "."
    return f"{changed}, " + ngettext("%(count)s refused.", "%(count)s refused.", refused) % {"count": refused}
