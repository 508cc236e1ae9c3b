"""All texts of a language at hand: the words they are found by in memory, the rest in a file."""

import os
import tempfile
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.related.arrays import Numbers, Scores
from analysis.related.candidates import COMPARED, weights_of, worth_looking_for
from analysis.related.likeness import Texts, Weights, days, nearest
from analysis.related.models import Profile
from analysis.related.neighbours import KEPT, Nearest
from analysis.related.vectors import unpack

_AT_ONCE: Final = 500


class Rows(NamedTuple):
    """Short lists of numbers, end to end: list n goes from starts[n] to starts[n + 1]."""

    numbers: NDArray[np.signedinteger[Any]]
    starts: Numbers

    def row(self, n: int) -> NDArray[np.signedinteger[Any]]:
        return self.numbers[self.starts[n] : self.starts[n + 1]]

    def lengths(self, rows: Numbers) -> Numbers:
        return self.starts[rows + 1] - self.starts[rows]


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

    def compared(self, article_id: int, weights: Weights) -> tuple[int, Nearest]:
        """An article with its neighbours."""
        place = int(self.ids.searchsorted(article_id))
        texts = self.texts([place, *self.candidates(place)])
        links_to = self.links_to.row(place).tolist()
        return article_id, nearest(texts, 0, number=KEPT, weights=weights, without=links_to)

    def candidates(self, place: int) -> list[int]:
        """Places of texts that share the weightiest of the words that tell of this one."""
        telling = self.telling.row(place)
        rows = np.searchsorted(self.words, telling)
        weights = weights_of(telling, self.texts([place]).vectors)
        looked_for = worth_looking_for(weights, self.holders.lengths(rows))
        holders = [self.holders.row(row) for row in rows[looked_for]]
        places = np.concatenate([np.empty(0, np.int32), *holders])
        told = np.repeat(weights[looked_for], [len(some) for some in holders])
        scores = np.bincount(places, told).astype(np.float64, copy=False)
        # Each stands there once for each of its words.
        likely = np.unique(_best(places[places != place], scores, COMPARED * len(holders)))
        return [int(each) for each in _best(likely, scores, COMPARED)]


def _best(places: NDArray[np.int32], scores: Scores, number: int) -> NDArray[np.int32]:
    """Of equal ones those that came last."""
    if len(places) <= number:
        return places
    worth = scores[places] + 1e-15 * places
    return places[np.argpartition(-worth, number)[:number]]


class Ends(NamedTuple):
    """Rows that are still being put end to end."""

    numbers: "array[int]"
    lengths: list[int]

    def add(self, row: Sequence[int]) -> None:
        self.numbers.extend(row)
        self.lengths.append(len(row))

    def rows(self) -> Rows:
        return Rows(np.array(self.numbers), np.cumsum([0, *self.lengths]))


@contextmanager
def shelf(language: str) -> Iterator[Shelf]:
    with tempfile.TemporaryFile() as file:
        ids, instants, sizes, telling, links_to = [], [], [0], Ends(array("i"), []), Ends(array("q"), [])
        profiles = Profile.objects.filter(language=language).order_by("article_id")
        fields = ("article_id", "published_at", "vectors", "telling", "links_to")
        for article_id, published_at, vectors, words, linked in profiles.values_list(*fields).iterator(_AT_ONCE):
            sizes.append(file.write(vectors))
            ids.append(article_id)
            instants.append(published_at)
            telling.add(words)
            links_to.add(linked)
        file.flush()
        starts = np.cumsum(sizes)
        yield _shelf(np.array(ids, np.int64), days(instants), starts, file.fileno(), telling.rows(), links_to.rows())


def _shelf(ids: Numbers, when: Scores, starts: Numbers, file: int, telling: Rows, links_to: Rows) -> Shelf:
    linked, times = np.unique(links_to.numbers, return_counts=True)
    links_in = np.zeros(len(ids))
    known = np.isin(linked, ids)
    links_in[np.searchsorted(ids, linked[known])] = times[known]
    holders = np.repeat(np.arange(len(ids), dtype=np.int32), np.diff(telling.starts))
    order = np.argsort(telling.numbers, kind="stable")
    words, begins = np.unique(telling.numbers[order], return_index=True)
    holding = Rows(holders[order], np.append(begins, len(order)))
    return Shelf(ids, when, links_in, starts, file, telling, links_to, words, holding)
