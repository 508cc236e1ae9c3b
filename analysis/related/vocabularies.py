"""How common terms are in one language: one that few texts share says more about likeness."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple

import numpy as np

from analysis.related.arrays import Terms, Weights
from analysis.related.vectors import Counts, Facet, Text, Vector, count

_TERMS_KEPT: Final = 500_000
_AT_ONCE: Final = 2_000
# In a handful of texts everything is common: they are counted as if there were others.
_AT_LEAST: Final = 50
# How many words a text can be found by, besides those of its title.
_TELLING: Final = 32
# A text has some 440 terms; those after the 300 weightiest matter little, and those after the 450 hardly.
_KEPT: Final = {
    Facet.TEXT: 450,
    Facet.TITLE: 30,
    Facet.LEAD: 80,
    Facet.NAMES: 40,
    Facet.LABELS: 20,
    Facet.AUTHORS: 10,
}


class Terminology(NamedTuple):
    """How many texts there are, and in how many of them each term stands; terms in ascending order."""

    texts: int
    terms: Terms
    texts_with: Terms

    def knowing(self, terms: Terms) -> "Terminology":
        """With these as terms of one text, if they are new: a name that came up today matters before the next count."""
        new = np.setdiff1d(terms, self.terms)
        both = np.concatenate([self.terms, new])
        texts_with = np.concatenate([self.texts_with, np.ones(len(new), np.uint32)])
        order = np.argsort(both, kind="stable")
        return Terminology(self.texts, both[order], texts_with[order])

    def rarity(self, terms: Terms) -> Weights:
        """Nothing for a term that was in no two texts."""
        if not len(self.terms):
            return np.zeros(len(terms), np.float32)
        place = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        texts = max(self.texts, _AT_LEAST)
        rarity = np.log((1 + texts) / (1 + np.minimum(self.texts_with[place], texts).astype(np.float32)))
        return np.where(self.terms[place] == terms, rarity, 0).astype(np.float32)


def terminology(texts: Iterable[Terms]) -> Terminology:
    """Of a language, or of a sample of its texts: the terms of each."""
    number, known = 0, Vector(np.empty(0, np.uint32), np.empty(0, np.float32))
    rest = iter(texts)
    while some := list(islice(rest, _AT_ONCE)):
        number += len(some)
        known = _added(known, some)
    shared = np.flatnonzero(known.weights > 1)
    commonest = shared[np.argsort(-known.weights[shared], kind="stable")[:_TERMS_KEPT]]
    kept = np.sort(commonest)
    return Terminology(number, known.terms[kept], known.weights[kept].astype(np.uint32))


def terms_of(text: Text) -> Terms:
    return np.unique(np.concatenate([vector.terms for vector in count(text).facets]))


def _added(known: Vector, some: list[Terms]) -> Vector:
    terms = np.concatenate([known.terms, *some])
    weights = np.concatenate([known.weights, np.ones(sum(map(len, some)), np.float32)])
    found, places = np.unique(terms, return_inverse=True)
    return Vector(found, np.bincount(places, weights).astype(np.float32))


def weigh(counts: Counts, known: Terminology) -> list[Vector]:
    """Of each facet the weightiest terms, as a vector of the length of one."""
    return [_weighed(facet, counts.facets[facet], known) for facet in Facet]


def _weighed(facet: Facet, counts: Vector, known: Terminology) -> Vector:
    # Whoever wrote much weighs as much as whoever wrote little.
    rarity = np.ones(len(counts.terms), np.float32) if facet == Facet.AUTHORS else known.rarity(counts.terms)
    weights = (1 + np.log(counts.weights)) * rarity
    heaviest = np.argsort(-weights, kind="stable")[: _KEPT[facet]]
    kept = np.sort(heaviest[weights[heaviest] > 0])
    length = float(np.sqrt((weights[kept] ** 2).sum())) or 1.0
    return Vector(counts.terms[kept], (weights[kept] / length).astype(np.float32))


def telling(counts: Counts, known: Terminology) -> dict[int, float]:
    """The words a text can be found by, the weightiest first. Often used weighs more here than rare."""
    weights = (1 + np.log(counts.words.weights)) ** 2 * known.rarity(counts.words.terms)
    in_title = np.isin(counts.words.terms, counts.facets[Facet.TITLE].terms)
    order = np.argsort(-weights, kind="stable")
    chosen = [place for rank, place in enumerate(order) if weights[place] > 0 and (rank < _TELLING or in_title[place])]
    return {int(counts.words.terms[place]): float(weights[place]) for place in chosen}


def signed(terms: Iterable[int]) -> Iterator[int]:
    """As databases have them."""
    return (term - (1 << 32) if term >= 1 << 31 else term for term in terms)
