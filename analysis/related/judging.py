"""How good lists of similar articles are, by what an editor said belongs together."""

import math
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

_SHOWN: Final = 5


class Judgement(NamedTuple):
    """Means over the queries that have an answer."""

    queries: int
    ndcg: float
    recall: float
    mrr: float

    def __str__(self) -> str:
        return f"queries {self.queries}  nDCG@5 {self.ndcg:.4f}  recall@10 {self.recall:.4f}  MRR {self.mrr:.4f}"


def judge(lists: Iterable[tuple[Sequence[object], AbstractSet[object]]]) -> Judgement:
    """Of pairs: what was found, the best first, and what belongs there."""
    judged = [(gain(found, right), recall(found, right), first(found, right)) for found, right in lists if right]
    means = [sum(column) / len(judged) for column in zip(*judged, strict=True)] or [0.0, 0.0, 0.0]
    return Judgement(len(judged), *means)


def gain(found: Sequence[object], right: AbstractSet[object]) -> float:
    """nDCG at five."""
    gained = sum(1 / math.log2(rank + 2) for rank, each in enumerate(found[:_SHOWN]) if each in right)
    return gained / sum(1 / math.log2(rank + 2) for rank in range(min(_SHOWN, len(right))))


def recall(found: Sequence[object], right: AbstractSet[object]) -> float:
    return len(right & set(found[:10])) / len(right)


def first(found: Sequence[object], right: AbstractSet[object]) -> float:
    """One over the rank of the first right one."""
    return next((1 / (rank + 1) for rank, each in enumerate(found) if each in right), 0.0)
