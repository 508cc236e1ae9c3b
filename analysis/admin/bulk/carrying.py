"""A change of many articles, carried out: each in a transaction of its own."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from analysis import publishing
from analysis.admin.bulk.kinds import Filing, Given, Kind
from analysis.admin.bulk.preview import Change, Chosen, why_not, without_room
from analysis.admin.history.versions import locked
from analysis.models import Article
from analysis.publishing import EditConflict, PublishingError
from analysis.publishing.merging import Content
from analysis.text.numbers import whole_number


class Outcome(NamedTuple):
    """`refusal` is empty where the article was changed."""

    pk: int
    refusal: str

    @property
    def token(self) -> str:
        return f"{self.pk}:{self.refusal}"

    @classmethod
    def parse(cls, token: str) -> "Outcome | None":
        number, _colon, refusal = token.partition(":")
        pk = whole_number(number)
        return cls(pk, refusal) if pk is not None else None


def carry_out(kind: Kind, given: Given, chosen: Iterable[Chosen], *, by: User, at: datetime) -> list[Outcome]:
    return [carried_out(kind, given, one, by=by, at=at) for one in chosen]


def carried_out(kind: Kind, given: Given, chosen: Chosen, *, by: User, at: datetime) -> Outcome:
    article = Article.objects.filter(pk=chosen.pk).first()
    if not article:
        return Outcome(chosen.pk, _("It was deleted meanwhile."))
    refusal = ""
    try:
        with transaction.atomic():
            change(kind, given, locked(article), chosen, by=by, at=at)
    except PublishingError as error:
        refusal = str(error)
    except EditConflict:
        refusal = _("Somebody has changed the same meanwhile. It stays as they saved it.")
    return Outcome(article.pk, refusal)


def change(kind: Kind, given: Given, article: Article, chosen: Chosen, *, by: User, at: datetime) -> None:
    content = content_of(article, chosen.version)
    filing: Filing = content | {"planned_date": chosen.planned_date}
    changed = kind.changed(filing, given) if kind.changed else {}
    has_room = not without_room([Change(article, filing, changed)])
    if refusal := why_not(kind, article, changed, by=by, has_room=has_room):
        raise PublishingError(refusal)
    if kind.changed is None:
        publishing.throw_away(article=article, by=by, at=at)
        return
    if "planned_date" in changed:
        plan(article, changed.pop("planned_date"), chosen, by=by, at=at)
    if changed:
        content |= changed
        publishing.save(article=article, content=content, by=by, started_from=chosen.version, at=at)


def content_of(article: Article, version: int) -> Content:
    """What the preview showed: a change is joined with what others have saved since."""
    if article.version == version:
        return article.content()
    revision = article.revisions.of_the_text().filter(version=version).first()
    if not revision:
        raise PublishingError(_("Somebody has saved it meanwhile. Look at it again."))
    return dict(revision.content)


def plan(article: Article, planned_date: str | None, chosen: Chosen, *, by: User, at: datetime) -> None:
    stands = article.planned_date.isoformat() if article.planned_date else None
    if stands != chosen.planned_date:
        raise PublishingError(_("Somebody has planned it for another day meanwhile."))
    day = date.fromisoformat(planned_date) if planned_date else None
    publishing.plan(article=article, planned_date=day, by=by, at=at)
