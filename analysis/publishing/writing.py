"""Verbs of the working copy. What readers see does not change by any of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from analysis import checklist, noting, translating
from analysis.models import Article, AuditEntry, Event, Revision
from analysis.models.articles import content_hash
from analysis.publishing import review
from analysis.publishing.errors import EditConflict, PublishingError
from analysis.publishing.history import lock, record
from analysis.publishing.merging import Content, Merge, merge_contents, resolved


class Saved(NamedTuple):
    """`merged`: the fields that somebody else had changed meanwhile, and that were kept."""

    revision: Revision
    merged: list[str]


def create(*, article: Article, content: Content, by: User | None, at: datetime) -> Revision:
    """Stores a new article with its content; `article` holds what is no content (its language, its translations)."""
    with transaction.atomic():
        article.title, article.slug = content["title"], content["slug"]
        article.save()
        article.apply(content)
        revision = record(article=article, by=by, event=Event.SAVE, at=at)
        AuditEntry.objects.note(verb="create", about=article, by=by, at=at)
        _follow(article, Event.SAVE)
        return revision


def save(
    *,
    article: Article,
    content: Content,
    by: User | None,
    started_from: int,
    at: datetime,
    event: Event = Event.SAVE,
    reason: str = "",
) -> Saved:
    """
    Makes `content` the working copy's, joined with what others have saved since the version it started from.

    Raises EditConflict where the same field was changed twice; the content that came second is in the history then.
    After an import, whoever brings the texts in asks for the checklist (`checklist.tasks`).
    """
    with _working_copy(article):
        if not 0 <= started_from <= article.version:
            started_from = 0  # No page of ours has sent this.
        if started_from == article.version:
            return Saved(_store(article, content, by=by, event=event, at=at, reason=reason), [])
        merge = _merge(article, content, article.content(), started_from)
        if not merge.conflicts:
            saved = _store(article, merge.content, by=by, event=Event.MERGE, at=at, reason=reason)
            return Saved(saved, merge.taken)
        aside = _set_aside(article, content, by=by, started_from=started_from, at=at)
    # Outside of the transaction, so that what is set aside stays.
    raise EditConflict(aside)


def merge_of(*, article: Article, aside: Revision) -> Merge:
    """What stands against what: a text that was set aside, and the working copy as it stands."""
    return _merge(article, aside.content, article.content(), aside.version or 0)


def restore(*, revision: Revision, by: User | None, at: datetime, reason: str = "") -> Revision:
    """Makes the working copy what it was; this is itself a revision."""
    article = revision.article
    with _working_copy(article):
        return _store(article, revision.content, by=by, event=Event.RESTORE, at=at, reason=reason)


def resolve(
    *,
    aside: Revision,
    choices: dict[str, str],
    bodies: dict[int, str],
    by: User | None,
    started_from: int,
    at: datetime,
) -> Saved:
    """Joins a text that was set aside with the one that was saved first, as somebody decided (see `resolved`)."""
    article = aside.article
    with transaction.atomic():
        lock(article)
        theirs = _content_of(article, started_from) or article.content()
        content = resolved(
            base=_content_of(article, aside.version),
            mine=aside.content,
            theirs=theirs,
            choices=choices,
            bodies=bodies,
        )
    return save(article=article, content=content, by=by, started_from=started_from, at=at, event=Event.MERGE)


def plan(*, article: Article, planned_date: date | None, by: User | None, at: datetime) -> None:
    """An intention: it moves freely and nothing happens by it."""
    with _working_copy(article):
        before, article.planned_date = article.planned_date, planned_date
        article.save(update_fields=["planned_date"])
        AuditEntry.objects.note(
            verb="plan", about=article, by=by, at=at, before={"for": _iso(before)}, after={"for": _iso(planned_date)}
        )


def set_language(*, article: Article, language: str, by: User | None, at: datetime) -> None:
    """Of a text that was never public: what readers know under one language does not become a text in another."""
    with _working_copy(article):
        if article.publications.exists():
            raise PublishingError(
                _("The text was public in its language. Begin a translation instead."), field="language"
            )
        before, article.language = article.language, language
        article.version += 1
        article.save(update_fields=["language", "version", "updated_at"])
        AuditEntry.objects.note(
            verb="set_language", about=article, by=by, at=at, before={"language": before}, after={"language": language}
        )
        review.in_another_language(article, at=at)
        _follow(article, Event.SAVE)


# --- How -----------------------------------------------------------------------------------------------------


@contextmanager
def _working_copy(article: Article) -> Iterator[None]:
    with transaction.atomic():
        lock(article)
        if article.trashed_at:
            raise PublishingError(_("This text is in the trash. Take it out first."))
        yield


def _store(article: Article, content: Content, *, by: User | None, event: Event, at: datetime, reason: str) -> Revision:
    # Whatever stood here before, by whatever door it came, stays in the history.
    before = record(article=article, by=None, event=Event.SAVE, at=at)
    article.apply(content)
    now = article.content()
    if content_hash(now) == before.content_hash and event != Event.RESTORE:
        return before
    article.version += 1
    article.save(update_fields=["version", "updated_at"])
    after = record(article=article, by=by, event=event, at=at, reason=reason, content=now)
    changed: dict[str, Any] = {"before": {"revision": before.pk}, "after": {"revision": after.pk}}
    AuditEntry.objects.note(verb=event, about=article, by=by, at=at, why=reason, **changed)
    review.settle(article=article, at=at, digest=after.content_hash)
    _follow(article, event)
    return after


def _follow(article: Article, event: Event) -> None:
    """What hangs on the text goes with it."""
    noting.follow(article=article)
    translating.follow(article=article)
    # An import brings many, and has a job look at them together: it costs a third of what all the rest does.
    if event != Event.IMPORT:
        checklist.keep(article=article)


def _merge(article: Article, mine: Content, theirs: Content, started_from: int) -> Merge:
    return merge_contents(base=_content_of(article, started_from), mine=mine, theirs=theirs)


def _content_of(article: Article, version: int | None) -> Content | None:
    """As it was in that version; some versions are only about the language, and have no revision of their own."""
    if not version or version > article.version:
        return None
    revision = article.revisions.of_the_text().filter(version__lte=version).first()
    return revision.content if revision else None


def _set_aside(article: Article, content: Content, *, by: User | None, started_from: int, at: datetime) -> Revision:
    same = article.revisions.filter(
        event=Event.SET_ASIDE, created_by=by, content_hash=content_hash(content), version=started_from
    )
    return same.first() or Revision.objects.create(
        article=article,
        created_at=at,
        created_by=by,
        event=Event.SET_ASIDE,
        version=started_from,
        content=content,
        content_hash=content_hash(content),
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
