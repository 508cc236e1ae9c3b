"""
How long the desk's pages take with 20,000 articles: `python3 manage.py test tests/bench/desk.py -s`.

Server time of one process, warmed, without the network: median and slowest of ten, and the number of queries. It judges
nothing, since machines differ; the README has the figures of one.
"""

import statistics
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from analysis.models import Article, ArticleTopic, Author, Byline, Event, Publication, Revision, Topic
from analysis.models.articles import content_hash
from tests.factories import AuthorFactory, EditorFactory, TopicFactory, copies, published

pytestmark = pytest.mark.django_db
ARTICLES = 20_000
RUNS = 10
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
PAGES = {
    "first page": "/admin/",
    "list": "/admin/analysis/article/",
    "list, drafts": "/admin/analysis/article/?state=draft",
    "list, searched": "/admin/analysis/article/?q=budget",
    "list, a topic": "/admin/analysis/article/?topics={topic}",
    "form": "/admin/analysis/article/{article}/change/",
    "history": "/admin/analysis/article/{article}/history/",
    "calendar, week": "/admin/analysis/article/calendar/",
    "calendar, month": "/admin/analysis/article/calendar/?month=2026-11",
    "due": "/admin/analysis/article/due/",
    "checklist report": "/admin/analysis/article/checklist/",
    "trash": "/admin/analysis/article/trash/",
    "log": "/admin/analysis/auditentry/",
}


def test_pages_of_the_desk(capsys: pytest.CaptureFixture[str]) -> None:
    client = Client()
    client.force_login(EditorFactory.create(role="administrator"))
    named = newsroom()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with capsys.disabled():
        print(f"\n{ARTICLES:,} articles\n{'page':20} {'median':>8} {'slowest':>8} {'queries':>8}")  # noqa: T201
        for name, path in PAGES.items():
            took, queries = measured(client, path.format(**named))
            print(f"{name:20} {statistics.median(took):6.0f}ms {max(took):6.0f}ms {queries:8}")  # noqa: T201


def measured(client: Client, path: str) -> tuple[list[float], int]:
    assert client.get(path).status_code == 200, path
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    queries = len(captured)
    return list(times(client, path)), queries


def times(client: Client, path: str) -> Iterator[float]:
    for _run in range(RUNS):
        start = time.perf_counter()
        client.get(path)
        yield (time.perf_counter() - start) * 1000


def newsroom() -> dict[str, int]:
    """Five trends, forty authors, an article every few hours since 2015; a tenth are drafts, some of them planned."""
    topics = [TopicFactory.create() for _number in range(5)]
    authors = [AuthorFactory.create() for _number in range(40)]
    body = "<p>The session lasted an hour and forty minutes. Nobody left the room.</p>" * 30
    model = published(topic=topics[0], author=authors[0], body=body, at=NOW)
    drafts = Article.objects.bulk_create(
        Article(title=f"Draft of the budget {number}", slug=f"draft-{number}", body=body, planned_date=planned(number))
        for number in range(ARTICLES // 10)
    )
    instants = [NOW - timedelta(hours=5 * number) for number in range(1, ARTICLES - len(drafts))]
    texts = [publication.article for publication in copies(model, instants)]
    file_articles([*drafts, *texts], topics, authors)
    Publication.objects.filter(live_from__gt=NOW - timedelta(days=1)).update(live_from=NOW + timedelta(days=2))
    return {"article": model.article_id, "topic": topics[0].pk}


def planned(number: int) -> date | None:
    return (NOW + timedelta(days=number % 20)).date() if number < 60 else None


def file_articles(articles: list[Article], topics: list[Topic], authors: list[Author]) -> None:
    ArticleTopic.objects.bulk_create(
        ArticleTopic(article=article, topic=topics[number % 5], is_primary=True)
        for number, article in enumerate(articles)
    )
    Byline.objects.bulk_create(
        Byline(article=article, author=authors[number % 40]) for number, article in enumerate(articles)
    )
    empty = content_hash({})
    Revision.objects.bulk_create(
        Revision(article=article, event=Event.SAVE, content={}, content_hash=empty) for article in articles
    )
