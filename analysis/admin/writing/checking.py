"""The checklist beside the text, and as a report over everything."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from analysis.admin.checklist_report import report
from analysis.admin.findings import Checklist, told
from analysis.admin.site import desk, member, page
from analysis.admin.writing.form import ArticleForm
from analysis.admin.writing.rows import RowSet
from analysis.checklist import examine, findings_for
from analysis.models import Article, Finding, Language
from analysis.permissions import user_can_edit, user_can_see_the_desk, user_can_write
from analysis.publishing.merging import Content
from analysis.text.numbers import whole_number

# As if nothing had been entered: in place of what cannot be read.
NOTHING: dict[str, Any] = dict.fromkeys((*Article.PLAIN_TEXT_FIELDS, "slug", "body", "assessment"), "")
NOTHING |= dict.fromkeys(("primary_topic", "issue", "lead_image", "period_start", "period_end"))
NOTHING |= {"tags": [], "other_topics": []}


ASKED_BEFORE = {"submit", "approve", "publish", "schedule"}


def urls() -> list[URLPattern]:
    return [
        path("check/", desk.admin_view(check), name="analysis_article_check"),
        path("checklist/", desk.admin_view(everything), name="analysis_article_checklist"),
    ]


def panel(request: HttpRequest, context: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """About the text as it is stored; while somebody writes, `check` says it anew."""
    article = context["original"]
    return {"checklist": told(findings_for(article)) if article else None}


def before(decision: str, article: Article) -> Checklist | None:
    """What somebody should know who decides; None where the checklist has no say."""
    return told(findings_for(article)) if decision in ASKED_BEFORE else None


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """What the rules say about a form that nobody has saved."""
    number = whole_number(request.GET.get("article", ""))
    article = get_object_or_404(Article.objects.kept(), pk=number) if number is not None else None
    if not (user_can_edit(member(request), article) if article else user_can_write(member(request))):
        raise PermissionDenied
    findings = findings_of(ArticleForm(request.POST, instance=article))
    return render(request, "admin/analysis/article/checklist_findings.html", {"checklist": told(findings)})


@require_safe
def everything(request: HttpRequest) -> TemplateResponse:
    if not user_can_see_the_desk(member(request)):
        raise PermissionDenied
    return page(request, "analysis/article/checklist.html", **report(request.GET, at=timezone.now()))


def findings_of(form: ArticleForm) -> list[Finding]:
    """Fields with mistakes say so themselves when they are saved: nothing is said of them here."""
    form.is_valid()
    unread = {*form.errors, *(rows.prefix for rows in (form.bylines, form.sources) if not rows.is_valid())}
    content, language = as_far_as_it_reads(form)
    found = examine(content, language=language, article_pk=form.instance.pk)
    return [finding for finding in found if finding.field not in unread]


def as_far_as_it_reads(form: ArticleForm) -> tuple[Content, str]:
    """The content of a form that nobody has saved, and its language."""
    form.is_valid()
    form.cleaned_data = NOTHING | form.cleaned_data
    form.bylines, form.sources = _read(form.bylines), _read(form.sources)
    return form.content(), form.cleaned_data.get("language") or Language.ENGLISH


def _read(rows: RowSet) -> Any:
    """The rows, or none where they cannot be read."""
    if rows.is_valid():
        return rows
    prefix = str(rows.prefix)
    return type(rows)({f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}, prefix=prefix)
