"""How the database finds what readers ask for: no page reads all publications, and none more of them than it says."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, resolve
from django.utils.translation import get_language_from_path, override
from pytest_django import DjangoDbBlocker

from analysis import urls
from analysis.models import Author, BylineRole, Image, Publication, Tag, Topic
from analysis.models.changes import KEYS_IN_A_PART
from analysis.models.publications import EPOCH
from analysis.search.reach import COUNTED
from config.urls import urlpatterns as config_urls
from tests.bench.content import END, IMAGES, Archive
from tests.bench.copying import copy_in, set_sequences
from tests.bench.rows import rows_of, set_the_scene
from tests.bench.words import WORDS

# Short texts, since nobody reads them; as many as make it worth while to look for one by an index.
ARCHIVE = Archive(2_000, words=100)
ALL = ARCHIVE.size
COMMON, RARE = WORDS[40], WORDS[5_000]
TEXT, TRANSLATED, OF_TREND = (ARCHIVE.filing(number).path for number in (500, ALL - 8, ALL - 40))
# Of the middle of the archive's newest year.
CURSOR = (END - timedelta(weeks=10) - EPOCH) // timedelta(microseconds=1)
# Their pictures and prints have the questions of the pages that lead to them.
DRAWN = {"card", "site-card", "issue-pdf"}
# They know of readers and of no texts.
FORMS = {"newsletter", "newsletter-own-page"}


class Page(NamedTuple):
    """A kind of page, how many publications it may look at, and what these are."""

    path: str
    most: int
    because: str


PAGES = [
    Page("/", 600, "the newest, and a year of each trend"),
    Page("/topics/", 600, "a year of each trend"),
    Page("/topic-7/", 120, "twenty about it, and a text of each author"),
    Page(f"/topic-7/?before={CURSOR}.1", 120, "as many as on its first page"),
    Page("/topic-1/", 200, "the same, and all that was said of the trend"),
    Page("/topic-1/assessments.json", 200, "a week of the trend each, in three languages"),
    Page("/assessments.csv", 600, "the same of all trends"),
    Page(TEXT, 150, "its neighbours, translations, versions, and what stands beside it in its issue"),
    Page(TRANSLATED, 150, "the same in another language"),
    Page(OF_TREND, 250, "the same, and a year and a half of its trend"),
    Page(f"{TEXT}cite.ris", 150, "the same"),
    Page(f"{TEXT}versions/", 20, "those of one article"),
    Page(f"{TEXT}versions/2/", 20, "those of one article"),
    Page("/a-topic/", 20, "the only one about it"),
    Page("/authors/an-author/", 20, "the only one of the author's"),
    Page("/tags/a-tag/", 20, "the only one with the tag"),
    Page("/a-topic/feed.atom", 20, "the only one about it"),
    Page("/authors/", 100, "one of each author"),
    Page("/authors/author-1/", 60, "twenty of the author's"),
    Page("/tags/tag-1/", 40, "twenty with the tag"),
    Page("/issues/", 800, "six in each of a year's weeks, in three languages"),
    Page("/issues/2026-w20/", 60, "six, and one of each issue beside it"),
    Page("/issues/2026-w20/print/", 60, "the same"),
    Page("/archive/", 100, "those of the hours that belong to one month at home and to another elsewhere"),
    Page("/archive/2026/", 400, "twenty, and the same"),
    Page("/archive/2026/10/", 60, "twenty, and one in each language"),
    Page("/corrections/", 250, "fifty, their articles, and the versions of these"),
    Page("/feed.atom", 40, "the newest thirty"),
    Page("/topic-7/feed.atom", 60, "thirty about it"),
    Page("/authors/author-1/feed.rss", 60, "thirty of the author's"),
    Page("/tags/tag-1/feed.json", 60, "thirty with the tag"),
    Page("/corrections/feed.atom", 150, "thirty, and their articles"),
    Page("/sitemap.xml", 20, "one of each part and language, which changed last"),
    Page("/sitemap-en-0.xml", 3_500, "twenty of each topic and of each author, in three languages, and all in issues"),
    Page("/sitemap-en-1.xml", 2 * KEYS_IN_A_PART, "each of the part, and its translations"),
    Page("/news-sitemap.xml", 50, "those of two days"),
    Page("/search/", 10, "the newest five"),
    Page(f"/search/?q={RARE}", 100, "those that have the word"),
    Page(f"/search/?q={COMMON}", COUNTED, "those that have the word, as far as they are counted"),
    Page(f"/search/?q={COMMON}&topic=topic-7&author=author-1", COUNTED, "the same, for the other filters"),
    Page("/search/?q=qqqq", 10, "the newest five"),
    Page("/search/titles/?q=ba", COUNTED, "those with such a word in their title"),
]


class Scan(NamedTuple):
    """How publications are looked at in one place of a plan, and how many of them."""

    kind: str
    rows: int
    statement: str


@pytest.fixture(scope="module")
def _archive(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        set_the_scene(ARCHIVE)
        pictures = ((number, f"originals/{number}.jpg") for number in range(1, IMAGES + 1))
        Image.objects.bulk_create(Image(pk=pk, file=file, width=800, height=500, credit="x") for pk, file in pictures)
        copy_in(row for number in range(1, ALL + 1) for row in rows_of(ARCHIVE, number))
        set_sequences([Author, Publication, Tag, Topic])
        publish_again(number=500)
        file_under_the_rarest(number=1_500)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield
        transaction.set_rollback(True)


def publish_again(*, number: int) -> None:
    publication = Publication.objects.get(pk=number)
    Publication.objects.filter(pk=number).update(live_until=END)
    publication.pk, publication.live_from = None, END
    publication.save(force_insert=True)


def file_under_the_rarest(*, number: int) -> None:
    """What one text is about, and nothing in any other language."""
    text = Publication.objects.get(pk=number)
    text.topics.add(Topic.objects.create(slug="a-topic", name_en="A topic"))
    text.tags.add(Tag.objects.create(slug="a-tag", name="a tag"))
    text.bylines.create(author=Author.objects.create(slug="an-author", name_en="An Author"), role=BylineRole.AUTHOR)


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
        answer = execute(sql, params, many, context)
        if sql.startswith("RELEASE SAVEPOINT"):
            # What the search sets ends with its transaction, which here lies in the test's.
            execute("RESET enable_seqscan; RESET enable_indexscan; RESET cpu_operator_cost", None, many, context)
            execute("RESET max_parallel_workers_per_gather", None, many, context)
        return answer

    with connection.execute_wrapper(explain):
        yield scans


def scans_in(plan: Mapping[str, Any], statement: str) -> Iterator[Scan]:
    if plan.get("Relation Name") == Publication._meta.db_table:
        removed = plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Index Recheck", 0)
        yield Scan(plan["Node Type"], round((plan["Actual Rows"] + removed) * plan["Actual Loops"]), statement)
    for part in plan.get("Plans", ()):
        yield from scans_in(part, statement)


def read(client: Client, page: Page) -> list[Scan]:
    with explained() as scans:
        response = client.get(page.path)
    assert response.status_code == 200, page.path
    return scans


@pytest.mark.django_db
@pytest.mark.usefixtures("_archive")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_a_page_looks_at_no_more_publications_than_it_must(page: Page, client: Client) -> None:
    scans = read(client, page)
    looked_at = sum(scan.rows for scan in scans)
    assert looked_at <= page.most, f"{looked_at:,}, and {page.because} are enough: {scans}"
    whole = [scan.statement for scan in scans if scan.kind == "Seq Scan"]
    assert not whole, f"reads all publications: {whole}"


@pytest.mark.django_db
@pytest.mark.usefixtures("_archive")
@pytest.mark.parametrize("path", ["/nothing/", "/nothing/at-all/", "/tags/nothing/", "/authors/nobody/feed.atom"])
def test_for_a_page_that_is_not_there_only_the_newest_are_read(path: str, client: Client) -> None:
    with explained() as scans:
        assert client.get(path).status_code == 404
    assert sum(scan.rows for scan in scans) <= 20, scans
    assert not [scan for scan in scans if scan.kind == "Seq Scan"]


def view_of(path: str) -> Callable[..., Any]:
    with override(get_language_from_path(path) or "en"):
        return resolve(path).func


def test_every_kind_of_page_is_here() -> None:
    known = {view_of(page.path.partition("?")[0]) for page in PAGES}
    sitemaps = [each for each in config_urls if isinstance(each, URLPattern) and "sitemap" in str(each.name)]
    patterns = [*urls.urlpatterns, *sitemaps]
    missing = {pattern.name for pattern in patterns if pattern.callback not in known}
    assert missing == DRAWN | FORMS | {"moved"}
