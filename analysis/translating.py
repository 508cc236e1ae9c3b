"""What a translation was made from, and whether it says the same still. Each verb is one transaction."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Exists, Func, OuterRef, Q, TextField, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext as _

from accounts.models import User
from analysis.models import Article, AuditEntry, Translation
from analysis.models.article_indexes import APPEARED_AT
from analysis.models.articles import ArticleQuerySet
from analysis.permissions import FOR_ITS_AUTHORS, user_can_edit, user_can_read, user_can_write
from analysis.text import staleness
from analysis.text.staleness import BODY, FIELDS, Row, Text

KEPT = ("paragraphs", "original_hash", "is_adapted", "settled_by", "settled_at")


class TranslatingError(Exception):
    """A verb was refused; the message is for the person who asked."""


# --- Verbs -------------------------------------------------------------------------------------------------


def begin(*, article: Article, original: Article, by: User, at: datetime) -> Translation:
    """Of an article that has just been made as a copy of its original: none of it is translated yet."""
    with transaction.atomic():
        _require(user_can_write(by) and user_can_read(by, original))
        rows = staleness.looked_at(staleness.copied(text_of(original)), text_of(original), text_of(article))
        translation = Translation(article=article, original=original)
        _keep(translation, rows)
        _log("begin_translation", translation, by=by, at=at, after={"original": original.pk})
        return translation


def correspond(*, article: Article, original: Article, by: User, at: datetime) -> Translation:
    """Somebody says that a text says what its original says now; where the paragraphs are not as many, as a whole."""
    with transaction.atomic():
        _require(user_can_read(by, original) and user_can_edit(by, article))
        # Whoever is saving one of the two is waited for, and whoever saves it next will find the translation.
        both = Article.objects.held().order_by("pk").in_bulk([article.pk, original.pk])
        _refuse_trashed(both[article.pk])
        if Translation.objects.filter(article=article).exists():
            raise TranslatingError(_("Somebody has just said so. Look again."))
        now, there = text_of(both[original.pk]), text_of(both[article.pk])
        is_adapted = not staleness.are_as_many(now, there)
        translation = Translation(
            article=article, original=original, is_adapted=is_adapted, settled_by=by, settled_at=at
        )
        _keep(translation, staleness.paired_off(now, there))
        _log("settle_translation", translation, by=by, at=at, after={"original": original.pk})
        return translation


def settle(*, translation: Translation, keys: Collection[str], by: User, at: datetime) -> int:
    """Somebody says that these rows (see `staleness.keyed`) are up to date: how many of them still look as they did."""
    with _held(translation, by) as rows:
        known = keys & staleness.keyed(rows).keys()
        if known:
            _settle(translation, staleness.settled(rows, known), by=by, at=at, paragraphs=len(known))
        return len(known)


def settle_everything(*, translation: Translation, seen: str, by: User, at: datetime) -> None:
    """`seen`: what somebody who says so has seen (see `staleness.seen`)."""
    with _held(translation, by) as rows:
        if staleness.seen(rows) != seen:
            raise TranslatingError(_("One of the two texts has changed meanwhile. Look again."))
        _settle(translation, staleness.settled(rows), by=by, at=at, paragraphs=len(rows))


def adapt(*, translation: Translation, is_adapted: bool, by: User, at: datetime) -> None:
    """Its paragraphs correspond to the original's, or the text is up to date or not as a whole."""
    with _held(translation, by) as rows:
        if translation.is_adapted != is_adapted:
            translation.is_adapted = is_adapted
            _keep(translation, rows)
            states = {"before": {"is_adapted": not is_adapted}, "after": {"is_adapted": is_adapted}}
            _log("adapt_translation", translation, by=by, at=at, **states)


@transaction.atomic
def follow(*, article: Article) -> None:
    """After a change of the text: what has become stale in its translations, or was translated in it."""
    concerned = Translation.objects.filter(Q(article=article) | Q(original=article))
    translations = list(concerned.select_for_update().order_by("pk"))
    if not translations:
        return
    texts = texts_of(*(pk for each in translations for pk in (each.article_id, each.original_id)))
    for translation in translations:
        now, there = texts[translation.original_id], texts[translation.article_id]
        rows = staleness.looked_at(staleness.loaded(translation.paragraphs), now, there)
        is_finished = not translation.settled_at and not translation.is_adapted and staleness.tally(rows).is_done
        if is_finished:
            translation.settled_at = article.updated_at
            translation.is_adapted = not staleness.are_as_many(now, there)
        _keep(translation, rows)


