"""The decisions: asked once more, in the editor's own zone, and never by anybody else."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from analysis import publishing
from analysis.admin import overview
from analysis.models import Article, Publication
from tests.analysis.admin.filled_forms import filled_in
from tests.factories import NOON, ArticleFactory, AuthorFactory, published, scheduled

pytestmark = pytest.mark.django_db

# In Warsaw clocks go from 02:00 to 03:00 on 29 March 2026, and back from 03:00 to 02:00 on 25 October 2026.
WINTER = datetime(2026, 2, 1, 12, tzinfo=UTC)
SUMMER = datetime(2026, 8, 1, 12, tzinfo=UTC)


def address(decision: str, subject: Article | Publication) -> str:
    place = [subject.pk] if isinstance(subject, Article) else [subject.article_id, subject.pk]
    return reverse(f"admin:analysis_article_{decision}", args=place)


def decide(client: Client, decision: str, subject: Article | Publication, **given: str) -> Any:
    article = subject if isinstance(subject, Article) else subject.article
    return client.post(address(decision, subject), {"version": article.version} | given, follow=True)


def at(field: str, day: str, clock: str, reading: str = "") -> dict[str, str]:
    return {f"{field}_day": day, f"{field}_time": clock, f"{field}_reading": reading}


@time_machine.travel(NOON, tick=False)
def test_publishing_asks_first_and_then_says_since_when(desk: Client) -> None:
    article = ArticleFactory.create(title="The cabinet meets")
    question = desk.get(address("publish", article)).text
    assert "“The cabinet meets” becomes public at once." in question
    assert "13:00 (Europe/Warsaw)" in question
    assert not article.publications.exists()

    answer = decide(desk, "publish", article).text

    assert "is public since Monday, November 16, 2026, 13:00 (Europe/Warsaw)" in answer
    assert article.publications.live(NOON).exists()


@time_machine.travel(NOON, tick=False)
def test_a_returned_text_is_published_and_stays_its_analysts(desk: Client, editor: User, analyst: User) -> None:
    article = ArticleFactory.create()
    publishing.submit(article=article, by=analyst, at=NOON)
    publishing.return_to_author(article=article, by=editor, at=NOON, reason="Name the source.")
    decide(desk, "publish", article)
    assert article.publications.live(NOON).exists()
    assert article in overview.mine(analyst, at=NOON)


@time_machine.travel(NOON, tick=False)
def test_an_editor_does_not_publish_what_they_submitted_and_took_back(desk: Client, editor: User) -> None:
    article = ArticleFactory.create()
    publishing.submit(article=article, by=editor, at=NOON)
    publishing.take_back(article=article, by=editor, at=NOON)
    assert "Somebody else has to approve" in decide(desk, "publish", article).text
    assert not article.publications.exists()


SOMEBODY_ELSE = "Somebody else has to approve what you wrote or submitted."


def steps_offered(desk: Client, article: Article) -> tuple[set[str], bool]:
    """The buttons of the writer's page, and whether it says that somebody else has to approve."""
    page = desk.get(reverse("admin:analysis_article_change", args=[article.pk])).text
    return set(re.findall(r'name="_then" value="(\w+)"', page)), SOMEBODY_ELSE in page


@time_machine.travel(NOON, tick=False)
def test_an_editor_is_not_offered_to_publish_their_own_text_and_reads_why(desk: Client, editor: User) -> None:
    article = ArticleFactory.create(author=AuthorFactory.create(user=editor))
    assert steps_offered(desk, article) == ({"submit"}, True)
    publishing.submit(article=article, by=editor, at=NOON)
    assert steps_offered(desk, article) == ({"take_back", "return"}, True)
    publishing.approve(article=article, by=None, at=NOON)
    assert steps_offered(desk, article) == ({"return", "publish", "schedule"}, False)


@time_machine.travel(NOON, tick=False)
def test_beside_the_texts_of_others_all_is_offered(desk: Client) -> None:
    article = ArticleFactory.create(author=AuthorFactory.create())
    assert steps_offered(desk, article) == ({"submit", "publish", "schedule"}, False)


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize("decision", ["approve", "publish", "schedule"])
def test_an_editor_who_asks_for_it_all_the_same_is_told_why_not(desk: Client, editor: User, decision: str) -> None:
    article = ArticleFactory.create(author=AuthorFactory.create(user=editor))
    publishing.submit(article=article, by=None, at=NOON)
    assert SOMEBODY_ELSE in desk.get(address(decision, article), follow=True).text
    assert SOMEBODY_ELSE in decide(desk, decision, article).text
    article.refresh_from_db()
    assert article.status == "in_review"


