"""An edition goes out at one instant, whole or not at all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from analysis import publishing
from analysis.models import (
    Approval,
    Article,
    AuditEntry,
    Edition,
    HouseName,
    Issue,
    Publication,
    Revision,
    Status,
    Topic,
)
from analysis.publishing import PublishingError
from analysis.signals import timeline_changed
from tests.analysis.releasing.releases import FRIDAY, HOUR, live_titles, released_at
from tests.factories import (
    NOON,
    ArticleFactory,
    AuthorFactory,
    EditionFactory,
    IssueFactory,
    TopicFactory,
    approved,
    published,
    scheduled,
)

pytestmark = pytest.mark.django_db


# --- One instant ---------------------------------------------------------------------------------------------


def test_a_release_makes_every_ready_text_public_at_one_instant(
    edition: Edition, editor: User, elite: Topic, security: Topic
) -> None:
    for title, topic in (("Ministers", elite), ("Patrols", security), ("A conference", TopicFactory(is_trend=False))):
        approved(title=title, topic=topic, issue=edition.issue)
    given = publishing.release(edition=edition, go_live_at=NOON, by=editor, at=NOON)
    assert {publication.live_from for publication in given} == {NOON}
    assert {publication.first_published_at for publication in Publication.objects.all()} == {NOON}
    assert released_at(edition) == NOON
    assert live_titles(NOON - timedelta(microseconds=1)) == set()
    assert live_titles(NOON) == {"Ministers", "Patrols", "A conference"}


def test_a_scheduled_release_shows_nothing_early_and_everything_at_its_second(
    edition: Edition, editor: User, elite: Topic, security: Topic
) -> None:
    approved(title="Ministers", topic=elite, issue=edition.issue)
    approved(title="Patrols", topic=security, issue=edition.issue)
    publishing.release(edition=edition, go_live_at=FRIDAY, by=editor, at=NOON)
    assert released_at(edition) == FRIDAY
    assert live_titles(FRIDAY - timedelta(microseconds=1)) == set()
    assert live_titles(FRIDAY) == {"Ministers", "Patrols"}


def test_an_instant_that_has_passed_means_now(edition: Edition, elite: Topic) -> None:
    approved(topic=elite, issue=edition.issue)
    publishing.release(edition=edition, go_live_at=NOON - HOUR, by=None, at=NOON)
    assert released_at(edition) == NOON


def test_each_language_goes_out_by_itself(edition: Edition, issue: Issue, elite: Topic) -> None:
    russian = EditionFactory.create(issue=issue, language="ru")
    approved(title="Ministers", topic=elite, issue=issue)
    approved(title="Министры", topic=elite, issue=issue, language="ru")
    publishing.release(edition=edition, go_live_at=NOON, by=None, at=NOON)
    assert live_titles(NOON) == {"Ministers"}
    assert released_at(russian) is None
    publishing.release(edition=russian, go_live_at=FRIDAY, by=None, at=NOON + HOUR)
    assert (released_at(edition), released_at(russian)) == (NOON, FRIDAY)


def test_a_text_that_changed_its_language_after_approval_is_not_taken_along(issue: Issue, elite: Topic) -> None:
    russian = EditionFactory.create(issue=issue, language="ru")
    approved(title="Министры", topic=elite, issue=issue, language="ru")
    text = approved(title="Patrols", topic=elite, issue=issue)
    publishing.set_language(article=text, language="ru", by=None, at=NOON)
    publishing.release(edition=russian, go_live_at=NOON, by=None, at=NOON)
    assert live_titles(NOON) == {"Министры"}


def test_every_part_hears_of_every_text(edition: Edition, elite: Topic, security: Topic) -> None:
    heard: list[int] = []

    def hear(article_ids: list[int], **_: Any) -> None:
        heard.extend(article_ids)

    texts = [approved(topic=topic, issue=edition.issue) for topic in (elite, security)]
    timeline_changed.connect(hear)
    try:
        publishing.release(edition=edition, go_live_at=FRIDAY, by=None, at=NOON)
    finally:
        timeline_changed.disconnect(hear)
    assert heard == [text.pk for text in texts]


def test_the_log_says_who_released_what_and_when(edition: Edition, editor: User, elite: Topic, security: Topic) -> None:
    text = approved(topic=elite, issue=edition.issue)
    publishing.release(edition=edition, go_live_at=FRIDAY, by=editor, at=NOON, without=[security])
    entry = AuditEntry.objects.get(verb="release")
    assert (entry.by, entry.subject_type, entry.subject_id) == (editor, "edition", edition.pk)
    assert entry.before == {"released_at": None}
    assert entry.after == {"released_at": FRIDAY.isoformat(), "articles": [text.pk], "without": ["security"]}
    assert AuditEntry.objects.filter(verb="schedule", subject_id=text.pk, by=editor).count() == 1


# --- All or nothing ------------------------------------------------------------------------------------------


def facts() -> tuple[Any, ...]:
    rows = (AuditEntry, Publication, Revision, Approval)
    stored = Article.objects.order_by("pk").values_list("status", "version", "issue", "approved_hash")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        jobs = cursor.fetchone()
    return (*(model.objects.count() for model in rows), list(stored), jobs, Edition.objects.get().released_at)


def held_back(text: Article) -> None:
    publishing.embargo(article=text, until=FRIDAY + HOUR, at=NOON, by=None)


def against_the_house_style(text: Article) -> None:
    HouseName.objects.create(preferred="Veil", variants="Weil")
    text.body = "<p>Weil spoke. Veil did not.</p>"
    text.save(update_fields=["body"])
    publishing.settle(article=text, at=NOON)
    publishing.approve(article=text, by=None, at=NOON)


def changed_since(text: Article) -> None:
    """By another door than a save."""
    text.set_bylines([(AuthorFactory.create(), "author")])


@pytest.mark.parametrize(
    ("obstacle", "reason"),
    [
        (held_back, "An embargo holds it until"),
        (against_the_house_style, "The checklist says"),
        (changed_since, "has not been approved as it stands"),
    ],
)
@pytest.mark.parametrize("go_live_at", [NOON, FRIDAY])
def test_one_text_that_cannot_go_holds_all_back_and_is_named(
    edition: Edition, editor: User, elite: Topic, security: Topic, go_live_at: datetime, obstacle: Any, reason: str
) -> None:
    week = {"period_start": edition.issue.coverage_start, "period_end": edition.issue.coverage_end}
    approved(title="Ministers", body="<p>Nobody spoke.</p>", topic=elite, **week)
    obstacle(approved(title="Patrols", topic=security, issue=edition.issue))
    before = facts()
    with pytest.raises(PublishingError, match=f"“Patrols”: .*{reason}"):
        publishing.release(edition=edition, go_live_at=go_live_at, by=editor, at=NOON)
    assert facts() == before
    assert live_titles(FRIDAY + HOUR) == set()


def test_a_text_without_a_topic_holds_all_back(edition: Edition, editor: User, elite: Topic) -> None:
    approved(title="Ministers", topic=elite, issue=edition.issue)
    lost = ArticleFactory.create(title="About nothing", issue=edition.issue)
    lost.articletopic_set.all().delete()
    publishing.submit(article=lost, by=None, at=NOON)
    publishing.approve(article=lost, by=None, at=NOON)
    TopicFactory.create(slug="economy")
    with pytest.raises(PublishingError, match="“About nothing”: The article needs a primary topic"):
        publishing.release(edition=edition, go_live_at=NOON, by=None, at=NOON, without=list(Topic.objects.all()))
    assert not Publication.objects.exists()


@settings(max_examples=20)
@given(fate=st.lists(st.sampled_from(["ready", "held back", "draft", "in review"]), min_size=1, max_size=5))
def test_whatever_stands_in_an_issue_it_goes_out_whole_or_not_at_all(fate: list[str]) -> None:
    Issue.objects.all().delete()
    edition = EditionFactory.create()
    for state in fate:
        text = ArticleFactory.create(topic=TopicFactory.create(is_trend=False), issue=edition.issue)
        if state != "draft":
            publishing.submit(article=text, by=None, at=NOON)
        if state in ("ready", "held back"):
            publishing.approve(article=text, by=None, at=NOON)
        if state == "held back":
            held_back(text)
    try:
        publishing.release(edition=edition, go_live_at=FRIDAY, by=None, at=NOON)
    except PublishingError:
        assert "held back" in fate or "ready" not in fate
        assert not Publication.objects.filter(issue=edition.issue).exists()
    else:
        assert "held back" not in fate
        given = Publication.objects.filter(issue=edition.issue).values_list("live_from", flat=True)
        assert list(given) == [FRIDAY] * fate.count("ready")


def test_a_reason_lets_what_the_checklist_blocks_pass_and_stands_in_that_texts_history_only(
    edition: Edition, editor: User, elite: Topic, security: Topic
) -> None:
    calm = approved(body="<p>Nobody spoke.</p>", topic=elite, issue=edition.issue)
    blocked = approved(topic=security, issue=edition.issue)
    against_the_house_style(blocked)
    publishing.release(edition=edition, go_live_at=NOON, by=editor, at=NOON, override="A quotation.")
    assert blocked.revisions.filter(reason="A quotation.").exists()
    assert not calm.revisions.filter(reason="A quotation.").exists()
    assert AuditEntry.objects.get(verb="release").why == "A quotation."


# --- What belongs to it --------------------------------------------------------------------------------------


def test_a_text_that_only_its_days_have_led_here_is_filed_and_stays_approved(
    edition: Edition, editor: User, elite: Topic
) -> None:
    issue = edition.issue
    text = approved(topic=elite, period_start=issue.coverage_start, period_end=issue.coverage_end)
    word = text.approvals.get()
    publishing.release(edition=edition, go_live_at=FRIDAY, by=editor, at=NOON)
    text.refresh_from_db()
    assert (text.issue, text.status, text.version) == (issue, Status.APPROVED, 2)
    assert Publication.objects.get().issue == issue
    # It is still the word of whoever gave it.
    assert {(each.approved_by, each.approved_at) for each in text.approvals.all()} == {(None, word.approved_at)}
    assert AuditEntry.objects.get(verb="join_issue").by == editor


def test_texts_of_other_issues_weeks_and_languages_and_what_is_thrown_away_stay_behind(
    edition: Edition, elite: Topic
) -> None:
    issue = edition.issue
    days = {"period_start": issue.coverage_start, "period_end": issue.coverage_end}
    other = IssueFactory.create(coverage_start=issue.coverage_start + timedelta(7), coverage_end=FRIDAY.date())
    approved(title="Ministers", topic=elite, issue=issue)
    approved(title="Of another issue", issue=other, **days)
    approved(title="Half the week", period_start=days["period_start"], period_end=days["period_start"])
    approved(title="Министры", topic=elite, issue=issue, language="ru")
    gone = ArticleFactory.create(title="Thrown away", issue=issue)
    publishing.throw_away(article=gone, by=None, at=NOON)
    publishing.release(edition=edition, go_live_at=NOON, by=None, at=NOON, without=list(Topic.objects.all()))
    assert live_titles(NOON) == {"Ministers"}


def test_what_was_scheduled_by_itself_keeps_its_own_instant(edition: Edition, elite: Topic, security: Topic) -> None:
    scheduled(title="Patrols", topic=security, issue=edition.issue, go_live_at=NOON + HOUR)
    approved(title="Ministers", topic=elite, issue=edition.issue)
    publishing.release(edition=edition, go_live_at=FRIDAY, by=None, at=NOON)
    publishing.call_off(edition=edition, by=None, at=NOON)
    assert live_titles(FRIDAY) == {"Patrols"}


# --- Once, and late members ----------------------------------------------------------------------------------


def test_a_second_release_adds_what_has_become_ready_and_leaves_the_instant_alone(
    edition: Edition, elite: Topic, security: Topic
) -> None:
    approved(title="Ministers", topic=elite, issue=edition.issue)
    publishing.release(edition=edition, go_live_at=NOON, by=None, at=NOON, without=[security])
    late = approved(title="Patrols", topic=security, issue=edition.issue)
    publishing.release(edition=edition, go_live_at=NOON + HOUR, by=None, at=NOON + HOUR)
    assert released_at(edition) == NOON
    assert late.publications.get().first_published_at == NOON + HOUR
    assert Publication.objects.get(title="Ministers").live_from == NOON


def test_a_release_cannot_be_repeated(edition: Edition, elite: Topic) -> None:
    approved(topic=elite, issue=edition.issue)
    publishing.release(edition=edition, go_live_at=NOON, by=None, at=NOON)
    before = facts()
    with pytest.raises(PublishingError, match="has been released, and nothing has become ready since"):
        publishing.release(edition=edition, go_live_at=NOON + HOUR, by=None, at=NOON + HOUR)
    assert facts() == before


def test_what_becomes_ready_before_the_instant_joins_it(edition: Edition, elite: Topic, security: Topic) -> None:
    approved(topic=elite, issue=edition.issue)
    publishing.release(edition=edition, go_live_at=FRIDAY, by=None, at=NOON, without=[security])
    approved(title="Patrols", topic=security, issue=edition.issue)
    with pytest.raises(PublishingError, match="has its instant already"):
        publishing.release(edition=edition, go_live_at=FRIDAY + HOUR, by=None, at=NOON)
    publishing.release(edition=edition, go_live_at=FRIDAY, by=None, at=NOON)
    assert set(Publication.objects.values_list("first_published_at", flat=True)) == {FRIDAY}


def test_nothing_ready_is_nothing_to_release(edition: Edition, elite: Topic) -> None:
    ArticleFactory.create(topic=elite, issue=edition.issue)
    with pytest.raises(PublishingError, match="Nothing is ready yet"):
        publishing.release(edition=edition, go_live_at=NOON, by=None, at=NOON, without=[elite])


def test_texts_that_went_out_one_by_one_can_be_called_an_edition(edition: Edition, elite: Topic) -> None:
    published(topic=elite, issue=edition.issue, at=NOON - HOUR)
    assert publishing.release(edition=edition, go_live_at=NOON, by=None, at=NOON) == []
    assert released_at(edition) == NOON


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_at_once_one_releases_and_the_other_is_told(edition: Edition, elite: Topic) -> None:
    approved(topic=elite, issue=edition.issue)
    together = Barrier(2)

    def release(instant: datetime) -> str:
        together.wait()
        try:
            publishing.release(edition=Edition.objects.get(), go_live_at=instant, by=None, at=NOON)
        except PublishingError as error:
            return str(error)
        finally:
            connection.close()
        return "released"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(release, [FRIDAY, FRIDAY + HOUR]))
    assert answers == ["The edition has its instant already. Move the release, or call it off.", "released"]
    assert Publication.objects.get().live_from == released_at(edition)
