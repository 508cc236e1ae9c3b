"""Everything anew. What was broken off goes on where it stopped; meanwhile readers see what was found before."""

from datetime import datetime
from functools import partial
from typing import Any, Final

import numpy as np
from tqdm import tqdm

from analysis.models import Language
from analysis.related.models import Neighbour, Profile, Vocabulary
from analysis.related.neighbours import keep, not_compared
from analysis.related.profiles import keep_profiles, keep_vocabulary, let_words_be_counted, terminology_of
from analysis.related.sharing import shared
from analysis.related.shelf import shelf
from analysis.related.texts import read, sample, texts
from analysis.related.weighing import weights_now

# A vocabulary is counted over this many texts: more hardly change what is rare.
_SAMPLE: Final = 20_000
_AT_ONCE: Final = 200


def rebuild(*, at: datetime, visibly: bool = False, processes: int = 1) -> None:
    for language in Language.values:
        rebuild_language(language, at=at, visibly=visibly, processes=processes)


def rebuild_language(language: str, *, at: datetime, visibly: bool = False, processes: int = 1) -> None:
    bar = partial(tqdm, unit="text", disable=None if visibly else True)
    vocabulary = Vocabulary.objects.filter(language=language, finished_at=None).first()
    if vocabulary is None:
        some = bar(sample(language, at=at, number=_SAMPLE), desc=f"{language}: how common words are")
        vocabulary = keep_vocabulary(language, some, at=at, processes=processes)
    _make_profiles(vocabulary, at=at, bar=bar, processes=processes)
    Profile.objects.filter(language=language, made_at__lt=vocabulary.counted_at).delete()
    compare_all(language, at=at, bar=bar, processes=processes)
    gone = Neighbour.objects.filter(found_at__lt=vocabulary.counted_at)
    gone.exclude(article__in=Profile.objects.exclude(language=language).values("pk")).delete()
    vocabulary.finished_at = at
    vocabulary.save(update_fields=["finished_at"])


def _make_profiles(vocabulary: Vocabulary, *, at: datetime, bar: Any, processes: int) -> None:
    """Of all texts that have none since the vocabulary was counted."""
    up_to_date = Profile.objects.filter(made_at__gte=vocabulary.counted_at).values("article_id")
    missing = texts(at).in_language(vocabulary.language).exclude(article_id__in=up_to_date)
    known, rest = terminology_of(vocabulary.language), read(missing.iterator(chunk_size=_AT_ONCE))
    with bar(desc=f"{vocabulary.language}: words", total=missing.count()) as progress:
        keep_profiles(rest, known, at=at, processes=processes, progress=progress.update)
    let_words_be_counted()


def compare_all(language: str, *, at: datetime, bar: Any, processes: int = 1) -> None:
    """All texts that have not been compared since their profile was made."""
    with shelf(language) as at_hand:
        waiting = np.intersect1d(not_compared(language), at_hand.ids).tolist()
        compared = partial(at_hand.compared, weights=weights_now())
        with bar(desc=f"{language}: neighbours", total=len(waiting)) as progress:
            for some in shared(compared, waiting, processes=processes):
                keep(dict(some), at=at)
                progress.update(len(some))
