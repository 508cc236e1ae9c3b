"""
How much the page cache answers while articles are published, and whether any of it is out of date.

A site is meant that is read fifty times a second, with one article a minute. Both are made quicker here: the next one
comes as soon as so many pages have been read as would be in a minute.
"""

import http.client
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import accumulate
from typing import Final
from urllib.parse import urlsplit

from django.db import connection
from django.utils import timezone

from analysis import publishing
from tests.bench.addresses import READERS, working_set
from tests.bench.content import SEED, Archive
from tests.bench.loading import fill, load
from tests.bench.schedules import asked, draft

ARTICLES: Final = 10
READ_IN_A_MINUTE: Final = 60 * 50
# After so many seconds an answer without the new article is stale.
ALLOWED: Final = 1.0
PATIENCE: Final = 30.0
# As many pages as a page cache has room for.
PAGES, REQUESTS = 200, 10_000


def measure(address: str, archive: Archive) -> dict[str, float]:
    """Where there is a page cache. `latest`: seconds until the first page named what was published, at worst."""
    paths = popular(archive)
    filled = fill(address, paths)
    if filled is None:
        return {}
    every = max(1.0, READ_IN_A_MINUTE * filled.seconds / filled.requests)
    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(load, address, paths, seconds=ARTICLES * every, counting=True)
        seen = [publish_and_watch(address, at=time.time() + every) for _each in range(ARTICLES)]
        read = reading.result()
    connection.close()
    return {
        "requests": read.requests,
        "hits": read.hits,
        "published": ARTICLES,
        "latest": max(latest for latest, _stale in seen),
        "stale": sum(stale for _latest, stale in seen),
    }


def popular(archive: Archive) -> list[str]:
    """Some pages are asked for much more often than others: the second half as often as the first, and so on."""
    pages = [*working_set(archive), *READERS["article"](archive)][:PAGES]
    commonness = list(accumulate(1 / rank for rank in range(1, len(pages) + 1)))
    return random.Random(SEED).choices(pages, cum_weights=commonness, k=REQUESTS)  # noqa: S311


def publish_and_watch(address: str, *, at: float) -> tuple[float, int]:
    """Seconds until the first page names it, and how many answers did not that should have."""
    article = draft()
    threading.Event().wait(max(0.0, at - time.time()))
    publishing.publish(article=article, by=None, at=timezone.now())
    published_at, stale = time.time(), 0
    with closing(http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)) as reader:
        while (waited := time.time() - published_at) < PATIENCE:
            if asked(reader, "/", article.title):
                return time.time() - published_at, stale
            stale += waited > ALLOWED
    return PATIENCE, stale
