"""Whole answers, kept in the memory of one web process."""

import gzip
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from math import inf
from typing import Final, NamedTuple

import brotli

Key = tuple[str, str]
Headers = Sequence[tuple[str, str]]

# What a page takes besides its body: names, headers, tags.
OVERHEAD: Final = 3_000
# A body in all three forms, in parts of the plain one: as much room is reserved for it at once.
ALL_FORMS: Final = 1.5
# How long somebody waits for the one who is making the same page already.
PATIENCE_SECONDS: Final = 10.0
# So many addresses are remembered of which nothing is kept.
MOST_UNKEPT: Final = 10_000
BROTLI_QUALITY: Final = 5
GZIP_LEVEL: Final = 6
IDENTITY: Final = "identity"


class Made(NamedTuple):
    """Where a page stood in the order of purges when it began to be made, and when (in seconds of a steady clock)."""

    number: int
    clock: float


@dataclass(kw_only=True, slots=True)
class Page:
    """
    Instants are seconds since 1970. `at`: for which it was made; `until`: at which it is another one; `ends`: at which
    something of it must not be seen any longer; `since`: at which it was first seen with this content.
    """

    status: str
    headers: Headers
    bodies: dict[str, bytes]
    is_compressible: bool
    etag: str
    tags: frozenset[str]
    made: Made
    at: float
    since: float
    until: float
    ends: float = inf
    route: str = ""
    # The last purge that is known not to concern it.
    good_at: int = 0
    # As they are given out in one second, by encoding.
    headers_of: dict[str, tuple[int, list[tuple[str, str]]]] = field(default_factory=dict)

    def body(self, encoding: str) -> bytes:
        """Compressed when somebody first asks for it so."""
        if encoding not in self.bodies:
            self.bodies[encoding] = encoded(self.plain(), encoding)
        return self.bodies[encoding]

    def plain(self) -> bytes:
        for encoding, decode in ((IDENTITY, bytes), ("br", brotli.decompress), ("gzip", gzip.decompress)):
            if encoding in self.bodies:
                return bytes(decode(self.bodies[encoding]))
        raise LookupError("a page without a body")

    def keep_since(self, before: "Page | None") -> None:
        """Made anew, and the same as before: whoever has it need not fetch it again."""
        if before and self.etag and before.etag == self.etag:
            self.since = before.since

    @property
    def weight(self) -> int:
        plain = len(self.plain())
        return OVERHEAD + int(ALL_FORMS * plain if self.is_compressible else plain)


def encoded(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(body, quality=BROTLI_QUALITY))
    return gzip.compress(body, GZIP_LEVEL, mtime=0) if encoding == "gzip" else body


class Shelf:
    """Pages by address, the least recently used of them given up for new ones."""

    def __init__(self, *, room: int) -> None:
        """`room`: in bytes."""
        self.room = room
        self.weight = 0
        self._pages: OrderedDict[Key, tuple[Page, int]] = OrderedDict()
        self._lock = threading.Lock()
        self._makers: dict[Key, threading.Event] = {}
        self._unkept: OrderedDict[Key, None] = OrderedDict()

    def __len__(self) -> int:
        return len(self._pages)

    def find(self, key: Key) -> Page | None:
        found = self._pages.get(key)
        if found is None:
            return None
        with suppress(KeyError):  # it has just been dropped
            self._pages.move_to_end(key)
        return found[0]

    def is_unkept(self, key: Key) -> bool:
        return key in self._unkept

    def expect(self, key: Key) -> None:
        """The next answer may be kept after all."""
        with self._lock:
            self._unkept.pop(key, None)

    def put(self, key: Key, page: Page) -> None:
        """In place of an older one."""
        weight = page.weight
        with self._lock:
            self._unkept.pop(key, None)
            self._drop(key)
            if weight > self.room:
                return
            self._pages[key] = (page, weight)
            self.weight += weight
            while self.weight > self.room:
                self._drop(next(iter(self._pages)))

    def _drop(self, key: Key) -> None:
        _page, weight = self._pages.pop(key, (None, 0))
        self.weight -= weight

    def renounce(self, key: Key) -> None:
        """Nothing is kept of this address: nobody needs to wait for another."""
        with self._lock:
            self._unkept[key] = None
            if len(self._unkept) > MOST_UNKEPT:
                self._unkept.popitem(last=False)

    @contextmanager
    def making(self, key: Key) -> Iterator[None]:
        """While one makes a page, others who want it wait, and look for it afterwards."""
        with self._lock:
            maker = self._makers.get(key)
            if maker is None:
                own = self._makers[key] = threading.Event()
        if maker:
            maker.wait(PATIENCE_SECONDS)
            yield
            return
        try:
            yield
        finally:
            with self._lock:
                del self._makers[key]
            own.set()


def as_seconds(instant: datetime | None) -> float:
    return instant.timestamp() if instant else inf
