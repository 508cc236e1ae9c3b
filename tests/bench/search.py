"""
What a search costs: `python3 manage.py test tests/bench/search.py -s` (`SEARCH_TEXTS=100000` for more).

Generated texts of 800 words; processor time of the process and of its PostgreSQL backend, and the time a reader waits,
without the network. It judges nothing, since machines differ; docs/search.md has the figures of one.
"""

import os
import random
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

import psutil
import pytest
from django.db import connection
from django.test import Client

from analysis.models import Article, Publication, PublicationByline
from tests.bench.words import COMMONNESS, WORDS
from tests.factories import AuthorFactory, TagFactory, TopicFactory, published

pytestmark = pytest.mark.django_db
TEXTS = int(os.environ.get("SEARCH_TEXTS", "20000"))
RUNS = 40
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
QUERIES = {
    "in nearly all texts": WORDS[0],
    "in half of them": WORDS[150],
    "common": WORDS[500],
    "rare": WORDS[20_000],
    "two common": f"{WORDS[10]} {WORDS[60]}",
    "common and rare": f"{WORDS[10]} {WORDS[8_000]}",
    "phrase": f'"{WORDS[0]} {WORDS[1]}"',
    "common, without another": f"{WORDS[150]} -{WORDS[0]}",
    "mistyped": f"{WORDS[9_000][:-1]}x",
    "nothing": "qqqq",
}
ADDRESSES = {
    "a topic": "/search/?q={common}&topic={topic}",
    "a topic and an author": "/search/?q={common}&topic={topic}&author={author}",
    "newest first": "/search/?q={common}&order=newest",
    "page 10": "/search/?q={common}&number=10",
    "years ago": "/search/?q={common}&to=2020-01-01",
    "titles, two letters": "/search/titles/?q=ba",
    "titles, a word": "/search/titles/?q={common}",
}


def test_searches(capsys: pytest.CaptureFixture[str]) -> None:
    named = archive()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    addresses = {name: f"/search/?q={query}" for name, query in QUERIES.items()}
    addresses |= {name: address.format(common=WORDS[150], **named) for name, address in ADDRESSES.items()}
    with capsys.disabled():
        print(f"\n{TEXTS:,} texts{'':14}{'web':>8} {'database':>9} {'waits':>8} {'p95':>8}")  # noqa: T201
        for name, address in addresses.items():
            web, database, waits = measured(address)
            p95 = sorted(waits)[int(len(waits) * 0.95)]
            print(f"{name:26}{web:6.1f}ms {database:7.1f}ms {statistics.median(waits):6.1f}ms {p95:6.1f}ms")  # noqa: T201


def measured(address: str) -> tuple[float, float, list[float]]:
    """Milliseconds a request of this process and of the database's, and of each request until it is answered."""
    client, mine, theirs = Client(), psutil.Process(), psutil.Process(backend())
    for _warm in range(3):
        assert client.get(address).status_code == 200
    before, waits = (used(mine), used(theirs)), []
    for _run in range(RUNS):
        start = time.perf_counter()
        client.get(address)
        waits.append(1000 * (time.perf_counter() - start))
    web, database = (1000 * (used(each) - was) / RUNS for each, was in zip((mine, theirs), before, strict=True))
    return web, database, waits


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def used(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def archive() -> dict[str, str]:
    """30 topics, 40 authors, 500 tags; a text every two hours."""
    topics = [TopicFactory.create() for _number in range(30)]
    authors = [AuthorFactory.create() for _number in range(40)]
    tags = [TagFactory.create() for _number in range(500)]
    model = published(topic=topics[0], author=authors[0], at=NOW)
    rest = texts(model, [topic.pk for topic in topics], [author.pk for author in authors], [tag.pk for tag in tags])
    while some := list(islice(rest, 1_000)):
        Article.objects.bulk_create(publication.article for publication in some)
        for publication in some:
            publication.article_id = publication.article.pk
        Publication.objects.bulk_create(some)
        PublicationByline.objects.bulk_create(
            PublicationByline(publication=each, author_id=int(each.filed_under[3].partition(":")[2])) for each in some
        )
    return {"topic": topics[3].slug, "author": authors[5].slug}


def texts(model: Publication, topics: list[int], authors: list[int], tags: list[int]) -> Iterator[Publication]:
    chance = random.Random(11)  # noqa: S311
    copied = ("revision_id", "translation_key", "language")
    for number in range(TEXTS):
        words = chance.choices(WORDS, cum_weights=COMMONNESS, k=840)
        about, instant = chance.sample(topics, 3), NOW - timedelta(hours=2 * number)
        publication = Publication(
            **{name: getattr(model, name) for name in copied},
            article=Article(title=f"Text {number}", slug=f"text-{number}"),
            slug=f"text-{number}",
            title=" ".join(words[:8]).capitalize(),
            standfirst=" ".join(words[8:40]),
            body_text=" ".join(words[40:]),
            primary_topic_id=about[0],
            live_from=instant,
            first_published_at=instant,
            assessment=chance.choice(["improved", "unchanged", "worsened"]),
        )
        publication.write_search_vector(topics=about, authors=[chance.choice(authors)], tags=chance.sample(tags, 5))
        yield publication
