"""Remarks among staff beside the text. What is posted by a script gets the threads back, and the page stays."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from accounts.models import User
from analysis import noting
from analysis.admin.site import desk, member, require
from analysis.models import Article, EditorialNote
from analysis.noting import NoteError
from analysis.permissions import user_can_annotate, user_can_block, user_can_edit, user_can_resolve
from analysis.text.anchors import find_all, paragraphs_of
from analysis.text.numbers import whole_number

LAST_POSITION = 100_000


class Remark(NamedTuple):
    """A note or a reply, as it is shown."""

    note: EditorialNote
    words: SafeString


class Thread(NamedTuple):
    first: Remark
    replies: list[Remark]
    # Of its paragraph in the saved text; None for a note about the whole text, and where the paragraph is gone.
    place: int | None
    can_resolve: bool

    @property
    def position(self) -> int:
        """Where to look for it first."""
        return self.place if self.place is not None else self.first.note.position or 0

    @property
    def is_orphan(self) -> bool:
        return bool(self.first.note.quote) and self.place is None


def urls() -> list[URLPattern]:
    answers = [
        path(
            f"<int:pk>/notes/<int:note_pk>/{name}/",
            desk.admin_view(require_POST(partial(answer, verb=verb))),
            name=f"analysis_article_note_{name}",
        )
        for name, verb in ANSWERS.items()
    ]
    return [path("<int:pk>/notes/", desk.admin_view(notes), name="analysis_article_notes"), *answers]


def panel(request: HttpRequest, context: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """What the writer's page shows of it: joins the context of its template."""
    article, user = context["original"], member(request)
    if article is None or not user_can_annotate(user, article):
        return {}
    return {
        "notes": listed(user, article),
        "notes_article": article,
        "may_block": user_can_block(user, article),
        "people": people(article),
        "longest_note": noting.LONGEST_BODY,
    }


# --- Views -------------------------------------------------------------------------------------------------


def notes(request: HttpRequest, pk: int) -> HttpResponse:
    article = annotated(request, pk)
    return answered(request, article, begin) if request.method == "POST" else fragment(request, article)


def answer(request: HttpRequest, pk: int, note_pk: int, *, verb: "Verb") -> HttpResponse:
    article = annotated(request, pk)
    note = get_object_or_404(article.notes.threads(), pk=note_pk)
    note.article = article
    return answered(request, article, partial(verb, note=note))


def annotated(request: HttpRequest, pk: int) -> Article:
    article = get_object_or_404(Article, pk=pk)
    require(user_can_annotate(member(request), article))
    return article


def answered(request: HttpRequest, article: Article, carry_out: Callable[..., object]) -> HttpResponse:
    is_script = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    try:
        carry_out(request, article=article, at=timezone.now())
    except NoteError as error:
        if is_script:
            return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
        messages.error(request, str(error))
    return fragment(request, article) if is_script else redirect("admin:analysis_article_change", article.pk)


def fragment(request: HttpRequest, article: Article) -> HttpResponse:
    context = {"notes": listed(member(request), article), "notes_article": article}
    context["may_block"] = user_can_block(member(request), article)
    return HttpResponse(render_to_string("admin/analysis/article/notes_list.html", context, request))


# --- What is asked for -------------------------------------------------------------------------------------


def begin(request: HttpRequest, *, article: Article, at: datetime) -> None:
    given, user = request.POST, member(request)
    is_blocking = "is_blocking" in given
    require(not is_blocking or user_can_block(user, article))
    noting.add(
        article=article,
        by=user,
        body=given.get("note", ""),
        quote=given.get("quote", ""),
        paragraph=given.get("paragraph", ""),
        position=position(given.get("position", "")),
        is_blocking=is_blocking,
        at=at,
    )


def reply(request: HttpRequest, *, article: Article, note: EditorialNote, at: datetime) -> None:
    noting.reply(note=note, by=member(request), body=request.POST.get(f"reply-{note.pk}", ""), at=at)


def resolve(request: HttpRequest, *, article: Article, note: EditorialNote, at: datetime) -> None:
    require(user_can_resolve(member(request), note))
    noting.resolve(note=note, by=member(request), at=at)


def reopen(request: HttpRequest, *, article: Article, note: EditorialNote, at: datetime) -> None:
    require(user_can_resolve(member(request), note))
    noting.reopen(note=note, by=member(request), at=at)


def block(
    request: HttpRequest, *, article: Article, note: EditorialNote, at: datetime, is_blocking: bool = True
) -> None:
    require(user_can_block(member(request), article))
    noting.set_blocking(note=note, is_blocking=is_blocking, by=member(request), at=at)


Verb = Callable[..., None]
ANSWERS: dict[str, Verb] = {
    "reply": reply,
    "resolve": resolve,
    "reopen": reopen,
    "block": block,
    "unblock": partial(block, is_blocking=False),
}


def position(text: str) -> int | None:
    """None for what is no place in a text."""
    number = whole_number(text)
    return min(number, LAST_POSITION) if number is not None else None


# --- What is shown -----------------------------------------------------------------------------------------


def listed(user: User, article: Article) -> dict[str, list[Thread]]:
    """Open threads in the order of their paragraphs, the whole text's first and orphans last; then what is resolved."""
    found = threads(user, article)
    return {
        "open": sorted((thread for thread in found if not thread.first.note.resolved_at), key=order),
        "resolved": [thread for thread in found if thread.first.note.resolved_at],
    }


def threads(user: User, article: Article) -> list[Thread]:
    everything = EditorialNote.objects.select_related("author", "resolved_by").prefetch_related("mentioned")
    replies = Prefetch("replies", queryset=everything)
    first_notes = list(everything.filter(article=article).threads().prefetch_related(replies))
    quoting = [note for note in first_notes if note.quote]
    found = find_all([noting.anchor_of(note) for note in quoting], paragraphs_of(article.body))
    places = {note.pk: place for note, place in zip(quoting, found, strict=True)}
    # As user_can_resolve() says, without asking for the by-lines once for each note.
    can_edit = user_can_edit(user, article)
    return [
        Thread(
            remark(note),
            [remark(each) for each in note.replies.all()],
            places.get(note.pk),
            can_edit or note.author_id == user.pk,
        )
        for note in first_notes
    ]


def order(thread: Thread) -> tuple[int, int, datetime]:
    note = thread.first.note
    return (2 if thread.is_orphan else 1 if note.quote else 0), thread.place or 0, note.created_at


def remark(note: EditorialNote) -> Remark:
    """Its lines, with the names of people who were told."""
    spoken = {
        name for user in note.mentioned.all() for name in (user.name, user.get_short_name(), noting.local_part(user))
    }
    longest_first = sorted(map(re.escape, filter(None, spoken)), key=len, reverse=True)
    parts = re.split(rf"(@(?:{'|'.join(longest_first)}))(?!\w)", note.body, flags=re.I) if spoken else [note.body]
    words = "".join(
        format_html("<strong>{}</strong>", part) if number % 2 else escape(part) for number, part in enumerate(parts)
    )
    return Remark(note, SafeString(words.replace("\n", "<br>")))


def people(article: Article) -> list[str]:
    """How "@" names each of those who may be told."""
    users = noting.readers(article)
    taken = noting.names(users)
    return sorted(user.name if taken.get(user.name) == (user.pk,) else noting.local_part(user) for user in users)
