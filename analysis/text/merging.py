"""Brings two people's versions of one text together, paragraph by paragraph.

White space around a paragraph is kept, but is nobody's change.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cache
from itertools import combinations, pairwise
from typing import Final, Literal, NamedTuple, TypeVar

from analysis.text.markup import BLOCKS, VOID, reading_text, tokens
from analysis.text.word_diff import MAX_EFFORT, Matching, Words, likeness, paired, words_of

T = TypeVar("T", bound=Hashable)
Paragraphs = tuple[str, ...]

_STANDING_ALONE: Final = BLOCKS | {"img"}


class Chunk(NamedTuple):
    """What stood in one place, and what each of the two made of it."""

    base: Paragraphs
    mine: Paragraphs
    theirs: Paragraphs

    @property
    def is_conflict(self) -> bool:
        mine, theirs = _stripped(self.mine), _stripped(self.theirs)
        return mine != theirs and _stripped(self.base) not in (mine, theirs)

    @property
    def merged(self) -> Paragraphs:
        """What it comes to, unless it is a conflict."""
        return self.mine if _stripped(self.theirs) == _stripped(self.base) else self.theirs


class _Hunk(NamedTuple):
    """One side made new_start:new_end of the base's start:end."""

    start: int
    end: int
    new_start: int
    new_end: int

    @property
    def grows(self) -> bool:
        return self.new_end - self.new_start > self.end - self.start

    def meets(self, other: "_Hunk") -> bool:
        """Do both change the same paragraph, or add in the same place?"""
        start, end = max(self.start, other.start), min(self.end, other.end)
        if start != end:
            return start < end
        return (self.grows and other.grows) or any(hunk.start < start < hunk.end for hunk in (self, other))


class _Group(NamedTuple):
    """Hunks that meet, directly or through others."""

    mine: list[_Hunk]
    theirs: list[_Hunk]


class _Cut(NamedTuple):
    """One place in all three versions."""

    base: int
    mine: int
    theirs: int


def split(html: str) -> list[str]:
    """The outermost elements of a cleaned body, and the words between them. Joined, they are the body."""
    parts: list[list[str]] = [[]]
    last: Literal["blank", "words", "element"] = "blank"
    depth = 0
    for token in tokens(html):
        if not depth and token.source.strip():
            kind: Literal["words", "element"] = "element" if token.name in _STANDING_ALONE else "words"
            if last != "blank" and "element" in (last, kind):
                parts.append([])
            last = kind
        parts[-1].append(token.source)
        if token.name and token.name not in VOID:
            depth = max(0, depth - 1 if token.is_end else depth + 1)
    return ["".join(part) for part in parts if part]


