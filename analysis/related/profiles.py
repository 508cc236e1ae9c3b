"""Keeps the telling words of every text, and how common each word is."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Final

from django.db import transaction

from analysis.models import Publication
from analysis.models.publications import PublicationQuerySet
from analysis.related.likeness import count_words, telling_words
from analysis.related.models import Profile, Vocabulary, Word

IN_THE_END: Final = datetime(9999, 12, 31, tzinfo=UTC)
# A vocabulary ages slowly: it is counted anew when a quarter more texts are there.
_OUTGROWN: Final = 1.25
_AT_ONCE: Final = 200


def texts(at: datetime) -> PublicationQuerySet:
    """What is public, or will be in the end: so that it has neighbours from its first second on."""
    public = Publication.objects.live(at) | Publication.objects.live(IN_THE_END)
    shown = public.only("article_id", "language", "title", "standfirst", "body_text")
    return shown.prefetch_related("topics", "tags").order_by("article_id", "live_from")


def vocabulary_of(language: str) -> Vocabulary | None:
    """None while there is none, or it has become too small for the texts."""
    vocabulary = Vocabulary.objects.filter(language=language).first()
    profiles = Profile.objects.filter(language=language).count()
    return vocabulary if vocabulary and profiles < vocabulary.texts * _OUTGROWN else None


def count_vocabulary(language: str, *, at: datetime) -> Vocabulary:
    texts_with: Counter[str] = Counter()
    total = 0
    for text in texts(at).in_language(language).iterator(chunk_size=_AT_ONCE):
        texts_with.update(_counts(text).keys())
        total += 1
    with transaction.atomic():
        Vocabulary.objects.filter(language=language).delete()
        vocabulary = Vocabulary.objects.create(language=language, texts=total, counted_at=at)
        shared = ((word, number) for word, number in texts_with.items() if number > 1)
        words = (Word(vocabulary=vocabulary, word=word, texts=number) for word, number in shared)
        Word.objects.bulk_create(words, batch_size=5_000)
    return vocabulary


def make_profile(text: Publication, vocabulary: Vocabulary, *, at: datetime) -> Profile:
    known = vocabulary.words.filter(word__in=list(_counts(text)))
    return _save([text], vocabulary, dict(known.values_list("word", "texts")), at)[0]


def make_profiles(vocabulary: Vocabulary, *, at: datetime) -> Iterator[int]:
    """Of all texts that have none since the vocabulary was counted; yields how many were made."""
    up_to_date = Profile.objects.filter(made_at__gte=vocabulary.counted_at).values("article_id")
    missing = texts(at).in_language(vocabulary.language).exclude(article_id__in=up_to_date)
    texts_with = dict(vocabulary.words.values_list("word", "texts"))
    rest = missing.iterator(chunk_size=_AT_ONCE)
    while some := list(islice(rest, _AT_ONCE)):
        yield len(_save(some, vocabulary, texts_with, at))


def _save(
    some: Iterable[Publication], vocabulary: Vocabulary, texts_with: Mapping[str, int], at: datetime
) -> list[Profile]:
    profiles: dict[int, Profile] = {}
    for text in some:
        words = telling_words(_counts(text), texts=vocabulary.texts, texts_with=texts_with)
        profiles[text.article_id] = Profile(
            article_id=text.article_id,
            language=text.language,
            words=list(words),
            weights=list(words.values()),
            made_at=at,
        )
    return Profile.objects.bulk_create(
        profiles.values(),
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["language", "words", "weights", "made_at", "compared_at"],
    )


def _counts(text: Publication) -> Counter[str]:
    labels = [f"topic:{topic.pk}" for topic in text.topics.all()] + [f"tag:{tag.pk}" for tag in text.tags.all()]
    written = f"{text.standfirst}\n{text.body_text}"
    return count_words(title=text.title, text=written, labels=labels, language=text.language)
