"""Notes among staff: they hang on a paragraph and follow it. Each verb is one transaction that checks, writes, logs."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from analysis.models import Article, AuditEntry, EditorialNote
from analysis.permissions import FOR_ITS_AUTHORS, user_can_annotate, user_can_block, user_can_read, user_can_resolve
from analysis.signals import people_mentioned
from analysis.text.anchors import Anchor, find, find_all, paragraphs_of
from analysis.text.markup import fold_white_space
from analysis.text.mentions import mentioned
from analysis.text.slugs import normalise

LONGEST_BODY = 4000
LONGEST_QUOTE = 500
LONGEST_PARAGRAPH = 20_000


class NoteError(Exception):
    """A verb was refused; the message is for the person who asked, and `field` says where to show it."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


# --- Verbs -------------------------------------------------------------------------------------------------


def add(
    *,
    article: Article,
    by: User,
    body: str,
    at: datetime,
    quote: str = "",
    paragraph: str = "",
    position: int | None = None,
    is_blocking: bool = False,
) -> EditorialNote:
    """Begins a thread; without a quote it is about the whole text. `paragraph`: all of it, as the writer sees it."""
    with _notes_of(article):
        _require(user_can_annotate(by, article))
        _require(not is_blocking or user_can_block(by, article))
        anchor = _anchor(article, quote, paragraph, position)
        note = _write(article, by, body, at, is_blocking=is_blocking, **anchor)
        _log(note, "note", by=by, at=at, after={"is_blocking": is_blocking})
        return note


def reply(*, note: EditorialNote, by: User, body: str, at: datetime) -> EditorialNote:
    """Goes to the end of the thread, also of one that somebody has just resolved: no word is lost."""
    with _thread(note):
        _require(user_can_annotate(by, note.article))
        answer = _write(note.article, by, body, at, reply_to=note)
        _log(note, "reply", by=by, at=at, after={"reply": answer.pk})
        return answer


def resolve(*, note: EditorialNote, by: User, at: datetime) -> None:
    with _thread(note):
        _require(user_can_resolve(by, note))
        if note.resolved_at is None:
            _set(note, resolved_at=at, resolved_by=by)
            _log(note, "resolve_note", by=by, at=at)


def reopen(*, note: EditorialNote, by: User, at: datetime) -> None:
    with _thread(note):
        _require(user_can_resolve(by, note))
        if note.resolved_at is not None:
            _set(note, resolved_at=None, resolved_by=None)
            _log(note, "reopen_note", by=by, at=at)


def set_blocking(*, note: EditorialNote, is_blocking: bool, by: User, at: datetime) -> None:
    """An open note that blocks keeps the text from being approved and published."""
    with _thread(note):
        _require(user_can_block(by, note.article))
        if note.is_blocking != is_blocking:
            _set(note, is_blocking=is_blocking)
            states = {"before": {"is_blocking": not is_blocking}, "after": {"is_blocking": is_blocking}}
            _log(note, "set_blocking", by=by, at=at, **states)


def follow(*, article: Article) -> None:
    """After a change of the text: every open note is where its paragraph is now."""
    notes = list(article.notes.open().exclude(quote=""))
    if not notes:
        return
    paragraphs = paragraphs_of(article.body)
    places = find_all([anchor_of(note) for note in notes], paragraphs)
    for note, place in zip(notes, places, strict=True):
        if place is not None and (place, paragraphs[place]) != (note.position, note.paragraph):
            _set(note, paragraph=paragraphs[place], position=place)


# --- Who may, and who is meant -----------------------------------------------------------------------------


def readers(article: Article) -> list[User]:
    """Who may be told of a note: a name does not take the text to somebody without access."""
    return [user for user in User.objects.filter(is_active=True) if user_can_read(user, article)]


def names(users: list[User]) -> dict[str, tuple[int, ...]]:
    """By what "@name" finds people: their names and the local parts of their addresses."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for user in users:
        for name in {user.name, local_part(user)} - {""}:
            found[name].append(user.pk)
    return {name: tuple(people) for name, people in found.items()}


def local_part(user: User) -> str:
    return user.email.partition("@")[0]


def anchor_of(note: EditorialNote) -> Anchor:
    return Anchor(note.quote, note.paragraph, note.position or 0)


# --- How ---------------------------------------------------------------------------------------------------


@contextmanager
def _notes_of(article: Article) -> Iterator[None]:
    """Holds the article: a text is not published between the question for blocking notes and the next such note."""
    with transaction.atomic():
        article.refresh_from_db(from_queryset=Article.objects.held())
        if article.trashed_at:
            raise NoteError(_("This text is in the trash. Take it out first."))
        yield


@contextmanager
def _thread(note: EditorialNote) -> Iterator[None]:
    with _notes_of(note.article):
        note.refresh_from_db(fields=["resolved_at", "resolved_by", "is_blocking", "reply_to"])
        if note.reply_to_id:
            raise NoteError(_("A reply is part of its thread: the thread’s first note is what you mean."))
        yield


def _require(permitted: bool) -> None:  # noqa: FBT001 - an answer, not an option
    if not permitted:
        raise NoteError(str(FOR_ITS_AUTHORS))


def _write(article: Article, by: User, body: str, at: datetime, **fields: Any) -> EditorialNote:
    body = normalise(body).strip()
    if not body:
        raise NoteError(_("Write what the note says."), field="body")
    if len(body) > LONGEST_BODY:
        raise NoteError(_("A note has at most %(limit)s characters.") % {"limit": LONGEST_BODY}, field="body")
    note = EditorialNote.objects.create(article=article, author=by, body=body, created_at=at, **fields)
    _mention(note, by=by, at=at)
    return note


def _mention(note: EditorialNote, *, by: User, at: datetime) -> None:
    if "@" not in note.body:
        return
    meant = [people for people in mentioned(note.body, names(readers(note.article))) if len(people) == 1]
    note.mentioned.set([pk for (pk,) in meant])
    told = [pk for (pk,) in meant if pk != by.pk]
    if told:
        people_mentioned.send(sender=EditorialNote, note_id=note.pk, user_ids=told, at=at)


def _anchor(article: Article, quote: str, paragraph: str, position: int | None) -> dict[str, Any]:
    """As it is stored, where the saved text has it; a paragraph not saved yet is found after the save."""
    quote = fold_white_space(normalise(quote))[:LONGEST_QUOTE].strip()
    if not quote:
        return {}
    paragraph = fold_white_space(normalise(paragraph))[:LONGEST_PARAGRAPH]
    paragraphs = paragraphs_of(article.body)
    place = find(Anchor(quote, paragraph, position or 0), paragraphs)
    if place is None:
        return {"quote": quote, "paragraph": paragraph, "position": position}
    return {"quote": quote, "paragraph": paragraphs[place], "position": place}


def _set(note: EditorialNote, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(note, name, value)
    note.save(update_fields=list(fields))


def _log(note: EditorialNote, verb: str, *, by: User, at: datetime, before: Any = None, after: Any = None) -> None:
    """Which note; what it says stays with it."""
    which = {"note": note.pk}
    AuditEntry.objects.note(
        verb=verb, about=note.article, by=by, at=at, before=which | (before or {}), after=which | (after or {})
    )