@time_machine.travel(NOON, tick=False)
def test_who_changes_their_approved_text_and_goes_on_to_publish_it_is_told_why_not(desk: Client, editor: User) -> None:
    article = ArticleFactory.create(author=AuthorFactory.create(user=editor))
    publishing.submit(article=article, by=None, at=NOON)
    publishing.approve(article=article, by=None, at=NOON)
    form = filled_in(article, title="Another title", _then="publish")
    answer = desk.post(reverse("admin:analysis_article_change", args=[article.pk]), form, follow=True)
    assert SOMEBODY_ELSE in [str(message) for message in answer.context["messages"]]
    assert "Another title" in answer.text


@time_machine.travel(NOON, tick=False)
def test_who_gives_a_text_away_and_submits_it_is_told_that_it_was_only_saved(
    analyst: User, at_desk: Callable[[User], Client]
) -> None:
    article = ArticleFactory.create(author=AuthorFactory.create(user=analyst))
    other = AuthorFactory.create()
    form = filled_in(article, _then="submit") | {"bylines-0-author": str(other.pk)}
    answer = at_desk(analyst).post(reverse("admin:analysis_article_change", args=[article.pk]), form, follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert said == ["Saved.", "Editors may do this, and those whose by-line the text bears. Ask one of them."]


@time_machine.travel(NOON, tick=False)
def test_it_schedules_to_the_second_in_the_editors_zone(desk: Client) -> None:
    article = ArticleFactory.create()
    answer = decide(desk, "schedule", article, **at("go_live_at", "2026-11-20", "09:00:30"))
    assert article.publications.get().live_from == datetime(2026, 11, 20, 8, 0, 30, tzinfo=UTC)
    assert "goes live on Friday, November 20, 2026, 09:00:30 (Europe/Warsaw)" in answer.text


@time_machine.travel(NOON, tick=False)
def test_it_schedules_the_end_with_the_beginning(desk: Client) -> None:
    article = ArticleFactory.create()
    times = at("go_live_at", "2026-11-20", "09:00") | at("expire_at", "2026-11-27", "09:00")
    decide(desk, "schedule", article, **times)
    publication = article.publications.get()
    assert publication.live_until == publication.live_from + timedelta(days=7)


@time_machine.travel(WINTER, tick=False)
def test_a_time_that_clocks_skip_is_asked_back(desk: Client) -> None:
    article = ArticleFactory.create()
    answer = decide(desk, "schedule", article, **at("go_live_at", "2026-03-29", "02:30"))
    said = "02:30 on March 29, 2026 does not exist in Europe/Warsaw: clocks go from 02:00 to 03:00. Choose 03:30?"
    assert said in answer.text
    assert 'data-with="03:30:00"' in answer.text
    assert not article.publications.exists()


@time_machine.travel(SUMMER, tick=False)
def test_a_time_that_comes_twice_is_chosen_by_the_editor(desk: Client) -> None:
    article = ArticleFactory.create()
    asked = decide(desk, "schedule", article, **at("go_live_at", "2026-10-25", "02:30")).text
    assert "02:30 on October 25, 2026 comes twice in Europe/Warsaw" in asked
    assert "the first time, 02:30 CEST (UTC+02:00)" in asked
    assert "the second time, 02:30 CET (UTC+01:00)" in asked
    assert not article.publications.exists()

    answer = decide(desk, "schedule", article, **at("go_live_at", "2026-10-25", "02:30", "later"))

    assert article.publications.get().live_from == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert "02:30 CET (Europe/Warsaw)" in answer.text


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(
    ("day", "clock", "said"),
    [
        ("", "", "required"),
        ("2026-11-20", "", "a day and a time"),
        ("2026-11-31", "09:00", "valid date"),
        ("2026-11-20", "25:00", "valid time"),
        ("9999-12-31", "23:59:59", "No clock is set for the year 9999. Choose a year from 1990 to 2199."),
        ("0001-01-01", "00:00", "No clock is set for the year 1"),
        ("2026-11-16", "12:59", "This instant has passed"),
    ],
)
def test_an_impossible_instant_is_named_beside_its_field(desk: Client, day: str, clock: str, said: str) -> None:
    article = ArticleFactory.create()
    response = decide(desk, "schedule", article, **at("go_live_at", day, clock))
    assert said in response.context["form"].errors["go_live_at"][0]
    assert not article.publications.exists()


@time_machine.travel(NOON, tick=False)
def test_what_is_missing_is_said_by_the_verb(desk: Client) -> None:
    article = ArticleFactory.create()
    article.set_topics([])
    assert "needs a primary topic" in decide(desk, "publish", article).text


@time_machine.travel(NOON, tick=False)
def test_nobody_publishes_a_text_they_have_not_seen(desk: Client) -> None:
    article = ArticleFactory.create()
    Article.objects.filter(pk=article.pk).update(version=2)
    assert "Look at the text again" in decide(desk, "publish", article).text
    assert not article.publications.exists()


def shown(client: Client, decision: str, subject: Article | Publication) -> dict[str, Any]:
    """What the page that asks once more carries along, whatever it asks for."""
    form = client.get(address(decision, subject)).context["form"]
    return {field.html_name: field.value() for field in form.hidden_fields()}


DECIDED = "Somebody has decided on this text since you opened this page."


@time_machine.travel(NOON, tick=False)
def test_what_was_withdrawn_meanwhile_is_not_published_again_unknowingly(desk: Client) -> None:
    article = published(at=NOON - timedelta(days=1)).article
    seen = shown(desk, "publish", article)
    publishing.withdraw(article=article, by=None, at=NOON, reason="A lawyer has called.")
    assert DECIDED in decide(desk, "publish", article, **seen).text
    assert not article.publications.live(NOON).exists()
    decide(desk, "publish", article, **shown(desk, "publish", article))
    assert article.publications.live(NOON).exists()


@time_machine.travel(NOON, tick=False)
def test_what_was_returned_meanwhile_is_not_scheduled_unknowingly(desk: Client, analyst: User) -> None:
    article = ArticleFactory.create()
    publishing.submit(article=article, by=analyst, at=NOON)
    seen = shown(desk, "schedule", article)
    publishing.return_to_author(article=article, by=None, at=NOON, reason="Name the source.")
    answer = decide(desk, "schedule", article, **at("go_live_at", "2026-11-20", "09:00"), **seen)
    assert DECIDED in answer.text
    assert not article.publications.exists()


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize("decision", ["reschedule", "cancel", "expire"])
def test_what_was_moved_meanwhile_is_looked_at_again_first(desk: Client, decision: str) -> None:
    publication = scheduled(go_live_at=NOON + timedelta(days=4))
    seen = shown(desk, decision, publication)
    moved = NOON + timedelta(days=5)
    publishing.reschedule(publication=publication, go_live_at=moved, by=None, at=NOON)
    times = at("go_live_at", "2026-11-25", "09:00") | at("expire_at", "2026-11-26", "09:00")
    assert DECIDED in decide(desk, decision, publication, **times, **seen).text
    publication.refresh_from_db()
    assert (publication.live_from, publication.live_until) == (moved, None)


@time_machine.travel(NOON, tick=False)
def test_what_begins_while_the_page_is_open_is_no_decision_of_anybody(desk: Client) -> None:
    article = published(at=NOON - timedelta(days=1)).article
    publishing.schedule(article=article, by=None, go_live_at=NOON + timedelta(hours=1), at=NOON)
    seen = shown(desk, "withdraw", article)
    with time_machine.travel(NOON + timedelta(hours=2), tick=False):
        assert "was withdrawn" in decide(desk, "withdraw", article, **seen).text


@time_machine.travel(NOON, tick=False)
def test_a_move_proposed_by_the_calendar_knows_what_it_has_shown(desk: Client) -> None:
    publication = scheduled(go_live_at=NOON + timedelta(days=4))
    proposed = desk.get(address("reschedule", publication), {"go_live_at": "2026-11-25T09:00"}).context["form"]
    assert proposed["seen"].value() == shown(desk, "reschedule", publication)["seen"]


@time_machine.travel(NOON, tick=False)
def test_what_will_happen_is_listed_and_each_line_can_be_moved_or_cancelled(desk: Client) -> None:
    publication = scheduled(go_live_at=NOON + timedelta(days=4))
    article = publication.article
    page = desk.get(reverse("admin:analysis_article_change", args=[article.pk])).text
    assert "goes live" in page
    assert address("reschedule", publication) in page
    assert address("cancel", publication) in page


@time_machine.travel(NOON, tick=False)
def test_it_moves_what_is_scheduled(desk: Client) -> None:
    publication = scheduled(go_live_at=NOON + timedelta(days=4))
    decide(desk, "reschedule", publication, **at("go_live_at", "2026-11-25", "09:00"))
    publication.refresh_from_db()
    assert publication.live_from == datetime(2026, 11, 25, 8, tzinfo=UTC)


@time_machine.travel(NOON, tick=False)
def test_who_cancels_what_begins_at_an_end_that_was_set_is_told_of_the_end(desk: Client) -> None:
    live, end = published(at=NOON - timedelta(hours=1)), NOON + timedelta(hours=1)
    update = publishing.schedule(article=live.article, by=None, go_live_at=end, at=NOON)
    assert "What readers see now stays." in desk.get(address("cancel", update)).text
    publishing.expire(publication=live, expire_at=end, at=NOON)
    page = desk.get(reverse("admin:analysis_article_change", args=[live.article_id])).text
    assert "the end that was set for what is live before" in page
    assert address("expire", live) in page
    assert "What readers see until then ends there, as was set." in desk.get(address("cancel", update)).text
    decide(desk, "cancel", update)
    assert not Publication.objects.live(end).exists()


@time_machine.travel(NOON, tick=False)
def test_it_cancels_what_is_scheduled(desk: Client) -> None:
    publication = scheduled(go_live_at=NOON + timedelta(days=4))
    decide(desk, "cancel", publication)
    assert not Publication.objects.exists()


@time_machine.travel(NOON, tick=False)
def test_it_sets_and_takes_back_the_end(desk: Client) -> None:
    publication = published(at=NOON - timedelta(days=1))
    decide(desk, "expire", publication, **at("expire_at", "2026-12-01", "00:00"))
    publication.refresh_from_db()
    assert publication.live_until == datetime(2026, 11, 30, 23, tzinfo=UTC)

    decide(desk, "expire", publication, **at("expire_at", "", ""))
    publication.refresh_from_db()
    assert publication.live_until is None


@time_machine.travel(NOON, tick=False)
def test_it_withdraws(desk: Client) -> None:
    article = published(at=NOON - timedelta(days=1)).article
    decide(desk, "withdraw", article)
    assert not article.publications.live(NOON).exists()


@time_machine.travel(NOON, tick=False)
def test_an_embargo_is_set_shown_and_lifted(desk: Client) -> None:
    article = ArticleFactory.create()
    decide(desk, "embargo", article, **at("embargo_until", "2026-12-01", "00:00"))
    said = "An embargo holds it until December 1, 2026, 00:00:00 (Europe/Warsaw). Choose a later instant, or lift the"
    assert said in decide(desk, "publish", article).text
    decide(desk, "embargo", article, **at("embargo_until", "", ""))
    decide(desk, "publish", article)
    assert article.publications.exists()


@time_machine.travel(NOON, tick=False)
def test_a_publication_of_another_article_is_not_found(desk: Client) -> None:
    publication = scheduled(go_live_at=NOON + timedelta(days=4))
    elsewhere = reverse("admin:analysis_article_cancel", args=[ArticleFactory.create().pk, publication.pk])
    assert desk.post(elsewhere, {"version": 1}).status_code == 404


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_analyst_decides_nothing_not_even_about_their_own_text(
    analyst: User, at_desk: Callable[[User], Client], method: str
) -> None:
    publication = scheduled(go_live_at=NOON + timedelta(days=4), author=AuthorFactory.create(user=analyst))
    article = publication.article
    client = at_desk(analyst)
    send = getattr(client, method)
    for decision in ("publish", "schedule", "withdraw", "embargo"):
        assert send(address(decision, article), {"version": 1}).status_code == 403
    for decision in ("reschedule", "cancel", "expire"):
        assert send(address(decision, publication), {"version": 1}).status_code == 403
    assert Publication.objects.get() == publication


@time_machine.travel(NOON, tick=False)
def test_a_get_decides_nothing(desk: Client) -> None:
    article = published(at=NOON - timedelta(days=1)).article
    for decision in ("publish", "schedule", "withdraw", "embargo"):
        assert desk.get(address(decision, article)).status_code == 200
    assert article.publications.count() == 1
    assert article.publications.live(NOON).exists()


@time_machine.travel(NOON, tick=False)
def test_saving_can_lead_straight_to_the_question(desk: Client) -> None:
    article = ArticleFactory.create()
    form = filled_in(article, title="Saved on the way", _then="schedule")
    response = desk.post(reverse("admin:analysis_article_change", args=[article.pk]), form)
    article.refresh_from_db()
    assert article.title == "Saved on the way"
    assert response["Location"] == address("schedule", article)


@time_machine.travel(NOON, tick=False)
def test_a_next_step_that_is_none_of_ours_leads_nowhere_else(desk: Client) -> None:
    article = ArticleFactory.create()
    change = reverse("admin:analysis_article_change", args=[article.pk])
    assert desk.post(change, filled_in(article, _then="https://example.org/"))["Location"] == change
