"""Finds out which texts are like which, ahead of time: pages only look it up."""

from datetime import datetime
from functools import partial
from typing import Final

from django.db import connection, transaction
from django.db.models import Q
from tqdm import tqdm

from analysis.models import Language
from analysis.related.models import Neighbour, Profile, Vocabulary
from analysis.related.profiles import count_vocabulary, make_profile, make_profiles, texts, vocabulary_of

# Likeness goes both ways, so what is found for one text is stored for both. Candidates share one of the text's
# twelve most telling words; the order of the rows is one for all, so that two of these never wait for each other.
_COMPARE: Final = """
    WITH near AS (
        SELECT other.article_id AS id, sum(mine.weight * theirs.weight) AS score
        FROM related_profile AS me
        JOIN related_profile AS other
            ON other.language = me.language AND other.words && me.words[1:12] AND other.article_id <> me.article_id
        CROSS JOIN unnest(other.words, other.weights) AS theirs (word, weight)
        JOIN unnest(me.words, me.weights) AS mine (word, weight) ON mine.word = theirs.word
        WHERE me.article_id = %(article)s
        GROUP BY other.article_id
        ORDER BY score DESC, other.article_id DESC
        LIMIT 20
    )
    INSERT INTO related_neighbour (article_id, neighbour_id, score, found_at)
    SELECT %(article)s, id, score, %(at)s FROM near
    UNION ALL
    SELECT id, %(article)s, score, %(at)s FROM near
    ORDER BY 1, 2
    ON CONFLICT (article_id, neighbour_id) DO UPDATE SET score = EXCLUDED.score, found_at = EXCLUDED.found_at
"""


def update(*, article_id: int, at: datetime) -> None:
    """After one text was published, changed or withdrawn."""
    text = texts(at).filter(article_id=article_id).last()
    if text is None:
        _forget(article_id)
        return
    vocabulary = vocabulary_of(text.language)
    if vocabulary is None:
        _rebuild(text.language, at=at, visibly=False)
        return
    with transaction.atomic():
        _forget(article_id)
        make_profile(text, vocabulary, at=at)
        _compare(article_id, at=at)


def rebuild(*, at: datetime, visibly: bool = False) -> None:
    """Everything anew. What was broken off goes on where it stopped; meanwhile readers see what was found before."""
    for language in Language.values:
        _rebuild(language, at=at, visibly=visibly)


def _rebuild(language: str, *, at: datetime, visibly: bool) -> None:
    begun = Vocabulary.objects.filter(language=language, finished_at=None).first()
    vocabulary = begun or count_vocabulary(language, at=at)
    bar = partial(tqdm, total=vocabulary.texts, unit="text", disable=None if visibly else True)
    with bar(desc=f"{language}: words") as progress:
        for made in make_profiles(vocabulary, at=at):
            progress.update(made)
    Profile.objects.filter(language=language, made_at__lt=vocabulary.counted_at).delete()
    for article_id in bar(_not_compared(language), desc=f"{language}: neighbours"):
        _compare(article_id, at=at)
    Neighbour.objects.filter(article__language=language, found_at__lt=vocabulary.counted_at).delete()
    vocabulary.finished_at = at
    vocabulary.save(update_fields=["finished_at"])


def _not_compared(language: str) -> list[int]:
    profiles = Profile.objects.filter(language=language, compared_at=None)
    return list(profiles.order_by("article_id").values_list("article_id", flat=True))


def _compare(article_id: int, *, at: datetime) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_COMPARE, {"article": article_id, "at": at})
        Profile.objects.filter(article_id=article_id).update(compared_at=at)


def _forget(article_id: int) -> None:
    Profile.objects.filter(article_id=article_id).delete()
    Neighbour.objects.filter(Q(article_id=article_id) | Q(neighbour_id=article_id)).delete()
