"""All texts of a language at hand: the words they are found by in memory, the rest in a file."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.related.arrays import Numbers, Scores
from analysis.related.candidates import COMPARED, weights_of
from analysis.related.likeness import Texts, days
from analysis.related.models import Profile
from analysis.related.vectors import unpack

_AT_ONCE: Final = 500


class Rows(NamedTuple):
    """Short lists of numbers, end to end: list n goes from starts[n] to starts[n + 1]."""

    numbers: NDArray[np.signedinteger[Any]]
    starts: Numbers

    def row(self, n: int) -> NDArray[np.signedinteger[Any]]:
        return self.numbers[self.starts[n] : self.starts[n + 1]]


class Shelf(NamedTuple):
    """Texts in the order of their ids. Text n stands in the file from starts[n] to starts[n + 1]."""

    ids: Numbers
    days: Scores
    links_in: Scores
    starts: Numbers
    file: int
    telling: Rows
    links_to: Rows
    # Telling words in ascending order, and the places of the texts with each.
    words: NDArray[np.int32]
    holders: Rows

    def texts(self, places: Sequence[int]) -> Texts:
        read = [os.pread(self.file, self.starts[n + 1] - self.starts[n], self.starts[n]) for n in places]
        return Texts(self.ids[places], self.days[places], self.links_in[places], unpack(read))

    def candidates(self, place: int) -> list[int]:
        """Places of texts that share the weightiest of the words that tell of this one."""
        scores = np.zeros(len(self.ids), np.float32)
        telling = self.telling.row(place)
        weights = weights_of(telling.tolist(), self.texts([place]).vectors)
        for nth, weight in zip(np.searchsorted(self.words, telling), weights, strict=True):
            scores[self.holders.row(nth)] += weight + 1e-6
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
            links.append(np.array(links_to, np.int64))
        file.flush()
        yield _shelf(np.array(ids, np.int64), days(instants), np.cumsum(sizes), file.fileno(), telling, links)


def _shelf(
    ids: Numbers, when: Scores, starts: Numbers, file: int, telling: list[NDArray[np.int32]], links: list[Numbers]
) -> Shelf:
    held, links_to = _end_to_end(telling, np.int32), _end_to_end(links, np.int64)
    linked, times = np.unique(links_to.numbers, return_counts=True)
    links_in = np.zeros(len(ids))
    known = np.isin(linked, ids)
    links_in[np.searchsorted(ids, linked[known])] = times[known]
    holders = np.repeat(np.arange(len(ids), dtype=np.int32), np.diff(held.starts))
    order = np.argsort(held.numbers, kind="stable")
    words, begins = np.unique(held.numbers[order], return_index=True)
    holding = Rows(holders[order], np.append(begins, len(order)))
    return Shelf(ids, when, links_in, starts, file, held, links_to, words, holding)


def _end_to_end(rows: list[Any], kind: type[np.signedinteger[Any]]) -> Rows:
    return Rows(np.concatenate([np.empty(0, kind), *rows]), np.cumsum([0, *map(len, rows)]))