def merge(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[Chunk]:
    """In reading order. The chunks' sides, each joined, are the three versions.

    Where a version is too long to compare, what it changed is one chunk.
    """
    groups = _groups(_hunks(base, mine), _hunks(base, theirs))
    cuts = [_Cut(0, 0, 0)]
    for group in groups:
        cuts += _cuts(group, after=cuts[-1])
    cuts.append(_Cut(len(base), len(mine), len(theirs)))
    chunks = [
        Chunk(tuple(base[a.base : b.base]), tuple(mine[a.mine : b.mine]), tuple(theirs[a.theirs : b.theirs]))
        for a, b in pairwise(cuts)
    ]
    return [chunk for chunk in chunks if any(chunk)]


def merge_members(base: Sequence[T], mine: Sequence[T], theirs: Sequence[T]) -> list[T] | None:
    """Of ordered lists without duplicates: what both keep or either added. None if they disagree about the order."""
    old = set(base)
    common = _common_order(base, mine, theirs)
    if common is None:
        return None
    kept = set(common)
    added_after: dict[T | None, list[T]] = {None: []} | {member: [] for member in common}
    for side in (mine, theirs):
        place: T | None = None
        for member in side:
            if member in kept:
                place = member
            elif member not in old:
                added_after[place].append(member)
    return added_after[None] + [each for member in common for each in (member, *added_after[member])]


def _stripped(paragraphs: Sequence[str]) -> list[str]:
    return [paragraph.strip() for paragraph in paragraphs]


def _hunks(base: Sequence[str], side: Sequence[str]) -> list[_Hunk]:
    """Every changed paragraph by itself, where it is like one that was there."""
    old, new = _stripped(base), _stripped(side)
    words = cache(_words)

    def how_like(before: int, after: int) -> float:
        return 1.0 if old[before] == new[after] else likeness(words(old[before]), words(new[after]))

    changed = [_Hunk(*places) for kind, *places in Matching(MAX_EFFORT).spans(old, new) if kind != "equal"]
    finer = [part for hunk in changed for part in _parts(hunk, how_like)]
    return [part for part in finer if old[part.start : part.end] != new[part.new_start : part.new_end]]


def _words(paragraph: str) -> Words:
    return words_of(reading_text(paragraph))


def _parts(hunk: _Hunk, how_like: Callable[[int, int], float]) -> Iterator[_Hunk]:
    """Its pairs of like paragraphs, and what stands between them."""
    start, new_start = hunk.start, hunk.new_start
    for before, after in paired(range(hunk.start, hunk.end), range(hunk.new_start, hunk.new_end), how_like):
        if before is not None and after is not None:
            yield _Hunk(start, before, new_start, after)
            start, new_start = before + 1, after + 1
            yield _Hunk(before, start, after, new_start)
    yield _Hunk(start, hunk.end, new_start, hunk.new_end)


def _groups(mine: list[_Hunk], theirs: list[_Hunk]) -> list[_Group]:
    groups: list[_Group] = []
    sides = [(hunk, True) for hunk in mine] + [(hunk, False) for hunk in theirs]
    for hunk, is_mine in sorted(sides, key=lambda side: side[0][:2]):
        group = _Group([hunk], []) if is_mine else _Group([], [hunk])
        while groups and _meets(hunk, groups[-1].theirs if is_mine else groups[-1].mine):
            last = groups.pop()
            group = _Group(last.mine + group.mine, last.theirs + group.theirs)
        groups.append(group)
    return groups


def _meets(hunk: _Hunk, others: list[_Hunk]) -> bool:
    # They stand in order and apart, so that only the last one can reach as far.
    return bool(others) and hunk.meets(others[-1])


def _cuts(group: _Group, *, after: _Cut) -> tuple[_Cut, _Cut]:
    """Where the group begins and ends."""
    hunks = group.mine + group.theirs
    start, end = min(hunk.start for hunk in hunks), max(hunk.end for hunk in hunks)
    unchanged = start - after.base
    first = _Cut(start, after.mine + unchanged, after.theirs + unchanged)
    return first, _Cut(
        end, _new_end(group.mine, first.mine - start, end), _new_end(group.theirs, first.theirs - start, end)
    )


def _new_end(hunks: list[_Hunk], shift: int, end: int) -> int:
    if hunks:
        shift = hunks[-1].new_end - hunks[-1].end
    return end + shift


def _common_order(base: Sequence[T], mine: Sequence[T], theirs: Sequence[T]) -> list[T] | None:
    """Of the members that both have. Who left two of them in their old order gives way to who did not."""
    rank, my_rank, their_rank = ({member: place for place, member in enumerate(side)} for side in (base, mine, theirs))
    my_order = [member for member in mine if member in their_rank]
    if my_order == [member for member in theirs if member in my_rank]:
        return my_order
    if len(my_order) ** 2 > MAX_EFFORT:
        return None
    before = dict.fromkeys(my_order, 0)  # how many come before each
    for one, other in combinations(my_order, 2):
        they_agree = their_rank[one] < their_rank[other]
        if not they_agree and not (one in rank and other in rank):
            return None
        before[other if they_agree or rank[one] > rank[other] else one] += 1
    in_order = sorted(my_order, key=before.__getitem__)
    return in_order if list(map(before.__getitem__, in_order)) == list(range(len(in_order))) else None
