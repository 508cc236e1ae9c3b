"""The bench itself, on a site of fifty articles: that it measures at all, and says so of every target."""

import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import asdict
from typing import Any

import pytest

from config.env import BASE_DIR
from tests.bench.content import TRENDS, Archive
from tests.bench.measuring import Figure
from tests.bench.table import report
from tests.bench.targets import rows


def figure(milliseconds: float) -> dict[str, float]:
    return asdict(Figure(web=milliseconds, database=0.0, rate=100.0, p50=1.0, p99=2.0))


def found(article: float, **more: Any) -> dict[str, Any]:
    figures = {"hello": figure(0.1), "django": figure(0.4), "article": figure(article)}
    return {"built": "Built", "figures": figures, "memory_without_cache": [120.0, 90.0, 80.0], **more}


@pytest.mark.skipif(shutil.which("wrk") is None, reason="wrk is not installed (Debian and Ubuntu: apt install wrk)")
def test_it_measures_a_small_site_and_names_every_target() -> None:
    command = [sys.executable, "-m", "tests.bench", "--sizes=50", "--seconds=1", "--only=article,desk-form"]
    done = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    measured = {line.split("|")[1].strip() for line in done.stdout.splitlines() if " × Django" in line}
    assert {"hello", "django", "article", "desk-form"} <= measured
    assert "article, cold" in measured
    assert done.stdout.count("not measured") >= 10


def test_a_target_is_held_missed_or_not_measured() -> None:
    by_case = {row.case: row for row in rows({1_000: found(2.0), 20_000: found(2.9), 200_000: found(3.5)})}
    assert by_case["article, cold"].holds
    assert by_case["article, cold"].ratio == "29 × hello, 7.2 × Django"
    assert by_case["growth, 1,000 to 200,000"].holds is False
    assert by_case["growth, 1,000 to 200,000"].measured == "too much: article 1.75"
    assert by_case["home, cold"].holds is None
    assert "| NO" in report({20_000: found(3.1)})


def test_early_and_stale_answers_miss_their_targets() -> None:
    watched = {"watches": 400, "early": 0, "never": 0, "p50": 0.01, "p99": 0.02, "stale": 0, "stalest": 0.0}
    read = {"requests": 1_000, "hits": 990, "published": 20, "latest": 0.3, "stale": 0}
    for early, stale, holds in ((0, 0, True), (1, 1, False)):
        more = {"schedules": {**watched, "early": early}, "hit_rate": {**read, "stale": stale}}
        by_case = {row.case: row for row in rows({1_000: found(1.0, **more)})}
        assert by_case["scheduled, at the process"].holds is holds
        assert by_case["hits, one article a minute"].holds is holds


@pytest.mark.parametrize(("edge", "holds"), [(0.0104, True), (0.0106, False)])
def test_the_edge_is_held_against_plain_nginx(edge: float, holds: bool) -> None:
    more = {"edge": {"held": {"ours": edge, "other": 0.01, "times": edge / 0.01}}}
    by_case = {row.case: row for row in rows({1_000: found(1.0, **more)})}
    assert by_case["edge, hit"].holds is holds


@pytest.mark.parametrize("size", [50, 1_000, 200_000])
def test_a_site_is_the_same_each_time_and_made_alike_at_every_size(size: int) -> None:
    week = [Archive(size).filing(number) for number in range(size - 39, size + 1)]
    assert week == [Archive(size).filing(number) for number in range(size - 39, size + 1)]
    assert Counter(filing.language for filing in week) == {"en": 32, "ru": 4, "be": 4}
    assessed = [filing for filing in week if filing.assessment and filing.language == "en"]
    assert {filing.topics[0] for filing in assessed} == {*range(1, TRENDS + 1)}
    assert len({filing.translation_key for filing in week}) == 32
    assert Archive(size).text(size) == Archive(size).text(size)
