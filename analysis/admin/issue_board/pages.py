"""The issue's board: what is there in each language, what is missing, and the words of each edition."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from analysis import publishing
from analysis.admin.issue_board import next_issue, release
from analysis.admin.issue_board.editions import board_at, edition_of, held, named
from analysis.admin.issue_board.forms import GapForm, WordsForm
from analysis.admin.issue_board.slots import board_of
from analysis.admin.site import desk, member, page, require
from analysis.models import AuditEntry, Gap, Issue
from analysis.permissions import user_can_assemble, user_can_release, user_can_see_the_desk, user_can_write
from analysis.publishing import PublishingError


def urls() -> list[URLPattern]:
    board = "<int:pk>/board/"
    return [
        *next_issue.urls(),
        path(board, desk.admin_view(show), name="analysis_issue_board"),
        path(f"{board}<slug:language>/words/", desk.admin_view(word), name="analysis_issue_words"),
        path(f"{board}<slug:language>/gaps/", desk.admin_view(leave_out), name="analysis_issue_gap"),
        path(
            f"{board}<slug:language>/gaps/<int:gap_pk>/take-back/",
            desk.admin_view(take_reason_back),
            name="analysis_issue_take_reason_back",
        ),
        *release.urls(board),
    ]


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    return drawn(request, get_object_or_404(Issue, pk=pk))


def drawn(request: HttpRequest, issue: Issue, refused: WordsForm | None = None) -> HttpResponse:
    """With the words that were refused, if any, in the place where they were written."""
    user, at = member(request), timezone.now()
    require(user_can_see_the_desk(user))
    board = board_of(issue, at=at)
    forms = [
        refused if refused and refused.instance.language == column.language else WordsForm(edition=column.edition)
        for column in board.columns
    ]
    return page(
        request,
        "analysis/issue/board.html",
        title=str(issue),
        issue=issue,
        board=board,
        columns=list(zip(board.columns, forms, strict=True)),
        earlier=Issue.objects.filter(coverage_start__lt=issue.coverage_start).first(),
        later=Issue.objects.filter(coverage_start__gt=issue.coverage_start).last(),
        can_write=user_can_write(user),
        can_assemble=user_can_assemble(user),
        can_release=user_can_release(user),
    )


# --- Words and reasons ---------------------------------------------------------------------------------------


@require_POST
def word(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    require(user_can_assemble(member(request)))
    with transaction.atomic():
        edition = held(edition_of(pk, language))
        before = {"title": edition.title, "introduction": edition.introduction}
        form = WordsForm(request.POST, edition=edition)
        if not form.is_valid():
            return drawn(request, edition.issue, form)
        if form.has_changed():
            form.save()
            after = {name: form.cleaned_data[name] for name in before}
            noted: dict[str, Any] = {"about": edition, "before": before, "after": after}
            AuditEntry.objects.note(verb="change", by=member(request), at=timezone.now(), **noted)
    messages.success(request, _("The words of the %(language)s edition are saved.") % named(edition))
    return board_at(edition)


@require_POST
def leave_out(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    require(user_can_assemble(member(request)))
    edition, form = edition_of(pk, language), GapForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Not kept: a reason is one sentence about one of the trends."))
        return board_at(edition)
    given = form.cleaned_data
    told = named(edition) | {"topic": given["topic"], "reason": given["reason"]}
    try:
        publishing.leave_out(edition=edition, by=member(request), at=timezone.now(), **given)
    except PublishingError as error:
        messages.error(request, _("%(refusal)s You wrote: “%(reason)s”") % (told | {"refusal": error}))
    else:
        messages.success(request, _("%(topic)s, %(language)s: nothing this week, because: “%(reason)s”") % told)
    return board_at(edition)


@require_POST
def take_reason_back(request: HttpRequest, pk: int, language: str, gap_pk: int) -> HttpResponse:
    require(user_can_assemble(member(request)))
    edition = edition_of(pk, language)
    gap = Gap.objects.filter(pk=gap_pk, edition=edition).select_related("topic").first()
    if gap is None:
        messages.info(request, _("Somebody has taken it back already."))
        return board_at(edition)
    publishing.take_reason_back(gap=gap, by=member(request), at=timezone.now())
    told = named(edition) | {"topic": gap.topic, "reason": gap.reason}
    messages.success(request, _("%(topic)s, %(language)s: open again. The reason was: “%(reason)s”") % told)
    return board_at(edition)
