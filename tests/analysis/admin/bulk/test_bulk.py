import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from analysis import publishing
from analysis.admin.bulk import pages as bulk
from analysis.admin.bulk.kinds import KINDS
from analysis.admin.bulk.pages import LIMIT
from analysis.models import Article, AuditEntry, Status, Topic
from tests.factories import (
    NOON,
    ArticleFactory,
    AuthorFactory,
    IssueFactory,
    TopicFactory,
    published,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/analysis/article/"
AtDesk = Callable[[User], Client]


def begin(client: Client, kind: str, *articles: Article, **sent: Any) -> Any:
    chosen = {"_selected_action": [article.pk for article in articles] or [0], "action": kind, "index": 0}
    return client.post(LIST, chosen | sent)


def preview(client: Client, kind: str, *articles: Article, **given: Any) -> Any:
    sent = {"article": [f"{article.pk}:0:" for article in articles], "step": "preview"}
    return client.post(f"{LIST}bulk/{kind}/", sent | given)


def carry_out(client: Client, shown: Any, **given: Any) -> Any:
    """What the button on the preview sends."""
    tokens = [row.token for row in shown.context["changing"]]
    kind = shown.context["kind"].name
    return client.post(f"{LIST}bulk/{kind}/", {"article": tokens, "step": "carry_out"} | given)


def primary(article: Article) -> Topic | None:
    return Article.objects.get(pk=article.pk).primary_topic


def refusals(shown: Any) -> dict[str, str]:
    return {row.article.title: row.refusal for row in shown.context["rows"] if row.refusal}


# --- From the list to the preview ---------------------------------------------------------------------------


def test_the_list_asks_what_should_be_done_with_what_was_chosen(desk: Client) -> None:
    first, _second = ArticleFactory.create(title="First"), ArticleFactory.create(title="Second")
    asked = begin(desk, "bulk_retopic", first)
    assert "Replace the topic" in asked.text
    assert "1 article chosen" in asked.text
    assert "Second" not in asked.text


def test_all_of_a_filter_can_be_chosen(desk: Client) -> None:
    ArticleFactory.create_batch(3, language="be")
    ArticleFactory.create(language="en")
    chosen = {"_selected_action": [0], "action": "bulk_tag", "index": 0, "select_across": "1"}
    assert "3 articles chosen" in desk.post(f"{LIST}?language=be", chosen).text


def test_without_a_choice_it_asks_for_one(desk: Client) -> None:
    ArticleFactory.create()
    answer = desk.post(LIST, {"_selected_action": [0], "action": "bulk_tag", "index": 0}, follow=True)
    assert "Choose articles first." in answer.text


def test_more_than_the_limit_is_refused(desk: Client) -> None:
    Article.objects.bulk_create(Article(title=f"Text {number}", slug=f"t-{number}") for number in range(LIMIT + 1))
    chosen = {"_selected_action": [0], "action": "bulk_tag", "index": 0, "select_across": "1"}
    assert "At most 500 articles at once" in desk.post(LIST, chosen, follow=True).text


def test_asking_for_nothing_is_told(desk: Client) -> None:
    article = ArticleFactory.create()
    for kind in ("move", "retopic", "tag"):
        assert "Say what should change." in preview(desk, kind, article).text
    assert "A topic is replaced by another." in preview(desk, "retopic", article, replaced=primary(article).pk).text  # type: ignore[union-attr]
    both = preview(desk, "move", article, planned_date="2026-12-01", shift=3)
    assert "Either a day, or so many days later." in both.text


def test_a_preview_changes_nothing(desk: Client) -> None:
    article, topic = ArticleFactory.create(), TopicFactory.create(name_en="Economy")
    before = primary(article)
    shown = preview(desk, "retopic", article, primary=topic.pk)
    assert "Economy (primary)" in shown.text
    assert primary(article) == before
    assert not AuditEntry.objects.filter(subject_id=article.pk, verb="save").exists()


# --- What is done -------------------------------------------------------------------------------------------


def test_texts_are_moved_by_days_and_into_an_issue(desk: Client) -> None:
    issue = IssueFactory.create()
    planned = ArticleFactory.create(planned_date=date(2026, 11, 20))
    unplanned = ArticleFactory.create()
    given = {"shift": 7, "issue": issue.pk}
    shown = preview(desk, "move", planned, unplanned, **given)
    assert "2 articles changed." in carry_out(desk, shown, **given).text
    planned.refresh_from_db()
    unplanned.refresh_from_db()
    assert (planned.planned_date, unplanned.planned_date) == (date(2026, 11, 27), None)
    assert planned.issue == unplanned.issue == issue
    assert (planned.period_start, planned.period_end) == (issue.coverage_start, issue.coverage_end)


def test_a_text_planned_for_the_last_of_all_days_is_moved_to_one_that_is_thought_of(desk: Client) -> None:
    last = ArticleFactory.create(planned_date=date.max)
    carry_out(desk, preview(desk, "move", last, shift=7), shift=7)
    last.refresh_from_db()
    assert last.planned_date == date(2999, 12, 31)


def test_a_plan_for_a_year_without_a_clock_is_refused(desk: Client) -> None:
    shown = preview(desk, "move", ArticleFactory.create(), planned_date="9999-12-31")
    assert "No clock is set for the year 9999" in shown.text


def test_the_monitored_week_of_a_moved_text_stays(desk: Client) -> None:
    article = ArticleFactory.create(period_start=date(2026, 11, 2), period_end=date(2026, 11, 8))
    given = {"issue": IssueFactory.create().pk}
    carry_out(desk, preview(desk, "move", article, **given), **given)
    article.refresh_from_db()
    assert article.period_start == date(2026, 11, 2)


def test_a_topic_is_replaced_by_another_that_may_be_there_already(desk: Client) -> None:
    old, new, other = TopicFactory.create(), TopicFactory.create(), TopicFactory.create()
    first, second = ArticleFactory.create(topic=old), ArticleFactory.create()
    second.set_topics([(old, True), (new, False), (other, False)])
    given = {"replaced": old.pk, "replacement": new.pk}
    carry_out(desk, preview(desk, "retopic", first, second, **given), **given)
    assert primary(first) == primary(second) == new
    assert list(first.topics.all()) == [new]
    assert set(second.topics.all()) == {new, other}


def test_the_topic_that_was_primary_stays_as_another(desk: Client) -> None:
    article, new = ArticleFactory.create(), TopicFactory.create()
    old = primary(article)
    given = {"primary": new.pk}
    carry_out(desk, preview(desk, "retopic", article, **given), **given)
    assert primary(article) == new
    assert set(article.topics.all()) == {old, new}


def test_tags_are_added_and_removed_whatever_their_capitals(desk: Client) -> None:
    article = ArticleFactory.create()
    article.tags.set(["Budget", "korin"])
    given = {"added": "port, KORIN", "removed": "budget"}
    carry_out(desk, preview(desk, "tag", article, **given), **given)
    assert set(article.tags.names()) == {"korin", "port"}


def test_a_long_change_goes_on_from_page_to_page(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PORTION", 2)
    articles, given = ArticleFactory.create_batch(5), {"added": "port"}
    shown = preview(desk, "tag", *articles, **given)
    publishing.throw_away(article=articles[0], by=None, at=NOON)
    page, pages = carry_out(desk, shown, **given), 1
    assert "2 of 5 are done." in page.text
    while "left" in page.context:
        sent = {"step": "carry_out", "article": [one.token for one in page.context["left"]]}
        sent["outcome"] = [outcome.token for outcome in page.context["outcomes"]]
        page, pages = desk.post(f"{LIST}bulk/tag/", sent | given), pages + 1
    assert pages == 3
    assert "4 articles changed, 1 refused." in page.text
    assert "It is in the trash." in page.text
    assert [article.tags.count() for article in articles] == [0, 1, 1, 1, 1]


def test_each_change_is_a_revision_and_in_the_log(desk: Client, editor: User) -> None:
    article = ArticleFactory.create()
    given = {"added": "port"}
    carry_out(desk, preview(desk, "tag", article, **given), **given)
    revision = article.revisions.of_the_text().first()
    assert revision.created_by == editor
    assert revision.content["tags"] == ["port"]
    assert AuditEntry.objects.filter(subject_id=article.pk, verb="save", by=editor).count() == 1


def test_an_approved_text_goes_back_to_review_and_the_preview_says_so(desk: Client, editor: User) -> None:
    article = ArticleFactory.create()
    publishing.submit(article=article, by=None, at=NOON)
    publishing.approve(article=article, by=editor, at=NOON)
    given = {"added": "port"}
    shown = preview(desk, "tag", article, **given)
    assert "It is approved; changed, it goes back to review." in shown.text
    carry_out(desk, shown, **given)
    article.refresh_from_db()
    assert article.status == Status.IN_REVIEW


def test_texts_are_put_in_the_trash_without_questions_on_the_way(desk: Client) -> None:
    article, public = ArticleFactory.create(title="Draft"), published(title="Public").article
    shown = begin(desk, "bulk_trash", article, public)
    assert refusals(shown) == {"Public": "It is, was or will be public. Withdraw it instead."}
    assert "1 article changed." in carry_out(desk, shown).text
    article.refresh_from_db()
    assert article.trashed_at


# --- What is refused ----------------------------------------------------------------------------------------


def test_what_is_not_ones_own_is_refused_and_says_why(analyst: User, at_desk: AtDesk) -> None:
    own = ArticleFactory.create(title="Own", author=AuthorFactory.create(user=analyst))
    foreign = ArticleFactory.create(title="Foreign", author=AuthorFactory.create())
    client, given = at_desk(analyst), {"added": "port"}
    shown = preview(client, "tag", own, foreign, **given)
    assert list(refusals(shown)) == ["Foreign"]
    tokens = [row.token for row in shown.context["rows"]]
    done = client.post(f"{LIST}bulk/tag/", {"article": tokens, "step": "carry_out"} | given)
    assert "1 article changed, 1 refused." in done.text
    assert not foreign.tags.exists()


def test_what_would_not_change_or_is_in_the_trash_is_refused(desk: Client) -> None:
    same, trashed = ArticleFactory.create(title="Same"), ArticleFactory.create(title="Trashed")
    same.tags.set(["port"])
    publishing.throw_away(article=trashed, by=None, at=NOON)
    shown = preview(desk, "tag", same, trashed, added="port")
    assert refusals(shown) == {"Same": "Nothing would change.", "Trashed": "It is in the trash."}


def test_two_texts_do_not_get_one_address(desk: Client) -> None:
    topic = TopicFactory.create()
    first, second = ArticleFactory.create(slug="same"), ArticleFactory.create(slug="same")
    given = {"primary": topic.pk}
    shown = preview(desk, "retopic", first, second, **given)
    assert "1 article changed, 1 refused." in carry_out(desk, shown, **given).text
    assert [primary(first), primary(second)].count(topic) == 1


def test_what_somebody_saved_meanwhile_is_kept(desk: Client, editor: User) -> None:
    article = ArticleFactory.create(title="As it was")
    publishing.save(
        article=article, content=article.content() | {"dateline": "Minsk"}, by=None, started_from=1, at=NOON
    )
    given = {"added": "port"}
    shown = preview(desk, "tag", article, **given)
    saved = article.content() | {"title": "A better one", "tags": ["budget"]}
    publishing.save(article=article, content=saved, by=None, started_from=article.version, at=NOON)
    assert "1 article changed." in carry_out(desk, shown, **given).text
    article.refresh_from_db()
    assert article.title == "A better one"
    assert set(article.tags.names()) == {"budget", "port"}


def test_where_somebody_changed_the_same_theirs_stays_and_it_is_told(desk: Client) -> None:
    article, theirs = ArticleFactory.create(), IssueFactory.create()
    mine = IssueFactory.create(coverage_start=date(2026, 11, 16), coverage_end=date(2026, 11, 22))
    given = {"issue": mine.pk, "planned_date": "2026-11-30"}
    shown = preview(desk, "move", article, **given)
    saved = article.content() | {"issue_id": theirs.pk}
    publishing.save(article=article, content=saved, by=None, started_from=article.version, at=NOON)
    report = carry_out(desk, shown, **given)
    assert "0 articles changed, 1 refused." in report.text
    assert "Somebody has changed the same meanwhile." in report.text
    article.refresh_from_db()
    assert article.issue == theirs
    assert article.planned_date is None


def test_what_was_planned_anew_meanwhile_is_not_moved(desk: Client) -> None:
    article = ArticleFactory.create(planned_date=date(2026, 11, 20))
    shown = preview(desk, "move", article, shift=1)
    publishing.plan(article=article, planned_date=date(2026, 12, 1), by=None, at=NOON)
    assert "Somebody has planned it for another day meanwhile." in carry_out(desk, shown, shift=1).text
    article.refresh_from_db()
    assert article.planned_date == date(2026, 12, 1)


@pytest.mark.parametrize("token", ["", "x", "1", "9" * 30 + ":1:", "1:1:2026-13-01", ":::", "1:x:"])
def test_what_no_page_of_ours_sends_breaks_nothing(desk: Client, token: str) -> None:
    for step in ("ask", "preview", "carry_out"):
        sent = {"article": token, "step": step, "added": "port"}
        assert desk.post(f"{LIST}bulk/tag/", sent).status_code in (200, 302)


@pytest.mark.parametrize("kind", KINDS)
def test_twice_the_rows_are_previewed_with_as_many_queries(desk: Client, kind: str) -> None:
    given = {
        "move": {"issue": IssueFactory.create().pk, "planned_date": "2026-11-30"},
        "retopic": {"primary": TopicFactory.create().pk},
        "tag": {"added": "port"},
        "trash": {},
    }

    def queries(*articles: Article) -> int:
        with CaptureQueriesContext(connection) as captured:
            shown = preview(desk, kind, *articles, **given[kind])
        assert len(shown.context["changing"]) == len(articles)
        return len(captured)

    articles = ArticleFactory.create_batch(20, author=AuthorFactory.create())
    queries(*articles[:5])
    assert queries(*articles[:10]) == queries(*articles)


# --- The table ----------------------------------------------------------------------------------------------


def exported(client: Client, *articles: Article) -> list[dict[str, str]]:
    answer = begin(client, "export", *articles)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.getvalue().decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_it_exports_what_was_chosen_as_a_table(desk: Client) -> None:
    topic, author = TopicFactory.create(slug="economy", name_en="Economy"), AuthorFactory.create(name_en="Mira Talvane")
    article = ArticleFactory.create(
        title="Port, and “quotes”", slug="port", topic=topic, author=author, issue=IssueFactory.create()
    )
    article.tags.set(["port", "budget"])
    publishing.publish(article=article, by=None, at=NOON)
    ArticleFactory.create(title="Not chosen")
    [line] = exported(desk, article)
    assert line["title"] == "Port, and “quotes”"
    assert (line["topics"], line["authors"], line["tags"]) == ("Economy", "Mira Talvane", "budget; port")
    assert (line["state"], line["issue"], line["address"]) == ("live", "2026-w46", "/economy/port/")
    assert line["first_published"] == "2026-11-16T13:00:00+01:00"
    assert line["words"] == "12"


@pytest.mark.parametrize("beginning", ["=", "+", "-", "@"])
def test_no_spreadsheet_runs_a_title(desk: Client, beginning: str) -> None:
    article = ArticleFactory.create(title=f"{beginning}HYPERLINK(1)")
    assert exported(desk, article)[0]["title"] == f"'{beginning}HYPERLINK(1)"
