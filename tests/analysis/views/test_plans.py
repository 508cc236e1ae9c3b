"""How the database finds what readers ask for: no public page reads all publications, and each only as many as it says."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from analysis.models import Image, Publication
from tests.bench.content import END, IMAGES, Archive
from tests.bench.copying import copy_in
from tests.bench.rows import rows_of, set_the_scene

TEXTS = 3_000


class Scan(NamedTuple):
    """How publications are looked at in one place of a plan, and how many of them."""

    kind: str
    rows: int
    statement: str


@pytest.fixture(scope="module")
def _archive(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Short texts, since nobody reads them; as many as make it worth while to look for one by an index."""
    archive = Archive(TEXTS, words=100)
    with django_db_blocker.unblock(), transaction.atomic():
        set_the_scene(archive)
        Image.objects.bulk_create(
            Image(pk=n, file=f"originals/{n}.jpg", width=800, height=500, credit="x") for n in range(1, IMAGES + 1)
        )
        copy_in(row for number in range(1, TEXTS + 1) for row in rows_of(archive, number))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def today() -> Iterator[datetime]:
    """An hour after the newest text."""
    with time_machine.travel(END + timedelta(hours=1), tick=False):
        yield END


@contextmanager
def explained() -> Iterator[list[Scan]]:
    """Every question that is asked inside the block, with the plan that the database follows just then."""
    scans: list[Scan] = []

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Mapping[str, Any]) -> Any:
        if sql.lstrip().startswith(("SELECT", "WITH", "(")):
            execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params, many, context)
            ((plans,),) = context["cursor"].fetchall()
            scans.extend(scans_in(plans[0]["Plan"], sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        yield scans


def scans_in(plan: Mapping[str, Any], statement: str) -> Iterator[Scan]:
    if plan.get("Relation Name") == Publication._meta.db_table:
        removed = plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Index Recheck", 0)
        yield Scan(plan["Node Type"], round((plan["Actual Rows"] + removed) * plan["Actual Loops"]), statement)
    for part in plan.get("Plans", ()):
        yield from scans_in(part, statement)

PATHS = ["/", "/topic-7/text-1000/", "/ru/", "/topic-7/", "/topic-1/", "/topic-7/?before=1700000000000000.1", "/topic-1/assessments.json", "/assessments.csv", "/topics/",
 "/authors/", "/authors/author-1/", "/tags/tag-1/", "/issues/", "/issues/2026-w46/", "/archive/", "/archive/2026/", "/archive/2026/10/", "/corrections/",
 "/feed.atom", "/topic-7/feed.atom", "/topic-1/feed.json", "/authors/author-1/feed.rss", "/tags/tag-1/feed.atom", "/corrections/feed.atom",
 "/sitemap.xml", "/sitemap-en-0.xml", "/sitemap-en-1.xml", "/news-sitemap.xml", "/search/?q=onvelgratiba", "/search/?q=nothing","/search/", "/search/titles/?q=ba", "/search/?q=onvelgratiba&topic=topic-7&author=author-1", "/nothing/at-all/"]

@pytest.mark.django_db
def test_explore(_archive: None, client: Client) -> None:
    art = [Archive(TEXTS).filing(n) for n in (1500, 2992, 2999, 2960)]
    for path in [*PATHS, *[a.path for a in art], art[0].path+"versions/", art[0].path+"cite.ris"]:
        with explained() as scans:
            r = client.get(path)
        print(f"\n{path} {r.status_code} rows {sum(s.rows for s in scans)}", "  SEQ" if any(s.kind=="Seq Scan" for s in scans) else "")
        for s in scans:
            if s.kind=="Seq Scan" or s.rows>100: print("    ", s.kind, s.rows, s.statement[:30], "...", s.statement[-100:].replace("\n"," "))
