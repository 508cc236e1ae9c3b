"""
What the desk's pages cost: `python3 manage.py test tests/bench/desk.py -s` (`DESK_ARTICLES=200000` for more).

Processor time of the process and of its PostgreSQL backend, warmed, without the network, and the number of queries. It
judges nothing, since machines differ; the README has the figures of one.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psutil
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from analysis.models import Article, Author, Byline, Event, Publication, Revision, Topic
from analysis.models.articles import content_hash
from tests.factories import AuthorFactory, EditorFactory, IssueFactory, TopicFactory, UserFactory, copies, published

pytestmark = pytest.mark.django_db
ARTICLES = int(os.environ.get("DESK_ARTICLES", "20000"))
AT_ONCE = 2_000
RUNS = 10
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LIST = "/admin/analysis/article/"
FIND = "/admin/autocomplete/?app_label=analysis&model_name=keytext&field_name=article&term="
PAGES = {
    "first page": "/admin/",
    "list": LIST,
    "list, page 20": f"{LIST}?p=20",
    "list, live": f"{LIST}?state=live",
    "list, drafts": f"{LIST}?state=draft",
    "list, approved": f"{LIST}?state=approved",
    "list, ended": f"{LIST}?state=ended",
    "list, a topic": f"{LIST}?topics={{topic}}",
    "list, an author": f"{LIST}?author={{author}}",
    "list, in the order of titles": f"{LIST}?o=2",
    "list, a word of all": f"{LIST}?q=cabinet",
    "list, a word of one": f"{LIST}?q={{article}}",
    "form": f"{LIST}{{article}}/change/",
    "history": f"{LIST}{{article}}/history/",
    "suggestions, searched": f"{LIST}{{article}}/suggestions/?q=cabinet",
    "calendar, week": f"{LIST}calendar/",
    "calendar, month": f"{LIST}calendar/?month=2026-11",
    "due": f"{LIST}due/",
    "checklist": f"{LIST}checklist/",
    "trash": f"{LIST}trash/",
    "three languages": f"{LIST}parity/",
    "issue board": "/admin/analysis/issue/{issue}/board/",
    "log": "/admin/analysis/auditentry/",
    "log, a verb": "/admin/analysis/auditentry/?verb=publish",
    "log, searched": "/admin/analysis/auditentry/?q={article}",
    "finding an article": f"{FIND}cab",
}
# What a newsroom leaves behind, of which `%(now)s` is the present. Of twenty texts one is a draft and another in the
# trash, ten are translations of the one before, and two were updated.
LEFT_BEHIND = (
    """UPDATE analysis_article SET title = 'The cabinet meets for week ' || id, standfirst = 'What ministers said.',
        planned_date = updated_at::date""",
    """UPDATE analysis_article AS text SET translation_key = original.translation_key, language = 'ru'
        FROM analysis_article AS original WHERE text.id %% 2 = 0 AND original.id = text.id - 1""",
    """UPDATE analysis_article SET trashed_at = %(now)s WHERE id %% 20 = 5
        AND NOT EXISTS (SELECT FROM analysis_publication WHERE article_id = analysis_article.id)""",
    """INSERT INTO analysis_translation (article_id, original_id, paragraphs, original_hash, is_adapted, settled_at)
        SELECT id, id - 1, '[]', CASE WHEN id %% 8 = 0 THEN '' ELSE 'x' END, false, %(now)s
        FROM analysis_article WHERE language = 'ru'""",
    """UPDATE analysis_publication SET live_until = live_from + interval '1 day' WHERE article_id %% 300 = 7""",
    """INSERT INTO analysis_auditentry (at, by_id, verb, subject_type, subject_id, subject, why, before, after)
        SELECT updated_at - number * interval '1 hour', %(user)s,
            (ARRAY['publish', 'approve', 'submit', 'save'])[number],
            'article', id, title, '', '{}', '{}'
        FROM analysis_article, generate_series(1, 4) AS number""",
    """INSERT INTO analysis_finding (article_id, rule, level, field, details)
        SELECT id, 'no_byline', 'warn', 'bylines', '{}' FROM analysis_article WHERE id %% 2 = 0""",
    """INSERT INTO analysis_address (path, article_id) SELECT '/text-' || id || '/', id FROM analysis_article
        ON CONFLICT DO NOTHING""",
    "ANALYZE",
)


def test_pages_of_the_desk(capsys: pytest.CaptureFixture[str]) -> None:
    administrator = EditorFactory.create(role="administrator")
    named, client = newsroom(administrator), Client()
    client.force_login(administrator)
    with capsys.disabled():
        print(f"\n{ARTICLES:,} articles{'':14}{'web':>8} {'database':>9} {'queries':>8}")  # noqa: T201
        for name, path in PAGES.items():
            web, database, queries = measured(client, path.format(**named))
            print(f"{name:28}{web:6.0f}ms {database:7.0f}ms {queries:8}")  # noqa: T201


def measured(client: Client, path: str) -> tuple[float, float, int]:
    """Milliseconds a request of this process and of the database's."""
    assert client.get(path).status_code == 200, path
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    queries = len(captured)
    mine, theirs = psutil.Process(), psutil.Process(backend())
    before = used(mine), used(theirs)
    for _run in range(RUNS):
        client.get(path)
    web, database = (1000 * (used(each) - was) / RUNS for each, was in zip((mine, theirs), before, strict=True))
    return web, database, queries


def backend() -> int:
    with connection.cursor() as cursor:
        # Else a part of the work would be done by processes that are gone before they are looked at.
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def used(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def newsroom(user: User) -> dict[str, int]:
    """Five trends, forty authors, a text every few hours for as long as it takes; a tenth has not been published."""
    topics = [TopicFactory.create() for _number in range(5)]
    authors = [AuthorFactory.create(user=UserFactory.create()) for _number in range(40)]
    body = "<p>The session lasted an hour and forty minutes. Nobody left the room.</p>" * 30
    model = published(topic=topics[0], author=authors[0], body=body, at=NOW)
    for some in portions(model):
        file_articles(some, topics, authors)
    Publication.objects.filter(live_from__gt=NOW - timedelta(days=1)).update(live_from=NOW + timedelta(days=2))
    with connection.cursor() as cursor:
        for statement in LEFT_BEHIND:
            cursor.execute(statement, {"now": NOW, "user": user.pk})
    named = {"article": model.article_id, "topic": topics[0].pk, "author": authors[0].pk}
    return named | {"issue": IssueFactory.create(number=1).pk}


def portions(model: Publication) -> Iterator[list[Article]]:
    """The newest first."""
    for start in range(1, ARTICLES, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, ARTICLES))
        instants = [NOW - timedelta(hours=3 * number) for number in numbers if number % 10]
        texts = [publication.article for publication in copies(model, instants)]
        unpublished = len(numbers) - len(texts)
        yield texts + Article.objects.bulk_create(Article(title="Draft", slug="draft") for _each in range(unpublished))


def file_articles(articles: list[Article], topics: list[Topic], authors: list[Author]) -> None:
    filed = Article.topics.through.objects
    filed.bulk_create(
        filed.model(article=article, topic=topics[number % 5], is_primary=True)
        for number, article in enumerate(articles)
    )
    Byline.objects.bulk_create(
        Byline(article=article, author=authors[number % 40]) for number, article in enumerate(articles)
    )
    empty = content_hash({})
    Revision.objects.bulk_create(
        Revision(article=article, event=Event.SAVE, content={}, content_hash=empty) for article in articles
    )
