"""The parity board: every text in every language, and what there is to translate."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import Case, CharField, Count, Exists, OuterRef, Prefetch, Q, Value, When
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from analysis.admin.article_list import ISSUES_OFFERED, week
from analysis.admin.filters import Offer, Words, chosen_by, filters_of
from analysis.admin.paging import page_of
from analysis.admin.site import desk, member, page
from analysis.admin.states import with_standing
from analysis.admin.translating.cells import CONDITIONS, LABELS, WORK, Cell, Parity, cell
from analysis.models import Article, ArticleTopic, Issue, Language, Topic
from analysis.models.article_indexes import APPEARED_AT
from analysis.models.articles import ArticleQuerySet
from analysis.permissions import user_can_see_the_desk, user_can_write
from analysis.translating import originals

PAGE_LENGTH = 50
ANYTHING = "any"
COUNTED = (Parity.ORIGINAL, Parity.CURRENT, Parity.STALE, Parity.STARTED, Parity.UNKNOWN, Parity.MISSING)


class Row(NamedTuple):
    original: Article
    cells: list[Cell]

    @property
    def period(self) -> str:
        return week(self.original)


class Share(NamedTuple):
    """How many texts stand so in one language."""

    parity: Parity
    number: int

    @property
    def is_work(self) -> bool:
        return self.parity in WORK


class Shares(NamedTuple):
    language: str
    label: Words
    shares: list[Share]


def urls() -> list[URLPattern]:
    return [path("parity/", desk.admin_view(parity), name="analysis_article_parity")]


@require_safe
def parity(request: HttpRequest) -> HttpResponse:
    if not user_can_see_the_desk(member(request)):
        raise PermissionDenied
    found = board(request.GET, at=timezone.now())
    can_write = user_can_write(member(request))
    return page(request, "analysis/article/parity.html", title=_("Three languages"), can_write=can_write, **found)


def board(asked: Mapping[str, str], *, at: datetime) -> dict[str, Any]:
    filters = filters_of(_offered(), asked)
    chosen = chosen_by(filters)
    languages = [chosen["language"]] if "language" in chosen else list(Language.values)
    texts = _filed(originals(), chosen)
    wanted = with_work(texts, _asked_for(chosen), languages) if "work" in chosen else texts
    primary = ArticleTopic.objects.filter(is_primary=True).select_related("topic")
    shown = wanted.defer("body").prefetch_related(Prefetch("articletopic_set", primary, to_attr="primary_links"))
    texts_shown = page_of(shown.order_by(APPEARED_AT.desc(), "-pk"), PAGE_LENGTH, asked.get("page"))
    return {
        "filters": filters,
        "is_filtered": bool(chosen),
        "languages": [Language(code).label for code in languages],
        "columns": [LABELS[each] for each in COUNTED],
        "counts": counts(texts, are_all=not chosen.keys() & {"topic", "issue"}),
        "page": texts_shown,
        "rows": rows(list(texts_shown), languages, at=at),
    }


def rows(texts: Sequence[Article], languages: Sequence[str], *, at: datetime) -> list[Row]:
    versions: defaultdict[Any, dict[str, Any]] = defaultdict(dict)
    keys = [text.translation_key for text in texts]
    found = with_standing(Article.objects.filter(translation_key__in=keys), at)
    for version in found.select_related("translation").defer("body"):
        versions[version.translation_key][version.language] = version
    return [Row(text, _cells(text, versions[text.translation_key], languages)) for text in texts]


def with_work(texts: ArticleQuerySet, kinds: Collection[Parity], languages: Sequence[str]) -> ArticleQuerySet:
    """Texts of which some version in one of these languages stands so."""
    stand_so = Q(*(CONDITIONS[kind] for kind in kinds if kind in CONDITIONS), _connector=Q.OR)
    wanted: list[Q] = []
    for code in languages:
        versions = Article.objects.filter(translation_key=OuterRef("translation_key"), language=code)
        wanted += [Q(~Exists(versions))] if Parity.MISSING in kinds else []
        wanted += [Q(Exists(versions.exclude(pk=OuterRef("pk")).filter(stand_so)))] if stand_so else []
    return texts.filter(Q(*wanted, _connector=Q.OR))


def counts(texts: ArticleQuerySet, *, are_all: bool) -> list[Shares]:
    """Of all these texts, how many stand how in each language: of all versions, those that are no original."""
    kept, trashed = Article.objects.kept(), Article.objects.trashed()
    if are_all:
        trashed = trashed.filter(Exists(kept.filter(translation_key=OuterRef("translation_key"))))
    else:
        of_these = Q(translation_key__in=texts.values("translation_key"))
        kept, trashed = kept.filter(of_these), trashed.filter(of_these)
    numbers: defaultdict[str, Counter[Parity]] = defaultdict(Counter)
    for language, kind, number in [*_tally(kept), *_tally(trashed)]:
        numbers[language][kind] += number
    for language, kind, number in _tally(texts):
        numbers[language][kind] -= number
        numbers[language][Parity.ORIGINAL] += number
    total = sum(each[Parity.ORIGINAL] for each in numbers.values())
    return [_shares(code, label, numbers[code], total) for code, label in Language.choices]


def _tally(versions: ArticleQuerySet) -> Iterator[tuple[str, Parity, int]]:
    """How many would stand how in each language, if none were an original."""
    stand = Case(
        *(When(condition, then=Value(kind)) for kind, condition in CONDITIONS.items()), output_field=CharField()
    )
    rows = versions.order_by().values_list("language", stand).annotate(number=Count("pk"))
    return ((language, Parity(kind), number) for language, kind, number in rows)


def _shares(language: str, label: Words, numbers: Counter[Parity], total: int) -> Shares:
    numbers[Parity.MISSING] = total - numbers.total()
    return Shares(language, label, [Share(kind, numbers[kind]) for kind in COUNTED])


def _cells(text: Article, versions: dict[str, Any], languages: Sequence[str]) -> list[Cell]:
    names = {version.pk: str(Language(code).label) for code, version in versions.items()}
    return [cell(code, str(Language(code).label), versions.get(code), text, names) for code in languages]


def _filed(texts: ArticleQuerySet, chosen: dict[str, str]) -> ArticleQuerySet:
    if "topic" in chosen:
        filed = ArticleTopic.objects.filter(topic_id=int(chosen["topic"]))
        texts = texts.filter(pk__in=filed.values("article"))
    return texts.filter(issue_id=int(chosen["issue"])) if "issue" in chosen else texts


def _asked_for(chosen: dict[str, str]) -> Collection[Parity]:
    return WORK if chosen["work"] == ANYTHING else (Parity(chosen["work"]),)


def _offered() -> list[Offer]:
    return [
        ("work", _("To do"), [(ANYTHING, _("Anything")), *((kind.value, LABELS[kind]) for kind in WORK)]),
        ("language", _("Language"), list(Language.choices)),
        ("topic", _("Topic"), [(str(topic.pk), str(topic)) for topic in Topic.objects.all()]),
        ("issue", _("Week"), [(str(issue.pk), issue.period) for issue in Issue.objects.all()[:ISSUES_OFFERED]]),
    ]
