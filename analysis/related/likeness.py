"""How like one text is to many others, and which of them to show."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

import numpy as np

from analysis.related.arrays import Numbers, Scores
from analysis.related.vectors import Facet, Pile, Vector, found

_DAY: Final = 86_400
# Texts this like each other are one text, published twice.
THE_SAME: Final = 0.95


class Weights(NamedTuple):
    """What each sort of likeness counts beside that of the whole texts, which counts one."""

    title_in_text: float = 0.15
    lead: float = 0.06
    names: float = 0.05
    labels: float = 0.03
    author: float = 0.03
    same_year: float = 0.03
    same_years: float = 0.05
    linked_to: float = 0.03
    # How much of the order goes by likeness; the rest by being unlike those that stand before.
    likeness: float = 0.9

    def of_sorts(self) -> Scores:
        return np.array([1.0, *self[:-1]])


class Texts(NamedTuple):
    """What is compared of some articles, all in one order."""

    ids: Numbers
    days: Scores
    links_in: Scores
    vectors: Pile

    def at(self, places: Numbers) -> "Texts":
        return Texts(self.ids[places], self.days[places], self.links_in[places], self.vectors.at(places))


def days(instants: Sequence[datetime]) -> Scores:
    return np.array([instant.timestamp() / _DAY for instant in instants])


def likeness(texts: Texts, place: int, weights: Weights) -> Scores:
    """Of the text at this place to each of them, itself included."""
    total: Scores = sorts_of_likeness(texts, place) @ weights.of_sorts()
    return total


def sorts_of_likeness(texts: Texts, place: int) -> Scores:
    """A row a text; the columns are the whole texts, then the sorts in the order of `Weights`."""
    mine = texts.vectors.at(np.array([place]))
    me = [mine.vector(facet) for facet in Facet]
    # Nine entries of ten are about something else: they are left out once, not for each sort.
    pile = texts.vectors.having(mine.terms)
    apart = np.abs(texts.days - texts.days[place])
    same = (Facet.TEXT, Facet.LEAD, Facet.NAMES, Facet.LABELS, Facet.AUTHORS)
    whole, *parts = (_products(pile.facet(facet), me[facet]) for facet in same)
    title = _products(pile.facet(Facet.TITLE), me[Facet.TEXT])
    near = (np.exp(-apart / 365), np.exp(-apart / 1_500), np.log1p(texts.links_in))
    return np.stack([whole, title, *parts, *near], axis=1)


def _products(pile: Pile, vector: Vector) -> Scores:
    """The scalar product of each text's vector with this one."""
    if not len(vector.terms):
        return np.zeros(pile.size)
    entries, where = found(pile.terms, vector.terms)
    products = pile.weights[entries] * vector.weights[where]
    return np.bincount(pile.places[entries], products, minlength=pile.size).astype(np.float64)


def nearest(
    texts: Texts, place: int, *, number: int, weights: Weights, without: Sequence[int] = ()
) -> list[tuple[int, float]]:
    """Articles for the text at this place, best first, with scores that only give the order. `without`: article ids."""
    scores = likeness(texts, place, weights)
    scores[np.isin(texts.ids, [texts.ids[place], *without])] = -np.inf
    return [(int(texts.ids[chosen]), score) for chosen, score in _in_order(scores, texts, number, weights)]


def _in_order(scores: Scores, texts: Texts, number: int, weights: Weights) -> list[tuple[int, float]]:
    """
    The likest first, but not five times one story: each gives way for its likeness to those before it (maximal
    marginal relevance), and a text that stands there already is left out. Of equal ones the newer comes first.
    """
    first = np.lexsort((-texts.ids, -scores))[: 2 * number]
    alike = _likeness_among(texts.vectors.at(first).facet(Facet.TEXT))
    chosen: list[tuple[int, float]] = []
    value = weights.likeness * scores[first]
    told = np.zeros(len(first))
    while len(chosen) < number and np.isfinite(value).any():
        worth = value - (1 - weights.likeness) * told
        best = int(np.argmax(worth))
        chosen.append((int(first[best]), float(worth[best])))
        told = np.maximum(told, alike[best])
        value[alike[best] > THE_SAME] = -np.inf
        value[best] = -np.inf
    return chosen


def _likeness_among(pile: Pile) -> Scores:
    """Of each of a few texts to each."""
    terms, columns = np.unique(pile.terms, return_inverse=True)
    vectors = np.zeros((pile.size, len(terms)), np.float32)
    vectors[pile.places, columns] = pile.weights
    # Not `@`: the threads that it starts would wait for each other longer than this takes.
    products: Scores = np.einsum("ik,jk->ij", vectors, vectors).astype(np.float64)
    return products
