"""Keeps what is compared of every text, and how common each term is."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Final

import numpy as np
from django.db import connection

from analysis.related.models import Profile, Vocabulary
from analysis.related.sharing import shared
from analysis.related.vectors import Facet, Text, count, pack
from analysis.related.vocabularies import Terminology, signed, telling, terminology, terms_of, weigh

# A vocabulary ages slowly: it is counted anew when a quarter more texts are there.
_OUTGROWN: Final = 1.25


def is_outgrown(language: str) -> bool:
    texts = Vocabulary.objects.filter(language=language).values_list("texts", flat=True).first()
    return texts is None or Profile.objects.filter(language=language).count() >= max(texts, 1) * _OUTGROWN


def keep_vocabulary(language: str, texts: Iterable[Text], *, at: datetime, processes: int = 1) -> Vocabulary:
    """Counted over these texts."""
    known = terminology(chain.from_iterable(shared(terms_of, texts, processes=processes)))
    counted = {"texts": known.texts, "terms": known.terms.tobytes(), "texts_with": known.texts_with.tobytes()}
    new = counted | {"counted_at": at, "finished_at": None}
    return Vocabulary.objects.update_or_create(language=language, defaults=new)[0]


def terminology_of(language: str) -> Terminology:
    kept = Vocabulary.objects.filter(language=language).first()
    if kept is None:
        return terminology([])
    return Terminology(kept.texts, np.frombuffer(kept.terms, np.uint32), np.frombuffer(kept.texts_with, np.uint32))


def terminology_for(text: Text) -> Terminology:
    """Of its language; a name that came up today, in its title or lead, is known as well."""
    return terminology_of(text.language).knowing(count(text).facets[Facet.LEAD].terms)


def keep_profiles(
    texts: Iterable[Text],
    known: Terminology,
    *,
    at: datetime,
    processes: int = 1,
    progress: Callable[[int], object] = lambda _number: None,
) -> None:
    """`progress` is told how many more there are."""
    for profiles in shared(partial(profile_of, known=known, at=at), texts, processes=processes):
        Profile.objects.bulk_create(
            {profile.article_id: profile for profile in profiles}.values(),
            update_conflicts=True,
            unique_fields=["article"],
            update_fields=["language", "published_at", "telling", "vectors", "links_to", "made_at", "compared_at"],
        )
        progress(len(profiles))


def let_words_be_counted() -> None:
    """By PostgreSQL, which tells whoever looks for texts how many have a common word."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {Profile._meta.db_table}")


def profile_of(text: Text, known: Terminology, *, at: datetime) -> Profile:
    counts = count(text)
    return Profile(
        article_id=text.id,
        language=text.language,
        published_at=text.published_at,
        telling=list(signed(telling(counts, known))),
        vectors=pack(weigh(counts, known)),
        links_to=list(text.links_to),
        made_at=at,
    )
