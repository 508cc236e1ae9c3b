"""
What similar articles cost: `python3 manage.py test tests/bench/related.py -s` (`RELATED_TEXTS=100000` for more).

Generated texts of 800 words (`RELATED_WORDS`), in the engine's own tables in a scratch schema. It judges nothing,
since machines differ; analysis/related/README.md has the figures of one.
"""

import os
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import accumulate, islice

import psutil
import pytest
from django.db import connection
from tqdm import tqdm

from analysis.related.evaluation import scratch_tables
from analysis.related.likeness import Weights
from analysis.related.models import Neighbour, Profile
from analysis.related.neighbours import join
from analysis.related.profiles import keep_profiles, keep_vocabulary, terminology_of
from analysis.related.rebuilding import compare_all
from analysis.related.vectors import Text
from tests.bench.words import WORDS

pytestmark = pytest.mark.django_db
TEXTS = int(os.environ.get("RELATED_TEXTS", "3000"))
WORDS_EACH = int(os.environ.get("RELATED_WORDS", "800"))
PROCESSES = os.cpu_count() or 1
# On a terminal only.
BAR = partial(tqdm, unit="text", disable=None)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
COMMONNESS = list(accumulate(1 / rank for rank in range(1, len(WORDS) + 1)))


def texts(number: int) -> Iterator[Text]:
    """Of 300 subjects with words of their own, and a few names."""
    chance = random.Random(11)  # noqa: S311
    subjects = [chance.sample(WORDS, 60) for _each in range(300)]
    for article in range(1, number + 1):
        subject = chance.choice(subjects)
        common = chance.choices(WORDS, cum_weights=COMMONNESS, k=WORDS_EACH * 85 // 100)
        words = common + chance.choices(subject, k=WORDS_EACH * 15 // 100)
        chance.shuffle(words)
        body = " ".join(word.title() if place % 40 == 0 else word for place, word in enumerate(words))
        yield Text(
            id=article,
            language="xx",
            published_at=NOW - timedelta(hours=article),
            title=" ".join(chance.choices(subject, k=7)),
            body=body,
            labels=[f"topic:{chance.randrange(30)}", f"tag:{chance.randrange(500)}"],
            authors=[str(chance.randrange(40))],
        )


def test_rebuild_and_publication(capsys: pytest.CaptureFixture[str]) -> None:
    with scratch_tables(), capsys.disabled():
        process = psutil.Process()
        begun, before = time.perf_counter(), process.memory_info().rss
        step = 1 + TEXTS // 20_000
        some = (text for text in texts(TEXTS) if text.id % step == 0)
        keep_vocabulary("xx", some, at=NOW, processes=PROCESSES)
        counted = time.perf_counter()
        every = BAR(texts(TEXTS), desc="profiles", total=TEXTS)
        keep_profiles(every, terminology_of("xx"), at=NOW, processes=PROCESSES)
        profiled = time.perf_counter()
        compare_all("xx", at=NOW, bar=BAR, processes=PROCESSES)
        compared = time.perf_counter()
        megabytes = (process.memory_info().rss / 1e6, before / 1e6)
        took = (counted - begun, profiled - counted, compared - profiled)
        say("{:,} texts: words {:.0f} s, profiles {:.0f} s, neighbours {:.0f} s".format(TEXTS, *took))
        say("{:.0f} MB of memory, {:.0f} before".format(*megabytes))
        say(f"{bytes_of(Profile):.0f} bytes a profile, {bytes_of(Neighbour):.0f} bytes of neighbours a text")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for text in islice(texts(TEXTS), 3):
            start = time.perf_counter()
            keep_profiles([text], terminology_of("xx"), at=NOW)
            join(text.id, weights=Weights(), at=NOW)
            say(f"publication: {time.perf_counter() - start:.2f} s")


def bytes_of(model: type[Profile] | type[Neighbour]) -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size(%s::regclass)", [model._meta.db_table])
        return int(cursor.fetchone()[0]) / TEXTS


def say(line: str) -> None:
    print(f"\n{line}", end="")  # noqa: T201
