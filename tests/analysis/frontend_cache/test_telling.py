"""What the database says of a change, and that it says something of every change readers could see."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from analysis import publishing
from analysis.frontend_cache.line import CHANNEL
from analysis.frontend_cache.quiet import QUIET
from analysis.models import (
    Author,
    Correction,
    Gap,
    Issue,
    KeyText,
    Masthead,
    Publication,
    Suggestion,
    SuggestionKind,
    Topic,
)
from analysis.related.models import Neighbour
from config.front import database_address
from tests.factories import (
    AuthorFactory,
    EditionFactory,
    EditorFactory,
    ImageFactory,
    IssueFactory,
    TagFactory,
    TopicFactory,
    copies,
    published,
    scheduled,
)
from tests.front import front, get

pytestmark = pytest.mark.django_db(transaction=True)
Heard = Callable[[], set[str]]


@pytest.fixture
def heard() -> Iterator[Heard]:
    """The tags told of since it was last asked."""
    with psycopg.connect(**database_address(), autocommit=True) as line:
        line.execute(f"LISTEN {CHANNEL}")

        def tags() -> set[str]:
            line.execute("SELECT 1")
            return {tag for told in line.notifies(timeout=0) for tag in told.payload.split()}

        yield tags


@pytest.fixture
def text() -> Publication:
    topic, author = TopicFactory(slug="a-trend"), AuthorFactory(slug="an-author")
    return published(
        slug="a-text",
        topic=topic,
        author=author,
        issue=IssueFactory(),
        assessment="worsened",
        assessment_reason="It rains",
        period_start=date(2026, 11, 9),
        period_end=date(2026, 11, 15),
    )


def test_publishing_tells_of_every_list_it_is_in(text: Publication, heard: Heard) -> None:
    publishing.withdraw(article=text.article, by=EditorFactory(), at=timezone.now(), reason="A mistake")
    topic, author = Topic.objects.get(), Author.objects.get()
    assert heard() >= {
        f"article:{text.article_id}",
        f"work:{text.translation_key}",
        "list",
        "list:en",
        "issues",
        f"issue:{text.issue_id}",
        f"topic:{topic.pk}",
        f"author:{author.pk}",
        f"trend:{topic.pk}:en:2026",
        "year:2026",
    }


def test_nothing_is_told_of_a_change_that_is_taken_back(text: Publication, heard: Heard) -> None:
    with connection.cursor() as cursor:
        cursor.execute("BEGIN; UPDATE analysis_publication SET title = 'x'; ROLLBACK")
    assert heard() == set()


def test_nothing_is_told_of_what_readers_do_not_see(text: Publication, heard: Heard) -> None:
    Publication.objects.update(search_vector="", search_version=0, filed_under=[])
    Publication.objects.filter(pk=0).update(title="nobody")
    AuthorFactory(slug="new")
    TagFactory()
    ImageFactory.create()
    text.article.title = "A draft's new title"
    text.article.save(update_fields=["title"])
    assert heard() == set()


def test_what_is_too_much_to_tell_is_everything(text: Publication, heard: Heard) -> None:
    copies(text, [timezone.now() - timedelta(hours=hour) for hour in range(60)])
    assert "site" in heard()


CHANGES: dict[str, tuple[Callable[[Publication], Any], str]] = {
    "a topic's order": (lambda text: Topic.objects.update(position=7), "site"),
    "a new topic": (lambda text: TopicFactory(), "site"),
    "an author's name": (lambda text: Author.objects.update(name_en="A Pseudonym"), "site"),
    "the masthead": (lambda text: Masthead.objects.create(pk=1, name_en="The Other Weekly"), "site"),
    "an issue's number": (lambda text: Issue.objects.update(number=99), "site"),
    "an edition": (lambda text: EditionFactory(issue=text.issue), "issues"),
    "a pinned text": (
        lambda text: KeyText.objects.create(topic=text.primary_topic, article=text.article),
        "topic:{topic}",
    ),
    "a by-line, beside its topic": (lambda text: text.bylines.all().delete(), "topic:{topic}"),
    "a by-line, in its printed issue": (lambda text: text.bylines.all().delete(), "issue:{issue}"),
    "a filing": (lambda text: text.topics.clear(), "topic:{topic}"),
    "a tag, in feeds": (lambda text: text.tags.add(TagFactory()), "list:en"),
    "a title, by hand": (lambda text: Publication.objects.update(title="Another"), "list:en"),
    "a correction": (
        lambda text: Correction.objects.create(publication=text, kind="update", text="Now with a map."),
        "corrections",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_is_told(change: str, text: Publication, heard: Heard) -> None:
    act, tag = CHANGES[change]
    act(text)
    assert tag.format(topic=text.primary_topic_id, issue=text.issue_id) in heard()


def test_both_sides_of_a_move_are_told(text: Publication, heard: Heard) -> None:
    other = TopicFactory(slug="other")
    heard()
    Publication.objects.filter(pk=text.pk).update(primary_topic=other)
    assert {f"topic:{text.primary_topic_id}", f"topic:{other.pk}"} <= heard()


def test_neighbours_and_pins_are_told(text: Publication, heard: Heard) -> None:
    other, now = published(slug="b-text", topic=text.primary_topic), timezone.now()
    heard()
    Neighbour.objects.create(article=text.article, neighbour=other.article, score=1, found_at=now)
    assert heard() == {f"article:{text.article_id}"}
    Suggestion.objects.create(article=other.article, suggested=text.article, kind=SuggestionKind.PIN, decided_at=now)
    assert heard() == {f"article:{other.article_id}"}


def test_a_text_pinned_elsewhere_tells_of_that_topic(text: Publication, heard: Heard) -> None:
    elsewhere = TopicFactory(slug="elsewhere")
    KeyText.objects.create(topic=elsewhere, article=text.article)
    heard()
    Publication.objects.filter(pk=text.pk).update(title="Another")
    assert f"topic:{elsewhere.pk}" in heard()


def test_a_gap_is_told(text: Publication, heard: Heard) -> None:
    edition = EditionFactory(issue=text.issue)
    heard()
    Gap.objects.create(edition=edition, topic=text.primary_topic, reason="Parliament was in recess.")
    assert heard() == {"issues"}


def test_what_will_change_is_known_with_its_instant(text: Publication) -> None:
    now = timezone.now()
    later = scheduled(slug="later", topic=text.primary_topic, go_live_at=now + timedelta(hours=1), at=now)
    publishing.expire(publication=text, expire_at=now + timedelta(hours=2), at=now)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT instant - %s, ends, array_agg(tag) FROM coming_changes(%s) GROUP BY 1, 2 ORDER BY 1", [now, now]
        )
        begins, ends = cursor.fetchall()
    assert (begins[0], begins[1]) == (timedelta(hours=1), False)
    assert f"article:{later.article_id}" in begins[2]
    assert (ends[0], ends[1]) == (timedelta(hours=2), True)
    assert {f"article:{text.article_id}", "list:en", f"topic:{text.primary_topic_id}"} <= set(ends[2])


def test_pages_read_only_tables_that_tell(text: Publication) -> None:
    topic, issue = text.primary_topic.slug, Issue.objects.get().slug
    pages = ["/", f"/{topic}/", f"/{topic}/a-text/", "/authors/", "/authors/an-author/", f"/issues/{issue}/"]
    pages += ["/issues/", "/archive/", "/archive/2026/", "/archive/2026/11/", "/corrections/", "/topics/", "/feed.atom"]
    pages += [
        "/sitemap.xml",
        "/sitemap-en-1.xml",
        "/sitemap-en-0.xml",
        f"/{topic}/a-text/versions/",
        "/assessments.csv",
    ]
    with front() as site, CaptureQueriesContext(connection) as queries:
        assert {get(site, page).status for page in pages} == {200}
    read = set(re.findall(r'"((?:analysis|related|accounts|taggit)_\w+)"', " ".join(each["sql"] for each in queries)))
    # The first to find a text by, and by its translations; the next to lead on from where it was; the last follows from
    # by-lines and topics, which tell.
    assert read - telling() <= {"analysis_article", "analysis_address", "analysis_authorship"}


# --- Nothing is forgotten ----------------------------------------------------------------------------------


def telling() -> set[str]:
    """Tables that have something to say after every kind of change."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'purge_after_update'")
        return {str(row[0]) for row in cursor.fetchall()}


def test_every_table_tells_or_is_quiet_for_a_reason() -> None:
    tables = set(connection.introspection.table_names())
    working_copy = {"analysis_article"}
    assert telling() | set(QUIET) | working_copy == tables
    assert not telling() & set(QUIET)


def test_every_column_of_a_publication_tells_but_those_of_the_search() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'purge_after_update'"
            " AND tgrelid = 'analysis_publication'::regclass"
        )
        (definition,) = cursor.fetchone()
    quiet = {field.column for field in Publication._meta.concrete_fields if f"after.{field.column}" not in definition}
    of_the_desk = {"created_by_id", "created_at", "embargo_until", "expires"}
    assert quiet == {"search_vector", "search_version", "filed_under", "appeared_in"} | of_the_desk
