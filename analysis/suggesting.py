"""What editors want suggested beside a text, and what never. Each verb is one transaction that checks, writes, logs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from analysis.models import Article, AuditEntry, Suggestion, SuggestionKind
from analysis.permissions import FOR_EDITORS, user_can_read, user_can_suggest

# A page shows five.
MOST_PINS: Final = 5


class SuggestionRefused(Exception):
    """A verb was refused; the message is for the person who asked."""


def pin(*, article: Article, suggested: Article, by: User, at: datetime) -> None:
    """Shown after those that were pinned before, whatever the engine thinks of it."""
    with _decisions_about(article, suggested, by) as decisions:
        pins = decisions.filter(kind=SuggestionKind.PIN).exclude(suggested=suggested)
        if pins.count() >= MOST_PINS:
            raise SuggestionRefused(_("Five texts are pinned already. Take one of them out first."))
        position = (pins.aggregate(last=Max("position"))["last"] or 0) + 1
        _decide(article, suggested, SuggestionKind.PIN, position=position, by=by, at=at)


def ban(*, article: Article, suggested: Article, by: User, at: datetime) -> None:
    with _decisions_about(article, suggested, by):
        _decide(article, suggested, SuggestionKind.BAN, position=0, by=by, at=at)


def leave_alone(*, article: Article, suggested: Article, by: User, at: datetime) -> None:
    """The engine decides again."""
    with _decisions_about(article, suggested, by) as decisions:
        taken_back, _rows = decisions.filter(suggested=suggested).delete()
        if taken_back:
            _log("leave_suggestion_alone", article, suggested, by=by, at=at)


def move_up(*, article: Article, suggested: Article, by: User, at: datetime) -> None:
    """Before the one that stands above it."""
    with _decisions_about(article, suggested, by) as decisions:
        pins = list(decisions.filter(kind=SuggestionKind.PIN))
        place = next((place for place, each in enumerate(pins) if each.suggested_id == suggested.pk), 0)
        if place:
            pins[place - 1], pins[place] = pins[place], pins[place - 1]
            for position, each in enumerate(pins, start=1):
                each.position = position
            Suggestion.objects.bulk_update(pins, ["position"])
            _log("order_suggestions", article, suggested, by=by, at=at)


@contextmanager
def _decisions_about(article: Article, suggested: Article, by: User) -> Iterator[QuerySet[Suggestion]]:
    """While nobody else can decide anything about what stands beside the article."""
    with transaction.atomic():
        Article.objects.held().get(pk=article.pk)
        if not (user_can_suggest(by, article) and user_can_read(by, suggested)):
            raise SuggestionRefused(str(FOR_EDITORS))
        if suggested.pk == article.pk:
            raise SuggestionRefused(_("A text is not suggested beside itself."))
        if suggested.language != article.language:
            raise SuggestionRefused(_("Readers are shown texts in the language of the page only."))
        yield Suggestion.objects.filter(article=article)


def _decide(
    article: Article, suggested: Article, kind: SuggestionKind, *, position: int, by: User, at: datetime
) -> None:
    decided = {"kind": kind, "position": position, "decided_by": by, "decided_at": at}
    Suggestion.objects.update_or_create(article=article, suggested=suggested, defaults=decided)
    _log(f"{kind}_suggestion", article, suggested, by=by, at=at)


def _log(verb: str, article: Article, suggested: Article, *, by: User, at: datetime) -> None:
    AuditEntry.objects.note(verb=verb, about=article, by=by, at=at, after={"suggested": suggested.pk})
