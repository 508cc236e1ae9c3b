"""What readers see of an article now, and what will happen when."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from analysis.admin.states import State, state_of
from analysis.models import Article, Publication, Status
from analysis.models.articles import content_hash

# Said of the working copy beside what readers see.
UNDER_WAY = (Status.IN_REVIEW, Status.RETURNED)
# What moves, and of what is live its address and whether it is the text as it stands.
SHOWN = (
    *("article", "live_from", "live_until", "expires"),
    *("language", "slug", "primary_topic__slug", "revision__content_hash"),
)
TIMELINE = Prefetch(
    "publications",
    Publication.objects.select_related("revision", "primary_topic").only(*SHOWN).order_by("live_from"),
)


class Step(NamedTuple):
    """A button or link: what it says and where it leads."""

    label: Promise
    url: str


class Change(NamedTuple):
    at: datetime
    sentence: Promise
    steps: tuple[Step, ...] = ()


class Outlook(NamedTuple):
    """`differs`: the working copy holds what readers do not see; `review`: how far it is on its way to them."""

    state: State
    review: Promise | None
    live: Publication | None
    differs: bool
    changes: list[Change]


def outlook(article: Article, at: datetime) -> Outlook:
    """Of an article as it is stored."""
    prefetch_related_objects([article], TIMELINE)
    publications = list(article.publications.all())
    live = next((each for each in publications if each.is_live(at)), None)
    differs = live is None or live.revision.content_hash != content_hash(article.content())
    changes = sorted(_coming_changes(article, publications, at), key=lambda change: change.at)
    review = Status(article.status).label if article.status in UNDER_WAY else None
    return Outlook(_state(article, publications, at), review, live, differs, changes)


def _state(article: Article, publications: Sequence[Publication], at: datetime) -> State:
    begun = [each for each in publications if each.live_from <= at]
    is_scheduled = len(publications) > len(begun)
    return state_of(article.status, shown=begun[-1].is_live(at) if begun else None, is_scheduled=is_scheduled)


def _coming_changes(article: Article, publications: Sequence[Publication], at: datetime) -> Iterator[Change]:
    ends = {publication.live_until for publication in publications}
    beginnings = {publication.live_from for publication in publications}
    for publication in publications:
        if publication.live_from > at:
            yield beginning(publication, is_update=publication.live_from in ends)
        end = publication.live_until
        if end and end > at and (publication.expires or end not in beginnings):
            yield ending(publication, end, is_followed=end in beginnings)
    if article.embargo_until and article.embargo_until > at:
        yield Change(article.embargo_until, _("the embargo ends"), (article_step(article, "embargo", _("Change")),))


def beginning(publication: Publication, *, is_update: bool) -> Change:
    sentence = _("an update replaces what is live") if is_update else _("goes live")
    steps = [step(publication, "reschedule", _("Move")), step(publication, "cancel", _("Cancel"))]
    if publication.live_until is None:
        steps.append(step(publication, "expire", _("Set an end")))
    return Change(publication.live_from, sentence, tuple(steps))


def ending(publication: Publication, end: datetime, *, is_followed: bool) -> Change:
    sentence = _("the end that was set for what is live before") if is_followed else _("leaves the site")
    return Change(end, sentence, (step(publication, "expire", _("Move or take back")),))


def step(publication: Publication, decision: str, label: Promise) -> Step:
    place = [publication.article_id, publication.pk]
    return Step(label, reverse(f"admin:analysis_article_{decision}", args=place))


def article_step(article: Article, decision: str, label: Promise) -> Step:
    return Step(label, reverse(f"admin:analysis_article_{decision}", args=[article.pk]))
