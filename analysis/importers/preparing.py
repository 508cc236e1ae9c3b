"""
Makes bodies of what a file holds: half the work of an import, and nothing of it needs the database.

So it is done by processes of its own, one batch ahead of the one that is being written. What they load is this module
and `analysis.text`: neither Django nor its connections.
"""

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Final

from analysis.text.body import rewrite_links
from analysis.text.sanitising import UnusableBody, clean_body

_PROCESSES: Final = min(4, os.cpu_count() or 1)
_AT_ONCE: Final = 20

Prepare = Callable[[Iterable["Draft"]], Iterator[str | UnusableBody]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """
    HTML that nobody has looked at, and the addresses here of the pictures and articles it refers to.

    A link with none of its own becomes its words.
    """

    html: str
    images: Mapping[str, str]
    links: Mapping[str, str]


@contextmanager
def preparing(number: int) -> Iterator[Prepare]:
    """Gives what prepares so many bodies: for a few, starting processes would take longer than the work."""
    if number <= 10 * _AT_ONCE:
        yield lambda drafts: map(prepared, drafts)
        return
    with ProcessPoolExecutor(_PROCESSES, get_context("spawn"), _leave_ctrl_c_to_the_parent) as processes:
        yield lambda drafts: processes.map(prepared, drafts, chunksize=_AT_ONCE)


def prepared(draft: Draft) -> str | UnusableBody:
    """A body as it will be kept."""
    try:
        body = clean_body(draft.html, new_image_address=draft.images.get)
        return clean_body(rewrite_links(body, draft.links.get)) if draft.links else body
    except UnusableBody as reason:
        return reason


def _leave_ctrl_c_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
