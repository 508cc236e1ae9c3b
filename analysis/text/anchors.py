"""Notes hang on a paragraph by a quote, and follow it when it is edited or moved."""

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from analysis.text.markup import blocks, fold_white_space
from analysis.text.word_diff import MIN_LIKENESS, likeness, words_of

# Words looked up for one note, its old neighbourhood first: some ten milliseconds.
_MAX_EFFORT: Final = 50_000


class Anchor(NamedTuple):
    """The quote, and its whole paragraph and that paragraph's place when last seen."""

    quote: str
    paragraph: str
    position: int


class _Text:
    """Paragraphs, read once for all anchors."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self._paragraphs = paragraphs
        self._places: dict[str, list[int]] = {}
        for place, paragraph in enumerate(paragraphs):
            self._places.setdefault(paragraph, []).append(place)
        self._words = cache(words_of)

    def find(self, anchor: Anchor) -> int | None:
        if same := self._places.get(anchor.paragraph):
            return _by_distance(anchor, same)[0]
        holding = _by_distance(anchor, self._holding(fold_white_space(anchor.quote)))
        if not holding:
            return self._likest(anchor, _by_distance(anchor, range(len(self._paragraphs))))
        # A short quote may stand in a neighbour, too.
        likest = self._likest(anchor, holding)
        return holding[0] if likest is None else likest

    def _holding(self, quote: str) -> list[int]:
        return [place for place, paragraph in enumerate(self._paragraphs) if quote in paragraph] if quote else []

    def _likest(self, anchor: Anchor, places: Sequence[int]) -> int | None:
        """The first of those that are most like it, if any is."""
        old = self._words(anchor.paragraph)
        found, highest, effort = None, 0.0, 0
        for place in places:
            new = self._words(self._paragraphs[place])
            effort += 1 + min(len(old.counts), len(new.counts))
            if (like := likeness(old, new)) > highest:
                found, highest = place, like
            if effort > _MAX_EFFORT:
                break
        return found if highest >= MIN_LIKENESS else None


def paragraphs_of(html: str) -> list[str]:
    """The words of a cleaned body, block by block."""
    return [block.text for block in blocks(html) if block.tag != "img"]


def find(anchor: Anchor, paragraphs: Sequence[str]) -> int | None:
    """Where it is now: the same paragraph, else one with the quote, else the likest; None if there is none."""
    return _Text(paragraphs).find(anchor)


def find_all(anchors: Sequence[Anchor], paragraphs: Sequence[str]) -> list[int | None]:
    text = _Text(paragraphs)
    return [text.find(anchor) for anchor in anchors]


def _by_distance(anchor: Anchor, places: Sequence[int]) -> list[int]:
    return sorted(places, key=lambda place: abs(place - anchor.position))
