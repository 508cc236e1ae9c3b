"""What the checklist says about all texts, as each was when it was last saved: from the table of findings alone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analysis.admin.article_list import state_mark
from analysis.admin.filters import Offer, Words, chosen_by, filters_of
from analysis.admin.findings import Line, line
from analysis.admin.paging import page_of
from analysis.admin.states import standing, with_conditions, with_standing
from analysis.checklist.rules import NAMES
from analysis.checklist.sentences import LABELS
from analysis.models import Article, Finding, Language, Level
from analysis.models.articles import ArticleQuerySet

PAGE_LENGTH = 50
LEVELS = {Level.BLOCK: gettext_lazy("Blocks publication"), Level.WARN: gettext_lazy("To look at")}
STATES = {"live": gettext_lazy("Live"), "other": gettext_lazy("Not live")}
IS_LIVE = {"live": Q(is_live=True), "other": Q(is_live=False)}


class Tally(NamedTuple):
    """How often a rule found something; the shares are percents of what the most frequent rule found."""

    rule: str
    label: Words
    blocks: int
    warnings: int
    share_of_blocks: int
    share_of_warnings: int


class Row(NamedTuple):
    article: Article
    state: SafeString
    lines: list[Line]


def report(asked: Mapping[str, str], *, at: datetime) -> dict[str, Any]:
    filters = filters_of(_offered(), asked)
    chosen = chosen_by(filters)
    texts = _texts(chosen, at)
    findings = Finding.objects.filter(**{name: chosen[name] for name in ("rule", "level") if name in chosen})
    wanted = texts.filter(Exists(findings.filter(article=OuterRef("pk"))))
    wanted = wanted.prefetch_related(Prefetch("findings", findings, to_attr="wanted"))
    rows = page_of(wanted, PAGE_LENGTH, asked.get("page"))
    return {
        "title": _("Checklist"),
        "filters": filters,
        "is_filtered": bool(chosen),
        "tallies": _tallies(_findings(texts, chosen)),
        "page": rows,
        "rows": list(map(_row, rows)),
    }


def _offered() -> list[Offer]:
    return [
        ("rule", _("Rule"), [(name, LABELS[name]) for name in NAMES]),
        ("level", _("Level"), list(LEVELS.items())),
        ("language", _("Language"), list(Language.choices)),
        ("state", _("State"), list(STATES.items())),
    ]


def _texts(chosen: dict[str, str], at: datetime) -> ArticleQuerySet:
    texts = with_standing(Article.objects.kept(), at).defer("body").order_by("-updated_at", "-pk")
    if "language" in chosen:
        texts = texts.in_language(chosen["language"])
    return with_conditions(texts, at).filter(IS_LIVE[chosen["state"]]) if "state" in chosen else texts


def _findings(texts: ArticleQuerySet, chosen: dict[str, str]) -> QuerySet[Finding]:
    """What was found in these texts. Of all, it is quicker to leave out the trash than to look up who is not in it."""
    if chosen.keys() & {"language", "state"}:
        return Finding.objects.filter(article__in=texts.order_by().values("pk"))
    return Finding.objects.exclude(article__in=list(Article.objects.trashed().values_list("pk", flat=True)))


def _row(text: Any) -> Row:
    return Row(text, state_mark(*standing(text)), list(map(line, text.wanted)))


def _tallies(findings: QuerySet[Finding]) -> list[Tally]:
    """Of the rules that found something, in their own order."""
    counted = findings.order_by().values_list("rule", "level").annotate(number=Count("pk"))
    numbers = {(rule, level): number for rule, level, number in counted}
    pairs = {name: (numbers.get((name, Level.BLOCK), 0), numbers.get((name, Level.WARN), 0)) for name in NAMES}
    most = max((sum(pair) for pair in pairs.values()), default=0) or 1
    return [
        Tally(name, LABELS[name], *pair, *(100 * number // most for number in pair))
        for name, pair in pairs.items()
        if any(pair)
    ]
