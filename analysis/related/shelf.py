"""All texts of a language at hand: the words they are found by in memory, the rest in a file."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.related.arrays import Numbers, Scores
from analysis.related.candidates import COMPARED, weights_of
from analysis.related.likeness import Texts, days
from analysis.related.models import Profile
from analysis.related.vectors import unpack

_AT_ONCE: Final = 500


class Shelf(NamedTuple):
    """Texts in the order of their ids. Text n stands in the file from starts[n] to starts[n + 1]."""

    ids: Numbers
    days: Scores
    links_in: Scores
    starts: Numbers
    file: int
    # Telling words in ascending order, where the texts with each begin, and the places of these texts.
    words: NDArray[np.int32]
    begins: Numbers
    places: NDArray[np.int32]

    def texts(self, places: Sequence[int]) -> Texts:
        read = [os.pread(self.file, self.starts[n + 1] - self.starts[n], self.starts[n]) for n in places]
        return Texts(self.ids[places], self.days[places], self.links_in[places], unpack(read))

    def candidates(self, place: int, telling: Sequence[int]) -> list[int]:
        """Places of texts that share the weightiest of these words."""
        scores = np.zeros(len(self.ids), np.float32)
        weights = weights_of(telling, self.texts([place]).vectors)
        for word, weight in zip(telling, weights, strict=True):
            nth = int(np.searchsorted(self.words, word))
            scores[self.places[self.begins[nth] : self.begins[nth + 1]]] += weight + 1e-6
        scores[place] = 0
        best = np.argpartition(-scores, min(COMPARED, len(scores) - 1))[:COMPARED]
        return [int(each) for each in best[scores[best] > 0]]


@contextmanager
def shelf(language: str) -> Iterator[Shelf]:
    with tempfile.TemporaryFile() as file:
        ids, instants, sizes, telling, links = [], [], [0], [], []
        profiles = Profile.objects.filter(language=language).order_by("article_id")
        fields = ("article_id", "published_at", "vectors", "telling", "links_to")
        for article_id, published_at, vectors, words, links_to in profiles.values_list(*fields).iterator(_AT_ONCE):
            sizes.append(file.write(vectors))
            ids.append(article_id)
            instants.append(published_at)
            telling.append(np.array(words, np.int32))
            links.extend(links_to)
        file.flush()
        yield _shelf(np.array(ids, np.int64), days(instants), np.cumsum(sizes), telling, links, file.fileno())


def _shelf(
    ids: Numbers, when: Scores, starts: Numbers, telling: list[NDArray[np.int32]], links: list[int], file: int
) -> Shelf:
    holders = np.repeat(np.arange(len(ids), dtype=np.int32), [len(words) for words in telling])
    held = np.concatenate([np.empty(0, np.int32), *telling])
    order = np.argsort(held, kind="stable")
    words, begins = np.unique(held[order], return_index=True)
    linked, times = np.unique(np.array(links, np.int64), return_counts=True)
    links_in = np.zeros(len(ids))
    known = np.isin(linked, ids)
    links_in[np.searchsorted(ids, linked[known])] = times[known]
    return Shelf(ids, when, links_in, starts, file, words, np.append(begins, len(held)), holders[order])
