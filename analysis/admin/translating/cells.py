"""How far one version of a text is, beside its original: a shape and words."""

from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from analysis.admin.article_list import state_mark
from analysis.admin.states import standing
from analysis.models import Article, Translation
from analysis.text import staleness


class Parity(StrEnum):
    ORIGINAL = "original"
    CURRENT = "current"
    STALE = "stale"
    STARTED = "started"
    UNKNOWN = "unknown"
    MISSING = "missing"
    TRASHED = "trashed"

    @property
    def label(self) -> Promise:
        return LABELS[self]


LABELS = {
    Parity.ORIGINAL: gettext_lazy("Original"),
    Parity.CURRENT: gettext_lazy("Up to date"),
    Parity.STALE: gettext_lazy("Stale"),
    Parity.STARTED: gettext_lazy("Being translated"),
    Parity.UNKNOWN: gettext_lazy("Not compared yet"),
    Parity.MISSING: gettext_lazy("Missing"),
    Parity.TRASHED: gettext_lazy("In the trash"),
}
WORK = (Parity.MISSING, Parity.STARTED, Parity.STALE, Parity.UNKNOWN)

# Of versions that exist and are not the original.
CONDITIONS = {
    Parity.TRASHED: Q(trashed_at__isnull=False),
    Parity.UNKNOWN: Q(trashed_at__isnull=True, translation__isnull=True),
    Parity.STARTED: Q(trashed_at__isnull=True, translation__original_hash="", translation__settled_at__isnull=True),
    Parity.STALE: Q(trashed_at__isnull=True, translation__original_hash="", translation__settled_at__isnull=False),
    Parity.CURRENT: Q(trashed_at__isnull=True, translation__original_hash__gt=""),
}


class Cell(NamedTuple):
    """One language of one text. `via` names the language it was translated from, where that is not the original's."""

    language: str
    label: str
    parity: Parity
    article: Article | None = None
    words: str = ""
    state: SafeString = SafeString("")
    via: str = ""

    @property
    def can_be_compared(self) -> bool:
        return self.parity in (Parity.CURRENT, Parity.STALE, Parity.STARTED, Parity.UNKNOWN)


def cell(language: str, label: str, version: Any, original: Article, languages: dict[int, str]) -> Cell:
    """`version` from `with_standing()` with its translation, or None; `languages`: of all versions, by key."""
    if version is None:
        return Cell(language, label, Parity.MISSING, words=_("Missing"))
    parity, translation = parity_of(version, original), translation_of(version)
    via = languages.get(translation.original_id, "") if translation and translation.original_id != original.pk else ""
    return Cell(language, label, parity, version, words(parity, translation), state_mark(*standing(version)), via)


def translation_of(article: Article) -> Translation | None:
    return getattr(article, "translation", None)


def parity_of(version: Article, original: Article) -> Parity:
    translation = translation_of(version)
    if version.trashed_at:
        return Parity.TRASHED
    if version.pk == original.pk:
        return Parity.ORIGINAL
    if not translation:
        return Parity.UNKNOWN
    if translation.original_hash:
        return Parity.CURRENT
    return Parity.STALE if translation.settled_at else Parity.STARTED


def words(parity: Parity, translation: Translation | None) -> str:
    if parity not in (Parity.CURRENT, Parity.STALE, Parity.STARTED) or not translation:
        return str(parity.label)
    if translation.is_adapted:
        return _("Freely adapted: %(state)s") % {"state": ADAPTED[parity]}
    if parity == Parity.CURRENT:
        return str(parity.label)
    return in_words(staleness.tally(staleness.loaded(translation.paragraphs)))


ADAPTED = {
    Parity.CURRENT: gettext_lazy("up to date"),
    Parity.STALE: gettext_lazy("the original has changed"),
    Parity.STARTED: gettext_lazy("being translated"),
}


def in_words(left: staleness.Tally) -> str:
    """What there is to do in a text of so many paragraphs."""
    sentences = []
    if left.stale:
        stale = ngettext(
            "%(stale)d of %(total)d paragraph stale", "%(stale)d of %(total)d paragraphs stale", left.total
        )
        sentences.append(stale % left._asdict())
    if left.untranslated:
        sentences.append(_("%(untranslated)d of %(total)d not translated yet") % left._asdict())
    return ", ".join(sentences) or str(Parity.CURRENT.label)
