"""Work for processors, shared among as many processes as there are to spare."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import Any, Final, TypeVar

_AT_ONCE: Final = 200

Given = TypeVar("Given")
Made = TypeVar("Made")
_work: Callable[[Any], Any]


def shared(work: Callable[[Given], Made], many: Iterable[Given], *, processes: int) -> Iterator[list[Made]]:
    """
    What is made of each of many, in their order and some at a time: the next are in the making while these are used.

    More than one process only where nothing else runs in this one: they are forked, so that all of them have what the
    work needs. `many` is read in this one.
    """
    rest, in_the_making = iter(many), deque[Iterable[Made]]()
    with _workers(work, processes) as begin:
        while some := list(islice(rest, _AT_ONCE)):
            in_the_making.append(begin(some))
            if len(in_the_making) > 1:
                yield list(in_the_making.popleft())
        yield from map(list, in_the_making)


@contextmanager
def _workers(work: Callable[[Given], Made], processes: int) -> Iterator[Callable[[Sequence[Given]], Iterable[Made]]]:
    if processes == 1:
        yield partial(map, work)
        return
    with multiprocessing.get_context("fork").Pool(processes, _take, [work]) as pool:
        yield lambda some: pool.imap(_do, some, -(-len(some) // (2 * processes)))


def _take(work: Callable[[Any], Any]) -> None:
    """In a process of the pool: what would otherwise be sent there with everything that is given."""
    global _work
    _work = work


def _do(given: Any) -> Any:
    return _work(given)
