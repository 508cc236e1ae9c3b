"""Compares all texts of a language with each other, on as many processors as there are to spare."""

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final

from analysis.related.likeness import Weights, nearest
from analysis.related.neighbours import KEPT, Nearest
from analysis.related.shelf import Shelf

_AT_ONCE: Final = 50


Found = tuple[int, Nearest]
_compare: Callable[[int], Found]


@contextmanager
def comparing(
    shelf: Shelf, weights: Weights, article_ids: Iterable[int], *, processes: int
) -> Iterator[Iterable[Found]]:
    """
    Each of these articles with its neighbours, in the same order.

    More than one process only where nothing else runs in this one: they are forked, since they share the shelf.
    """
    compare = partial(_compared, shelf, weights)
    if processes == 1:
        yield map(compare, article_ids)
        return
    with multiprocessing.get_context("fork").Pool(processes, _take, [compare]) as pool:
        yield pool.imap(_compared_here, article_ids, _AT_ONCE)


def _compared(shelf: Shelf, weights: Weights, article_id: int) -> Found:
    place = int(shelf.ids.searchsorted(article_id))
    texts = shelf.texts([place, *shelf.candidates(place)])
    links_to = shelf.links_to.row(place).tolist()
    return article_id, nearest(texts, 0, number=KEPT, weights=weights, without=links_to)


def _take(compare: Callable[[int], Found]) -> None:
    """In a process of the pool: what would otherwise be sent there with every number."""
    global _compare
    _compare = compare


def _compared_here(article_id: int) -> Found:
    return _compare(article_id)
