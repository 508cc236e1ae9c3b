"""What is kept of a text to compare it: six short lists of terms with weights, two kilobytes in all."""

from collections.abc import Sequence
from datetime import datetime
from enum import IntEnum
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.related.arrays import Numbers, Terms, Weights
from analysis.related.words import names, numbered, pairs, words

_TITLE_COUNTS: Final = 3
_LEAD: Final = 80
_DRAWERS: Final = 1 << 16


class Facet(IntEnum):
    TEXT = 0
    TITLE = 1
    LEAD = 2
    NAMES = 3
    LABELS = 4
    AUTHORS = 5


class Text(NamedTuple):
    """All that is compared of an article. Labels are its topics and tags, each as a word of its own."""

    id: int
    language: str
    published_at: datetime
    title: str
    standfirst: str = ""
    body: str = ""
    labels: Sequence[str] = ()
    authors: Sequence[str] = ()
    links_to: Sequence[int] = ()


class Vector(NamedTuple):
    """Terms in ascending order, with their counts or weights."""

    terms: Terms
    weights: Weights


class Counts(NamedTuple):
    """How often each term stands in each facet, and each single word in the whole."""

    facets: list[Vector]
    words: Vector


def count(text: Text) -> Counts:
    title, standfirst, body = (words(part, text.language) for part in (text.title, text.standfirst, text.body))
    parts = [*[title] * _TITLE_COUNTS, standfirst, body]
    facets = {
        Facet.TEXT: np.concatenate(parts + [pairs(part) for part in parts]),
        Facet.TITLE: np.concatenate([title, pairs(title)]),
        Facet.LEAD: np.concatenate([title, standfirst, body[:_LEAD]]),
        Facet.NAMES: names(text.body, text.language),
        Facet.LABELS: numbered("label", text.labels),
        Facet.AUTHORS: numbered("author", text.authors),
    }
    return Counts([_counted(facets[facet]) for facet in Facet], _counted(np.concatenate(parts)))


def _counted(terms: Terms) -> Vector:
    found, counts = np.unique(terms, return_counts=True)
    return Vector(found, counts.astype(np.float32))


def pack(vectors: Sequence[Vector]) -> bytes:
    """Sizes, terms, weights. A weight is a byte: the heaviest of its facet is 255."""
    sizes = np.array([len(vector.terms) for vector in vectors], "<u2")
    terms = np.concatenate([vector.terms for vector in vectors]).astype("<u4")
    weights = [np.rint(vector.weights / vector.weights.max(initial=1e-9) * 255) for vector in vectors]
    return sizes.tobytes() + terms.tobytes() + np.concatenate(weights).astype(np.uint8).tobytes()


class Pile(NamedTuple):
    """Vectors of many texts, unpacked at once: entry by entry, the facet, the text's place, the term and its weight."""

    size: int
    facets: NDArray[np.int8]
    places: NDArray[np.int32]
    terms: Terms
    weights: Weights

    def facet(self, facet: Facet) -> "Pile":
        return self._only(self.facets == facet)

    def having(self, terms: Terms) -> "Pile":
        """Only the entries of these terms, each of which may be there more than once."""
        entries, _where = found(self.terms, terms)
        return self._only(entries)

    def at(self, places: Numbers) -> "Pile":
        """Of these texts only, in this order."""
        renumbered = np.full(self.size, -1, np.int32)
        renumbered[places] = np.arange(len(places), dtype=np.int32)
        kept = self._only(renumbered[self.places] >= 0)
        return kept._replace(size=len(places), places=renumbered[kept.places])

    def _only(self, kept: NDArray[np.bool_] | NDArray[np.intp]) -> "Pile":
        return Pile(self.size, self.facets[kept], self.places[kept], self.terms[kept], self.weights[kept])

    def vector(self, facet: Facet, place: int = 0) -> Vector:
        entries = (self.facets == facet) & (self.places == place)
        return Vector(self.terms[entries], self.weights[entries])


def found(terms: Terms, wanted: Terms) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """
    Where in `terms` the wanted ones stand, and which of those each is.

    By its last bits a number is found at once: a hundred thousand of them in a tenth of a millisecond. Of two wanted
    ones with the same last bits, one in four hundred texts has such, the later is found.
    """
    drawers = np.zeros(_DRAWERS, np.uint16)
    drawers[wanted & (_DRAWERS - 1)] = np.arange(1, len(wanted) + 1)
    drawer = drawers[terms & (_DRAWERS - 1)]
    entries = np.flatnonzero(drawer)
    entries = entries[wanted[drawer[entries] - 1] == terms[entries]]
    return entries, (drawer[entries] - 1).astype(np.intp)


def unpack(packed: Sequence[bytes]) -> Pile:
    """Each facet of each text has the length of one again."""
    header = 2 * len(Facet)
    sizes = np.frombuffer(b"".join(each[:header] for each in packed), "<u2").astype(np.int64)
    totals = [(len(each) - header) // 5 for each in packed]
    starts = [header + 4 * total for total in totals]
    terms = b"".join(each[header:start] for each, start in zip(packed, starts, strict=True))
    weights = b"".join(each[start:] for each, start in zip(packed, starts, strict=True))
    vectors = np.repeat(np.arange(len(sizes)), sizes)
    heavy = np.frombuffer(weights, np.uint8).astype(np.float32)
    lengths = np.sqrt(np.bincount(vectors, heavy**2, minlength=len(sizes)))
    places, facets = np.divmod(np.arange(len(sizes)), len(Facet))
    unit = heavy * (1 / np.maximum(lengths, 1)).astype(np.float32)[vectors]
    return Pile(
        len(packed),
        facets.astype(np.int8)[vectors],
        places.astype(np.int32)[vectors],
        np.frombuffer(terms, "<u4"),
        unit,
    )
