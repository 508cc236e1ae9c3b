"""Which paragraphs of a text are which of its later version: the same, moved, edited or written anew."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from analysis.text.markup import reading_text
from analysis.text.word_diff import MAX_EFFORT, Matching, likeness, paired, words_of

# From places in the old version to places in the new one.
Pairs = dict[int, int]

_FORWARDS: Final = 1
_BACKWARDS: Final = -1


def same(old: Mapping[int, str], new: Mapping[int, str]) -> Pairs:
    """Those that are equal, each once: in their order where possible, else wherever they have moved to.

    Of each text as many are paired as there are on both sides.
    """
    pairs = _in_order(list(old.items()), list(new.items()))
    elsewhere: defaultdict[str, deque[int]] = defaultdict(deque)
    for place, text in _left(new, pairs.values()).items():
        elsewhere[text].append(place)
    for place, text in _left(old, pairs).items():
        if elsewhere[text]:
            pairs[place] = elsewhere[text].popleft()
    return pairs


def completed(pairs: Pairs, old: Sequence[str], new: Sequence[str]) -> Pairs:
    """With those paragraphs (HTML) that are like each other, or stand alone between the same neighbours."""
    how_like = _likeness(old, new)
    pairs = dict(pairs)
    for direction in (_FORWARDS, _BACKWARDS):
        taken = {place: place for place in pairs.values()}
        edge = -1 if direction == _FORWARDS else len(new)
        old_runs = _runs(range(len(old))[::direction], pairs, edge)
        new_runs = _runs(range(len(new))[::direction], taken, edge)
        for neighbour, run in old_runs.items():
            pairs.update(_pairs_of_a_run(sorted(run), sorted(new_runs.get(neighbour, [])), how_like))
    old_left = list(_left(dict(enumerate(old)), pairs))
    new_left = list(_left(dict(enumerate(new)), pairs.values()))
    for before, after in paired(old_left, new_left, how_like):
        if before is not None and after is not None:
            pairs[before] = after
    return pairs


def _left(texts: Mapping[int, str], taken: Iterable[int]) -> dict[int, str]:
    gone = set(taken)
    return {place: text for place, text in texts.items() if place not in gone}


def _in_order(old: list[tuple[int, str]], new: list[tuple[int, str]]) -> Pairs:
    """Beginning and end first: of equal neighbours the one stays that nobody touched."""
    start, end = _ends([text for _place, text in old], [text for _place, text in new])
    old_middle, new_middle = old[start : len(old) - end], new[start : len(new) - end]
    pairs = list(zip(old[:start], new[:start], strict=True))
    pairs += zip(old[len(old) - end :], new[len(new) - end :], strict=True)
    for kind, first, last, new_first, new_last in Matching(MAX_EFFORT).spans(
        [text for _place, text in old_middle], [text for _place, text in new_middle]
    ):
        if kind == "equal":
            pairs += zip(old_middle[first:last], new_middle[new_first:new_last], strict=True)
    return {before: after for (before, _), (after, _) in pairs}


def _ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many are equal at the beginning, and of the others at the end."""
    shorter = min(len(old), len(new))
    start = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    rest = shorter - start
    end = next((place for place in range(rest) if old[-1 - place] != new[-1 - place]), rest)
    return start, end


def _likeness(old: Sequence[str], new: Sequence[str]) -> Callable[[int, int], float]:
    words = cache(lambda html: words_of(reading_text(html)))
    return lambda before, after: likeness(words(old[before]), words(new[after]))


def _runs(places: Iterable[int], partners: Mapping[int, int], edge: int) -> dict[int, list[int]]:
    """Places without a partner, by the partner of the last one before them that has one."""
    runs: defaultdict[int, list[int]] = defaultdict(list)
    for place in places:
        if place in partners:
            edge = partners[place]
        else:
            runs[edge].append(place)
    return runs


def _pairs_of_a_run(old: list[int], new: list[int], how_like: Callable[[int, int], float]) -> Iterator[tuple[int, int]]:
    """What is alike; and where as many are left on both sides in between, those in their order."""
    before: list[int] = []
    after: list[int] = []
    for one, other in paired(old, new, how_like):
        if one is None or other is None:
            before += [] if one is None else [one]
            after += [] if other is None else [other]
            continue
        if len(before) == len(after):
            yield from zip(before, after, strict=True)
        before, after = [], []
        yield one, other
    if len(before) == len(after):
        yield from zip(before, after, strict=True)
