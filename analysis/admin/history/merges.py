"""Two people on one text: what was joined by itself, and the screen for what was not."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from analysis import publishing
from analysis.admin.history.changes import LISTS, as_html, label
from analysis.admin.instants import in_words
from analysis.admin.site import desk, member, page
from analysis.models import Article, AuditEntry, Event, Revision
from analysis.permissions import user_can_edit
from analysis.publishing import EditConflict, PublishingError
from analysis.publishing.merging import DAYS, PERIOD, FieldConflict
from analysis.text.merging import Chunk
from analysis.text.numbers import whole_number
from analysis.text.word_diff import BlockChange, diff_blocks

# The fields that are no prose, by the names that a merge has for them.
LISTED = dict(
    zip(("topics", "bylines", "tags", "lead_image_id", "issue_id", PERIOD, "assessment", "sources"), LISTS, strict=True)
)
# What the log calls it when a text that waited was merged.
SETTLED = "merge_settled"


class Side(NamedTuple):
    """Prose compared with what it was, or a list of names."""

    blocks: list[BlockChange]
    names: list[str]


class FieldChoice(NamedTuple):
    name: str
    label: str | Promise
    before: list[str]
    mine: Side
    theirs: Side


class Place(NamedTuple):
    """Of a body: what both agree on, or the two sides of a conflict."""

    number: int
    agreed: list[BlockChange]
    before: list[BlockChange] = []
    mine: Side = Side([], [])
    theirs: Side = Side([], [])

    @property
    def is_conflict(self) -> bool:
        return not self.agreed


def urls() -> list[URLPattern]:
    return [path("<int:pk>/merge/<int:revision_pk>/", desk.admin_view(merge), name="analysis_article_merge")]


def merge(request: HttpRequest, pk: int, revision_pk: int) -> HttpResponse:
    article = get_object_or_404(Article, pk=pk)
    if not user_can_edit(member(request), article):
        raise PermissionDenied
    texts = article.revisions.filter(event=Event.SET_ASIDE).select_related("created_by")
    aside = get_object_or_404(texts, pk=revision_pk)
    version = whole_number(request.POST.get("version", ""))
    if version is None:
        return ask(request, article, aside)
    return settle(request, article, aside, started_from=version, at=timezone.now())


def ask(request: HttpRequest, article: Article, aside: Revision) -> HttpResponse:
    merge = publishing.merge_of(article=article, aside=aside)
    bodies = [conflict for conflict in merge.conflicts if conflict.chunks]
    theirs = article.revisions.of_the_text().select_related("created_by").first()
    return page(
        request,
        "analysis/article/merge.html",
        title=_("Two people on one text"),
        article=article,
        aside=aside,
        is_own=aside.created_by_id == member(request).pk,
        mine_at=in_words(aside.created_at),
        theirs_by=theirs.created_by if theirs else None,
        theirs_at=in_words(theirs.created_at if theirs else article.updated_at),
        fields=[choice(conflict) for conflict in merge.conflicts if not conflict.chunks],
        places=list(places(bodies[0].chunks)) if bodies else [],
        joined=[name_of(name) for name in merge.taken if name not in (conflict.name for conflict in merge.conflicts)],
    )


def settle(request: HttpRequest, article: Article, aside: Revision, *, started_from: int, at: datetime) -> HttpResponse:
    """What was chosen is saved; where yet another save stands in the way, it is asked about again."""
    by = member(request)
    choices, bodies = chosen(request)
    try:
        publishing.resolve(aside=aside, choices=choices, bodies=bodies, by=by, started_from=started_from, at=at)
    except EditConflict as conflict:
        messages.info(request, _("The text was saved once more while you chose. Here is what is still open."))
        answer = redirect("admin:analysis_article_merge", article.pk, conflict.set_aside.pk)
        if conflict.set_aside == aside:
            return answer
    except PublishingError as error:
        messages.error(request, str(error))
        return redirect("admin:analysis_article_history", article.pk)
    else:
        messages.success(request, _("Merged and saved. Both versions are in the history."))
        answer = redirect("admin:analysis_article_change", article.pk)
    AuditEntry.objects.note(verb=SETTLED, about=aside, by=by, at=at)
    return answer


def chosen(request: HttpRequest) -> tuple[dict[str, str], dict[int, str]]:
    sent = request.POST.dict().items()
    choices = {name.removeprefix("field-"): value for name, value in sent if name.startswith("field-")}
    places = {name.removeprefix("place-"): value for name, value in sent if name.startswith("place-")}
    numbered = {whole_number(name): value for name, value in places.items()}
    return choices, {number: value for number, value in numbered.items() if number is not None}


def waiting(article: Article, user: User) -> list[dict[str, Any]]:
    """Texts of this person that were set aside and not merged since."""
    asides: QuerySet[Revision] = article.revisions.filter(event=Event.SET_ASIDE, created_by=user).defer("content")
    settled = AuditEntry.objects.filter(verb=SETTLED, subject_type="revision", subject_id__in=[a.pk for a in asides])
    done = set(settled.values_list("subject_id", flat=True))
    return [{"pk": aside.pk, "at": in_words(aside.created_at)} for aside in asides if aside.pk not in done]


# --- How a conflict is told -----------------------------------------------------------------------------------


def name_of(name: str) -> str | Promise:
    return LISTED[name][0] if name in LISTED else label(name)


def choice(conflict: FieldConflict) -> FieldChoice:
    """Of a field that is chosen whole."""
    name, base, mine, theirs = conflict[:4]
    if name in LISTED:
        before, *sides = (names(name, value) for value in (base, mine, theirs))
        return FieldChoice(name, name_of(name), before, *(Side([], side) for side in sides))
    old, *new = (as_html(name, value or "") for value in (base, mine, theirs))
    return FieldChoice(name, name_of(name), [base] if base else [], *(Side(diff_blocks(old, side), []) for side in new))


def names(name: str, value: Any) -> list[str]:
    if value is None:
        return []
    content = dict(zip(DAYS, value, strict=True)) if name == PERIOD else {name: value}
    return LISTED[name][1](content)


def places(chunks: Any) -> Iterator[Place]:
    for number, chunk in enumerate(chunks):
        yield place(number, chunk)


def place(number: int, chunk: Chunk) -> Place:
    if not chunk.is_conflict:
        merged = "".join(chunk.merged)
        return Place(number, diff_blocks(merged, merged))
    base, mine, theirs = ("".join(paragraphs) for paragraphs in chunk)
    sides = (Side(diff_blocks(base, side), []) for side in (mine, theirs))
    return Place(number, [], diff_blocks(base, base), *sides)


# --- The way here, from the form ------------------------------------------------------------------------------


def note(request: HttpRequest, conflict: EditConflict) -> None:
    """Until the answer is given: the form is saved in one of Django's methods and answered in another."""
    request.edit_conflict = conflict  # type: ignore[attr-defined]


def noted(request: HttpRequest) -> Revision | None:
    conflict = getattr(request, "edit_conflict", None)
    return conflict.set_aside if conflict else None


def tell(request: HttpRequest, merged: list[str]) -> None:
    if merged:
        fields = ", ".join(str(name_of(name)) for name in merged)
        message = _("Somebody else had changed this meanwhile, and it was kept: %(fields)s.")
        messages.info(request, message % {"fields": fields})
