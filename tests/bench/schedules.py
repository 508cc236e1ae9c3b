"""
Whether what is scheduled appears at its instant: articles at 200 instants within a minute, while others read.

Each instant is watched twice: the article's own page must be found from then on, and its topic's must name it. No
worker runs. What arrives before the instant is early; what was asked for after it and is still wrong is stale.
"""

import http.client
import random
import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from django.db import connection
from django.utils import timezone

from analysis import publishing
from analysis.models import Article, Author, Topic
from tests.bench.addresses import articles
from tests.bench.content import SEED, Archive
from tests.bench.loading import load

ARTICLES: Final = 200
SECONDS: Final = 60
# Until the first instant, for what has to be written and started before; and how long before each we begin to ask.
LEAD_IN: Final = timedelta(seconds=20)
BEFORE: Final = 0.15
PATIENCE: Final = 5.0
WATCHERS: Final = 4
TIMEOUT: Final = 60.0
READERS: Final = 1


class Scheduled(NamedTuple):
    title: str
    path: str
    topic: str
    instant: float


@dataclass
class Watch:
    """
    What somebody saw who asks for `path` all the time, where `mark` is to appear. Seconds after the instant, or after
    the first question of somebody who was kept waiting until then.
    """

    path: str
    mark: str
    instant: float
    early: int = 0
    # When the first right answer was there, and when the last wrong one was asked for.
    right_at: float | None = None
    wrong_until: float = 0.0


def measure(address: str, archive: Archive, *, count: int = ARTICLES, seconds: float = SECONDS) -> dict[str, float]:
    """Of whoever answers there."""
    start = timezone.now() + LEAD_IN
    scheduled = [schedule(instant) for instant in instants(start, count, seconds)]
    connection.close()
    pages = [Watch(each.path, each.title, each.instant) for each in scheduled]
    lists = [Watch(each.topic, each.title, each.instant) for each in scheduled]
    watches = [watch for pair in zip(pages, lists, strict=True) for watch in pair]
    length = (start - timezone.now()).total_seconds() + seconds
    with ThreadPoolExecutor(WATCHERS + 1) as threads:
        reading = threads.submit(load, address, articles(archive), seconds=length, connections=READERS)
        done = [threads.submit(watch_each, address, watches[place::WATCHERS]) for place in range(WATCHERS)]
        for each in [reading, *done]:
            each.result()
    return summary(watches)


def instants(start: datetime, count: int, seconds: float) -> Iterator[datetime]:
    """One in each of as many equal stretches, anywhere in it."""
    chance = random.Random(SEED)  # noqa: S311
    for place in range(count):
        yield start + timedelta(seconds=seconds / count) * (place + chance.random())


def schedule(instant: datetime) -> Scheduled:
    publication = publishing.schedule(article=draft(), by=None, go_live_at=instant, at=timezone.now())
    topic = publication.primary_topic.get_absolute_url()
    return Scheduled(publication.title, publication.get_absolute_url(), topic, instant.timestamp())


def draft() -> Article:
    """Of today's making, so that a site that is kept takes any number of them."""
    name = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
    article = Article.objects.create(title=f"Planned {name}", slug=f"planned-{name}", body="<p>It is time.</p>")
    article.set_topics([(Topic.objects.order_by("?")[0], True)])
    article.set_bylines([(Author.objects.order_by("?")[0], "author")])
    return article


def watch_each(address: str, watches: Sequence[Watch]) -> None:
    pause = threading.Event()
    with closing(http.client.HTTPConnection(urlsplit(address).netloc, timeout=TIMEOUT)) as reader:
        for watch in watches:
            pause.wait(max(0.0, watch.instant - BEFORE - time.time()))
            observe(reader, watch)


def observe(reader: http.client.HTTPConnection, watch: Watch) -> None:
    """In a tight loop, until it is right."""
    begun = max(watch.instant, time.time())
    while watch.right_at is None and time.time() < begun + PATIENCE:
        asked_at = time.time()
        is_right, answered_at = asked(reader, watch.path, watch.mark), time.time()
        if is_right and answered_at < watch.instant:
            watch.early += 1
            return
        if is_right:
            watch.right_at = answered_at - begun
        else:
            watch.wrong_until = max(watch.wrong_until, asked_at - watch.instant)


def asked(reader: http.client.HTTPConnection, path: str, mark: str) -> bool:
    reader.request("GET", path)
    response = reader.getresponse()
    body = response.read()
    return response.status == http.HTTPStatus.OK and mark.encode() in body


def summary(watches: Sequence[Watch]) -> dict[str, float]:
    """Seconds."""
    seen = sorted(watch.right_at for watch in watches if watch.right_at is not None)
    return {
        "instants": len(watches) / 2,
        "watches": len(watches),
        "early": sum(watch.early for watch in watches),
        "never": sum(watch.right_at is None and not watch.early for watch in watches),
        "p50": statistics.median(seen) if seen else PATIENCE,
        "p99": seen[min(len(seen) - 1, int(len(seen) * 0.99))] if seen else PATIENCE,
        "stale": sum(watch.wrong_until > 0 for watch in watches),
        "stalest": max(watch.wrong_until for watch in watches),
    }