# --- What stands where -------------------------------------------------------------------------------------


def rows_of(translation: Translation) -> list[Row]:
    """As both texts stand now."""
    texts = texts_of(translation.article_id, translation.original_id)
    remembered = staleness.loaded(translation.paragraphs)
    return staleness.looked_at(remembered, texts[translation.original_id], texts[translation.article_id])


def originals() -> ArticleQuerySet:
    """One version of each text: what is no translation, what others were made from, what appeared first.

    Of several that appeared on one day, the one in the default language.
    """
    better = (
        _ranked()
        .filter(translation_key=OuterRef("translation_key"), rank__lt=OuterRef("rank"))
        .exclude(pk=OuterRef("pk"))
    )
    found: ArticleQuerySet = _ranked().filter(~Exists(better))
    return found


def presumed_original(article: Article) -> Article | None:
    """Of a text that came with others, and of which nobody has said what it was translated from."""
    first: Article | None = _ranked().filter(translation_key=article.translation_key).order_by("rank").first()
    return first if first and first.pk != article.pk else None


def text_of(article: Article) -> Text:
    return {name: getattr(article, name) for name in (*FIELDS, BODY)}


def texts_of(*pks: int) -> dict[int, Text]:
    """As they are stored."""
    found = Article.objects.filter(pk__in=pks).values("pk", *FIELDS, BODY)
    return {text.pop("pk"): text for text in found}


# --- How ---------------------------------------------------------------------------------------------------


class _Row(Func):
    """Several values, compared one after another."""

    template = "ROW(%(expressions)s)"
    output_field = TextField()


def _ranked() -> Any:
    """By `rank`, versions of one text can be put in order."""
    came_from = Coalesce("translation", 0)
    is_translated = Exists(Translation.objects.filter(original=OuterRef("pk")))
    is_in_another = Case(When(language=settings.LANGUAGE_CODE, then=0), default=1)
    # By the publication's calendar: it is the same text for whoever looks, wherever they are.
    day = TruncDate(APPEARED_AT, tzinfo=ZoneInfo(settings.TIME_ZONE))
    rank = _Row(came_from, ~is_translated, day, is_in_another, "pk")
    return Article.objects.kept().alias(rank=rank)


@contextmanager
def _held(translation: Translation, by: User) -> Iterator[list[Row]]:
    """The rows as they stand while nobody else can settle them."""
    with transaction.atomic():
        translation.refresh_from_db(from_queryset=Translation.objects.select_for_update())
        _require(user_can_read(by, translation.original) and user_can_edit(by, translation.article))
        _refuse_trashed(translation.article)
        yield rows_of(translation)


def _require(permitted: bool) -> None:  # noqa: FBT001 - an answer, not an option
    if not permitted:
        raise TranslatingError(str(FOR_ITS_AUTHORS))


def _refuse_trashed(article: Article) -> None:
    if article.trashed_at:
        raise TranslatingError(_("This text is in the trash. Take it out first."))


def _settle(translation: Translation, rows: list[Row], *, by: User, at: datetime, paragraphs: int) -> None:
    if translation.settled_at or translation.is_adapted or staleness.tally(rows).is_done:
        translation.settled_by, translation.settled_at = by, at
    _keep(translation, rows)
    _log("settle_translation", translation, by=by, at=at, after={"paragraphs": paragraphs})


def _keep(translation: Translation, rows: list[Row]) -> None:
    """An empty hash says that there is something to do: what lists ask for without reading any paragraph."""
    left = staleness.tally(rows)
    is_done = bool(translation.settled_at) and not left.stale if translation.is_adapted else left.is_done
    translation.paragraphs = staleness.dumped(rows)
    translation.original_hash = staleness.original_hash(rows) if is_done else ""
    translation.save(update_fields=KEPT if translation.pk else None)


def _log(verb: str, translation: Translation, *, by: User, at: datetime, **states: Any) -> None:
    AuditEntry.objects.note(verb=verb, about=translation.article, by=by, at=at, **states)
