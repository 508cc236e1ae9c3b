"""What changed between two versions of a body, block by block and word by word, as plain text."""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple, TypeVar

from analysis.text.markup import Block, blocks

BlockKind = Literal["same", "added", "removed", "changed"]
PieceKind = Literal["kept", "inserted", "deleted"]
T = TypeVar("T")

# Steps of comparing one pair of bodies: about a second. What comes after is shown as a replacement.
MAX_EFFORT: Final = 2_000_000
# How like an old block its new version must be, and how many blocks ahead it is looked for.
MIN_LIKENESS: Final = 0.4
_REACH: Final = 8
_WORD: Final = re.compile(r"\w+")
_WORD_AND_SPACE: Final = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")

_Span = tuple[str, int, int, int, int]
_Pair = tuple[T, T] | tuple[T, None] | tuple[None, T]


class Piece(NamedTuple):
    kind: PieceKind
    text: str


class BlockChange(NamedTuple):
    kind: BlockKind
    tag: str
    pieces: tuple[Piece, ...]
    image: int | None = None


class Words(NamedTuple):
    """How often each word stands in a text, and how many there are."""

    counts: Counter[str]
    total: int


class Matching:
    """Compares sequences as long as the effort allowed for all of them together lasts."""

    def __init__(self, effort: int) -> None:
        self._effort = effort

    def spans(self, old: Sequence[Hashable], new: Sequence[Hashable]) -> Sequence[_Span]:
        needed = _effort(old, new)
        if needed > self._effort:
            return [("replace", 0, len(old), 0, len(new))]
        self._effort -= needed
        return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def diff_blocks(old_html: str, new_html: str) -> list[BlockChange]:
    """Of two cleaned bodies, in the order of the new one, removed blocks where they stood."""
    old, new = list(blocks(old_html)), list(blocks(new_html))
    matching = Matching(MAX_EFFORT)
    changes: list[BlockChange] = []
    for kind, old_start, old_end, new_start, new_end in matching.spans(old, new):
        if kind == "equal":
            changes += [_whole("same", "kept", block) for block in new[new_start:new_end]]
        else:
            pairs = _paired(old[old_start:old_end], new[new_start:new_end])
            changes += [_change(pair, matching) for pair in pairs]
    return changes


def paired(old: Sequence[T], new: Sequence[T], how_like: Callable[[T, T], float]) -> Iterator[_Pair[T]]:
    """Each old item beside the likest of the next new ones, where one is like it at all."""
    position = 0
    for before in old:
        found = [how_like(before, after) for after in new[position : position + _REACH]]
        if not found or max(found) < MIN_LIKENESS:
            yield before, None
            continue
        likest = position + found.index(max(found))
        yield from ((None, after) for after in new[position:likest])
        yield before, new[likest]
        position = likest + 1
    yield from ((None, after) for after in new[position:])


def words_of(text: str) -> Words:
    counts = Counter(_WORD.findall(text.casefold()))
    return Words(counts, counts.total())


def likeness(one: Words, other: Words) -> float:
    """The share of words in common, from 0 to 1, at the cost of the shorter text."""
    common = one.counts.keys() & other.counts.keys()
    return 2 * sum(min(one.counts[word], other.counts[word]) for word in common) / max(1, one.total + other.total)


def _effort(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """What SequenceMatcher's time grows with: equal pairs, and at worst every pair a little."""
    occurrences = Counter(new)
    return sum(occurrences[item] for item in old) + len(old) * len(new) // 32


def _paired(old: list[Block], new: list[Block]) -> Iterator[_Pair[Block]]:
    words = {block: words_of(block.text) for block in (*old, *new)}

    def block_likeness(before: Block, after: Block) -> float:
        if before.image or after.image:
            return float(before.image == after.image)
        return likeness(words[before], words[after])

    return paired(old, new, block_likeness)


def _change(pair: _Pair[Block], matching: Matching) -> BlockChange:
    match pair:
        case (before, None):
            return _whole("removed", "deleted", before)
        case (None, after):
            return _whole("added", "inserted", after)
        case (before, after):
            pieces = _pieces(before.text, after.text, matching)
            return BlockChange("changed", after.tag, pieces, after.image)


def _whole(kind: BlockKind, piece: PieceKind, block: Block) -> BlockChange:
    return BlockChange(kind, block.tag, (Piece(piece, block.text),), block.image)


def _pieces(before: str, after: str, matching: Matching) -> tuple[Piece, ...]:
    old, new = _WORD_AND_SPACE.findall(before), _WORD_AND_SPACE.findall(after)
    pieces: list[Piece] = []
    spans = matching.spans([word.strip() for word in old], [word.strip() for word in new])
    for kind, old_start, old_end, new_start, new_end in spans:
        if kind == "equal":
            pieces.append(Piece("kept", "".join(new[new_start:new_end])))
        else:
            pieces.append(Piece("deleted", "".join(old[old_start:old_end])))
            pieces.append(Piece("inserted", "".join(new[new_start:new_end])))
    return tuple(piece for piece in pieces if piece.text)
