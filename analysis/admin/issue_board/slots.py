"""An issue as the desk assembles it: a place for each followed trend in each language, and what fills it."""

from collections import defaultdict
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from analysis import publishing
from analysis.admin.article_list import for_list
from analysis.admin.calendar.entries import names
from analysis.admin.states import State, standing
from analysis.models import Article, Edition, Gap, Issue, Language, Topic

# What a place needs nothing more of.
FILLING = {State.APPROVED, State.SCHEDULED, State.LIVE, State.UPDATE}
# On its way: it can still be ready in time.
UNDER_WAY = {State.DRAFT, State.IN_REVIEW, State.RETURNED}

Place = tuple[int | None, str]


class Phase(StrEnum):
    """Of an edition; the words are those of a mark, whose shape is the state's."""

    OPEN = "draft"
    COMING = "scheduled"
    OUT = "live"

    @property
    def label(self) -> Promise:
        return {self.OPEN: _("Not released"), self.COMING: _("Goes out"), self.OUT: _("Released")}[self]


class Text(NamedTuple):
    """`at` is when it goes live, if it is scheduled; what is not `is_filed` is here by its days alone."""

    article: Article
    topic: Topic | None
    authors: str
    state: State
    at: datetime | None
    is_filed: bool

    @property
    def label(self) -> Promise:
        return _("Ready") if self.state == State.APPROVED else self.state.label

    @property
    def is_missed_by_readers(self) -> bool:
        """Public, but not on the issue's page."""
        return not self.is_filed and self.state in FILLING - {State.APPROVED}


class Slot(NamedTuple):
    """`original` is the trend's text in another language, for who would rather translate."""

    topic: Topic | None
    language: Language
    texts: list[Text]
    gap: Gap | None
    write_address: str
    original: Text | None

    @property
    def has_a_text(self) -> bool:
        return any(text.state in FILLING for text in self.texts)

    @property
    def is_filled(self) -> bool:
        return self.has_a_text or self.gap is not None


class Row(NamedTuple):
    """A trend, or (None) everything that is about none."""

    topic: Topic | None
    slots: list[Slot]


class Column(NamedTuple):
    """One language: `filled` of `total` places need nothing more, `ready` texts wait for a release."""

    edition: Edition
    language: Language
    phase: Phase
    filled: int
    total: int
    ready: int
    can_begin: bool
    preview: str

    @property
    def is_coming(self) -> bool:
        return self.phase == Phase.COMING


class Board(NamedTuple):
    rows: list[Row]
    others: Row
    columns: list[Column]


def board_of(issue: Issue, *, at: datetime) -> Board:
    """Six queries, however many texts there are."""
    places = places_of(texts_of(issue, at=at))
    gaps = {(gap.topic_id, gap.edition.language): gap for gap in gaps_of(issue)}
    rows = [row_of(issue, topic, places, gaps) for topic in Topic.objects.trends()]
    others = row_of(issue, None, places, gaps)
    return Board(rows, others, columns_of(issue, rows, others, at=at))


def texts_of(issue: Issue, *, at: datetime) -> list[Text]:
    return [text_of(article) for article in for_list(publishing.texts_of(issue), at).order_by("pk")]


def text_of(article: Any) -> Text:
    """Of an article as the list loads it."""
    topic = next((link.topic for link in article.primary_links), None)
    state, at = standing(article)
    return Text(article, topic, names(article.signed_by), state, at, article.issue_id is not None)


def gaps_of(issue: Issue) -> list[Gap]:
    return list(Gap.objects.filter(edition__issue=issue).select_related("edition"))


def places_of(texts: list[Text]) -> dict[Place, list[Text]]:
    places = defaultdict(list)
    for text in texts:
        trend = text.topic.pk if text.topic and text.topic.is_trend else None
        places[trend, text.article.language].append(text)
    return places


def row_of(issue: Issue, topic: Topic | None, places: dict[Place, list[Text]], gaps: dict[Any, Gap]) -> Row:
    pk = topic.pk if topic else None
    beginnings = [texts[0] for code in Language.values if (texts := places.get((pk, code)))]
    original = beginnings[0] if topic and beginnings else None
    return Row(
        topic,
        [
            Slot(
                topic,
                language,
                places.get((pk, language), []),
                gaps.get((pk, language)),
                write_address(issue, topic, language),
                original,
            )
            for language in Language
        ],
    )


def write_address(issue: Issue, topic: Topic | None, language: str) -> str:
    """The form of a new text, with everything filled in that its place decides."""
    known = {
        "language": language,
        "issue": issue.pk,
        "period_start": issue.coverage_start.isoformat(),
        "period_end": issue.coverage_end.isoformat(),
        **({"primary_topic": topic.pk} if topic else {}),
    }
    return f"{reverse('admin:analysis_article_add')}?{urlencode(known)}"


# --- Editions ------------------------------------------------------------------------------------------------


def columns_of(issue: Issue, rows: list[Row], others: Row, *, at: datetime) -> list[Column]:
    editions = {edition.language: edition for edition in issue.editions.select_related("mailing")}
    return [
        column_of(
            editions.get(language) or Edition(issue=issue, language=language),
            [row.slots[number] for row in rows],
            others.slots[number],
            at=at,
        )
        for number, language in enumerate(Language)
    ]


def column_of(edition: Edition, slots: list[Slot], other: Slot, *, at: datetime) -> Column:
    texts = [text for slot in (*slots, other) for text in slot.texts]
    ready = sum(text.state == State.APPROVED for text in texts)
    phase = phase_of(edition, at)
    given = any(text.state in FILLING for text in texts)
    return Column(
        edition,
        Language(edition.language),
        phase,
        filled=sum(slot.is_filled for slot in slots),
        total=len(slots),
        ready=ready,
        can_begin=bool(ready) or (given and phase == Phase.OPEN),
        preview=preview_of(edition),
    )


def phase_of(edition: Edition, at: datetime) -> Phase:
    if edition.released_at is None:
        return Phase.OPEN
    return Phase.COMING if edition.released_at > at else Phase.OUT


def preview_of(edition: Edition) -> str:
    """The issue's page as readers see it at the instant of the release."""
    if edition.released_at is None:
        return ""
    with override(edition.language):
        path = edition.issue.get_absolute_url()
    return reverse("as-of-page", args=[timezone.localtime(edition.released_at), path])
