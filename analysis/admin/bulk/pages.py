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

from analysis.admin.bulk.carrying import Outcome, carry_out
from analysis.admin.bulk.export import export
from analysis.admin.bulk.forms import BulkForm
from analysis.admin.bulk.kinds import KINDS, Kind
from analysis.admin.bulk.preview import Chosen, rows
from analysis.admin.site import desk, member, page
from analysis.models import Article

# Of one change: more than anybody reads through.
LIMIT = 500
# Of one request: some seconds of work. The page after it goes on by itself.
PORTION = 50
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
    """What was done; while something is left, a page that sends itself again."""
    at, left = timezone.now(), chosen[PORTION:]
    outcomes = [found for token in request.POST.getlist("outcome") if (found := Outcome.parse(token))]
    outcomes += carry_out(kind, form.cleaned_data, chosen[:PORTION], by=member(request), at=at)
    context: dict[str, Any] = {"title": kind.heading, "kind": kind}
    if left:
        tokens = {"form": form, "left": left, "outcomes": outcomes, "count": len(left) + len(outcomes)}
        return page(request, "analysis/article/bulk_progress.html", **context, **tokens)
    titles = dict(Article.objects.filter(pk__in=[outcome.pk for outcome in outcomes]).values_list("pk", "title"))
    told = [(outcome, titles.get(outcome.pk, f"#{outcome.pk}")) for outcome in outcomes]
    refused = [each for each in told if each[0].refusal]
    done = [each for each in told if not each[0].refusal]
    said = sentence(len(done), len(refused))
    return page(request, "analysis/article/bulk_report.html", **context, sentence=said, done=done, refused=refused)


def sentence(done: int, refused: int) -> str:
    changed = ngettext("%(count)s article changed", "%(count)s articles changed", done) % {"count": done}
    if not refused:
        return changed + "."
    return f"{changed}, " + ngettext("%(count)s refused.", "%(count)s refused.", refused) % {"count": refused}
