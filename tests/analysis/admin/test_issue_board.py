"""The issue's board: what each place holds, who may fill it, and how an edition goes out."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from analysis import publishing
from analysis.admin.issue_slots import Column, Slot, board_of
from analysis.admin.states import State
from analysis.models import Article, AuditEntry, Edition, Gap, HouseName, Issue, Language, Publication, Topic
from tests.factories import (
    NOON,
    ArticleFactory,
    AuthorFactory,
    EditionFactory,
    IssueFactory,
    TopicFactory,
    published,
    scheduled,
)

pytestmark = pytest.mark.django_db
AtDesk = Callable[[User], Client]
HOUR = timedelta(hours=1)
FRIDAY = NOON + timedelta(days=4)
# As it is entered in Warsaw.
ON_FRIDAY = {"when": "later", "go_live_at_day": "2026-11-20", "go_live_at_time": "13:00:00"}
HOSTILE = "<script>alert(1)</script>\"' onmouseover=x {{ 7*7 }}"


@pytest.fixture(autouse=True)
def monday_noon() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def issue(db: None) -> Issue:
    return IssueFactory.create(number=46)


@pytest.fixture
def elite(db: None) -> Topic:
    return TopicFactory.create(slug="elite", position=1, name_en="The ruling elite")


@pytest.fixture
def security(db: None) -> Topic:
    return TopicFactory.create(slug="security", position=2, name_en="Security issues")


def approved(**article: Any) -> Article:
    text: Article = ArticleFactory.create(**article)
    publishing.submit(article=text, by=None, at=NOON - HOUR)
    publishing.approve(article=text, by=None, at=NOON - HOUR)
    return text


def address(name: str, issue: Issue, *more: Any) -> str:
    return reverse(f"admin:analysis_issue_{name}", args=[issue.pk, *more])


def slot(issue: Issue, topic: Topic | None, language: str = "en") -> Slot:
    board = board_of(issue, at=NOON)
    row = next(row for row in (*board.rows, board.others) if row.topic == topic)
    return next(slot for slot in row.slots if slot.language == language)


def column(issue: Issue, language: str = "en") -> Column:
    return next(each for each in board_of(issue, at=NOON).columns if each.language == language)


def release(client: Client, issue: Issue, language: str = "en", **given: Any) -> Any:
    """What is on the page is sent with it."""
    page = client.get(address("release", issue, language))
    return client.post(address("release", issue, language), {"seen": page.context["seen"], **given}, follow=True)


# --- What the board shows ------------------------------------------------------------------------------------


def test_followed_trends_in_their_order_by_languages(issue: Issue, elite: Topic, security: Topic) -> None:
    TopicFactory.create(slug="essays", is_trend=False)
    board = board_of(issue, at=NOON)
    assert [row.topic for row in board.rows] == [elite, security]
    assert [slot.language for slot in board.rows[0].slots] == list(Language)


def in_review(**article: Any) -> None:
    publishing.submit(article=ArticleFactory.create(**article), by=None, at=NOON)


def returned(**article: Any) -> None:
    text = ArticleFactory.create(**article)
    publishing.submit(article=text, by=None, at=NOON)
    publishing.return_to_author(article=text, by=None, at=NOON, reason="Who signed?")


def will_be_public(**article: Any) -> None:
    scheduled(go_live_at=FRIDAY, **article)


def withdrawn(**article: Any) -> None:
    publishing.withdraw(article=published(at=NOON - HOUR, **article).article, by=None, at=NOON)


def over(**article: Any) -> None:
    publication = published(at=NOON - 2 * HOUR, **article)
    publishing.expire(publication=publication, expire_at=NOON - HOUR, at=NOON - 2 * HOUR)


@pytest.mark.parametrize(
    ("make", "words", "is_filled"),
    [
        (ArticleFactory.create, "Draft", False),
        (in_review, "In review", False),
        (returned, "Returned", False),
        (approved, "Ready", True),
        (will_be_public, "Scheduled", True),
        (published, "Live", True),
        (withdrawn, "Withdrawn", False),
        (over, "Ended", False),
    ],
)
def test_each_state_is_told_in_words_and_the_verb_counts_as_the_board_does(
    desk: Client, issue: Issue, elite: Topic, make: Any, words: str, is_filled: bool
) -> None:
    make(title="Ministers", topic=elite, issue=issue, author=AuthorFactory.create(name_en="Ada Brennick"))
    found = slot(issue, elite)
    assert ([str(text.label) for text in found.texts], found.is_filled) == ([words], is_filled)
    edition = EditionFactory.create(issue=issue)
    assert (publishing.owed(edition, at=NOON) == []) == is_filled
    assert (publishing.ready(publishing.texts_of(issue)).count() == 1) == (found.texts[0].state == State.APPROVED)
    page = desk.get(address("board", issue)).text
    assert all(said in page for said in (f">{words}<", "Ministers", "Ada Brennick"))


def test_an_empty_place_leads_to_a_form_that_knows_what_it_is_for(desk: Client, issue: Issue, elite: Topic) -> None:
    path, _mark, query = slot(issue, elite, "ru").write_address.partition("?")
    form = desk.get(f"{path}?{query}").context["adminform"].form
    wanted = {
        "primary_topic": elite.pk,
        "language": "ru",
        "issue": issue.pk,
        "period_start": issue.coverage_start,
        "period_end": issue.coverage_end,
    }
    assert {name: str(form[name].value()) for name in wanted} == {name: str(value) for name, value in wanted.items()}


def test_a_text_belongs_by_its_issue_or_by_its_days(issue: Issue, elite: Topic) -> None:
    days = {"period_start": issue.coverage_start, "period_end": issue.coverage_end}
    next_week = IssueFactory.create(coverage_start=date(2026, 11, 16), coverage_end=date(2026, 11, 22))
    texts: dict[str, dict[str, Any]] = {
        "Filed": {"issue": issue},
        "Of its days": days,
        "Of another issue": {"issue": next_week, **days},
        "Of other days": {"period_start": days["period_start"], "period_end": days["period_start"]},
    }
    for title, more in texts.items():
        ArticleFactory.create(title=title, topic=elite, **more)
    assert {text.article.title for text in slot(issue, elite).texts} == {"Filed", "Of its days"}


def test_texts_about_no_trend_stand_below(issue: Issue, elite: Topic) -> None:
    ArticleFactory.create(title="A conference", topic=TopicFactory.create(is_trend=False), issue=issue)
    ArticleFactory.create(title="About nothing", issue=issue).articletopic_set.all().delete()
    assert {text.article.title for text in slot(issue, None).texts} == {"A conference", "About nothing"}


def test_an_edition_counts_what_is_ready(desk: Client, issue: Issue, elite: Topic, security: Topic) -> None:
    approved(topic=elite, issue=issue)
    ArticleFactory.create(topic=security, issue=issue)
    found = column(issue)
    assert (found.filled, found.total, found.ready) == (1, 2, 1)
    assert "1 of 2 ready" in desk.get(address("board", issue)).text


def test_the_board_asks_no_more_for_more_texts(desk: Client, issue: Issue, elite: Topic, security: Topic) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address("board", issue)).status_code == 200
        return len(captured)

    approved(topic=elite, issue=issue, author=AuthorFactory.create())
    few = queries()
    for language in Language.values:
        EditionFactory.create(issue=issue, language=language)
        for _number in range(3):
            approved(topic=security, issue=issue, language=language, author=AuthorFactory.create())
    assert queries() == few <= 14


def test_a_public_text_that_is_not_filed_says_so(desk: Client, issue: Issue, elite: Topic) -> None:
    published(topic=elite, period_start=issue.coverage_start, period_end=issue.coverage_end)
    assert "readers do not find it there" in desk.get(address("board", issue)).text


# --- Reasons and words ---------------------------------------------------------------------------------------


def test_a_reason_fills_a_place_and_is_taken_back(desk: Client, editor: User, issue: Issue, elite: Topic) -> None:
    answer = desk.post(address("gap", issue, "en"), {"topic": elite.pk, "reason": "Nobody met."}, follow=True)
    assert "The ruling elite, English: nothing this week, because: “Nobody met.”" in answer.text
    gap = Gap.objects.get()
    assert slot(issue, elite).gap == gap
    assert column(issue).filled == 1
    assert AuditEntry.objects.get(verb="leave_out").by == editor
    answer = desk.post(address("take_reason_back", issue, "en", gap.pk), follow=True)
    assert "open again. The reason was: “Nobody met.”" in answer.text
    assert not slot(issue, elite).is_filled


def test_a_hostile_reason_and_hostile_words_stay_text(desk: Client, issue: Issue, elite: Topic) -> None:
    answers = [
        desk.post(address("gap", issue, "en"), {"topic": elite.pk, "reason": HOSTILE}, follow=True),
        desk.post(address("gap", issue, "en"), {"topic": elite.pk, "reason": HOSTILE}, follow=True),
        save_words(desk, issue, title=HOSTILE, introduction=HOSTILE),
    ]
    approved(topic=elite, issue=issue)
    answers.append(desk.get(address("release", issue, "en")))
    assert Gap.objects.get().reason == HOSTILE
    for answer in answers:
        assert "<script>alert" not in answer.text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27; onmouseover=x {{ 7*7 }}" in answer.text


def test_the_second_of_two_reasons_is_refused_and_not_lost(desk: Client, issue: Issue, elite: Topic) -> None:
    desk.post(address("gap", issue, "en"), {"topic": elite.pk, "reason": "Nobody met."})
    answer = desk.post(address("gap", issue, "en"), {"topic": elite.pk, "reason": "It is summer."}, follow=True)
    assert "has a reason already: “Nobody met.”" in answer.text
    assert "You wrote: “It is summer.”" in answer.text


@pytest.mark.parametrize(
    "given", [{"reason": " "}, {"reason": "x" * 301}, {"topic": ""}, {"topic": "x"}, {"topic": "0"}]
)
def test_what_is_no_reason_is_refused_politely(desk: Client, issue: Issue, elite: Topic, given: dict[str, str]) -> None:
    answer = desk.post(address("gap", issue, "en"), {"topic": elite.pk, "reason": "Nobody met."} | given, follow=True)
    assert answer.status_code == 200
    assert not Gap.objects.exists()


def test_a_topic_that_nobody_follows_needs_no_reason(desk: Client, issue: Issue) -> None:
    essays = TopicFactory.create(is_trend=False)
    desk.post(address("gap", issue, "en"), {"topic": essays.pk, "reason": "Nobody wrote."})
    assert not Gap.objects.exists()


def test_a_reason_taken_back_twice_is_taken_back_once(desk: Client, issue: Issue, elite: Topic) -> None:
    gap = Gap.objects.create(edition=EditionFactory.create(issue=issue), topic=elite, reason="Nobody met.")
    taken = address("take_reason_back", issue, "en", gap.pk)
    desk.post(taken)
    assert "Somebody has taken it back already." in desk.post(taken, follow=True).text
    assert AuditEntry.objects.filter(verb="take_reason_back").count() == 1


def test_a_reason_is_taken_back_on_its_own_board_only(desk: Client, issue: Issue, elite: Topic) -> None:
    gap = Gap.objects.create(edition=EditionFactory.create(issue=issue), topic=elite, reason="Nobody met.")
    desk.post(address("take_reason_back", issue, "ru", gap.pk))
    assert Gap.objects.exists()


def save_words(client: Client, issue: Issue, seen: str | None = None, **words: str) -> Any:
    forms = {form.instance.language: form for _column, form in client.get(address("board", issue)).context["columns"]}
    given = {"seen": forms["en"].stored if seen is None else seen, **words}
    return client.post(
        address("words", issue, "en"), {f"words-en-{name}": value for name, value in given.items()}, follow=True
    )


def test_the_words_of_an_edition_are_written_in_place(desk: Client, editor: User, issue: Issue) -> None:
    answer = save_words(desk, issue, title="Elections are called", introduction="What it means.")
    assert "The words of the English edition are saved." in answer.text
    edition = Edition.objects.get()
    assert (edition.title, edition.introduction) == ("Elections are called", "What it means.")
    entry = AuditEntry.objects.get(verb="change", subject_type="edition")
    assert (entry.by, entry.before["title"], entry.after["title"]) == (editor, "", "Elections are called")


def test_words_saved_meanwhile_are_not_overwritten_unseen(desk: Client, issue: Issue) -> None:
    desk.get(address("board", issue))
    EditionFactory.create(issue=issue, title="Theirs")
    answer = save_words(desk, issue, seen="stale", title="Mine")
    assert "Somebody has saved other words meanwhile" in answer.text
    assert "Theirs" in answer.text
    assert 'value="Mine"' in answer.text
    assert Edition.objects.get().title == "Theirs"
    save_words(desk, issue, title="Mine")
    assert Edition.objects.get().title == "Mine"


# --- Released ------------------------------------------------------------------------------------------------


def test_an_editor_releases_for_an_instant(desk: Client, editor: User, issue: Issue, elite: Topic) -> None:
    text = approved(topic=elite, issue=issue)
    answer = release(desk, issue, **ON_FRIDAY)
    assert "English: 1 text goes live on Friday, November 20, 2026, 13:00 (Europe/Warsaw)." in answer.text
    assert Edition.objects.get().released_at == FRIDAY
    assert text.publications.get().live_from == FRIDAY
    assert column(issue).is_coming
    assert str(slot(issue, elite).texts[0].label) == "Scheduled"


def test_or_at_once(desk: Client, issue: Issue, elite: Topic) -> None:
    approved(title="Ministers", topic=elite, issue=issue)
    answer = release(desk, issue, when="now")
    assert "English: 1 text is public since Monday, November 16, 2026, 13:00 (Europe/Warsaw)." in answer.text
    assert Publication.objects.live(NOON).get().title == "Ministers"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"when": "later"}, "Say when"),
        (ON_FRIDAY | {"go_live_at_day": "2026-11-13"}, "This instant has passed"),
        (ON_FRIDAY | {"go_live_at_day": "2027-03-28", "go_live_at_time": "02:30"}, "does not exist in Europe/Warsaw"),
        ({"when": "never"}, "Select a valid choice"),
        ({}, "This field is required"),
    ],
)
def test_without_an_instant_nothing_is_released(
    desk: Client, issue: Issue, elite: Topic, given: dict[str, str], said: str
) -> None:
    approved(topic=elite, issue=issue)
    answer = release(desk, issue, **given)
    assert said in answer.text
    assert not Publication.objects.exists()
    assert not Edition.objects.filter(released_at__isnull=False).exists()


def test_what_is_left_out_is_ticked(desk: Client, issue: Issue, elite: Topic, security: Topic) -> None:
    approved(topic=elite, issue=issue)
    answer = release(desk, issue, **ON_FRIDAY)
    assert "Not ready: Security issues." in answer.text
    assert not Publication.objects.exists()
    release(desk, issue, without=[security.pk], **ON_FRIDAY)
    assert Publication.objects.get().live_from == FRIDAY


def test_what_cannot_go_out_is_named_and_nothing_goes(
    desk: Client, issue: Issue, elite: Topic, security: Topic
) -> None:
    approved(topic=elite, issue=issue)
    held = approved(title="Patrols", topic=security, issue=issue)
    publishing.embargo(article=held, until=FRIDAY + HOUR, at=NOON, by=None)
    answer = release(desk, issue, **ON_FRIDAY)
    assert "“Patrols”: The embargo has not ended then." in answer.text
    assert not Publication.objects.exists()


def test_what_the_checklist_blocks_is_shown_and_passes_with_a_reason(desk: Client, issue: Issue, elite: Topic) -> None:
    HouseName.objects.create(preferred="Veil", variants="Weil")
    blocked = approved(body="<p>Weil spoke. Veil did not.</p>", topic=elite, issue=issue)
    answer = release(desk, issue, **ON_FRIDAY)
    assert "Why the checklist does not count here" in answer.text
    assert "The checklist says" in answer.text
    release(desk, issue, **ON_FRIDAY, override="A quotation.")
    assert blocked.publications.get().live_from == FRIDAY


def test_nobody_releases_what_they_have_not_seen(desk: Client, issue: Issue, elite: Topic) -> None:
    approved(topic=elite, issue=issue)
    seen = desk.get(address("release", issue, "en")).context["seen"]
    approved(title="Approved meanwhile", topic=TopicFactory.create(is_trend=False), issue=issue)
    answer = desk.post(address("release", issue, "en"), {"seen": seen, **ON_FRIDAY})
    assert "What is ready has changed since you opened this page." in answer.text
    assert "Approved meanwhile" in answer.text
    assert not Publication.objects.exists()
    desk.post(address("release", issue, "en"), {"seen": answer.context["seen"], **ON_FRIDAY})
    assert Publication.objects.count() == 2


def test_the_second_of_two_editors_is_told(desk: Client, issue: Issue, elite: Topic) -> None:
    approved(topic=elite, issue=issue)
    seen = desk.get(address("release", issue, "en")).context["seen"]
    release(desk, issue, when="now")
    answer = desk.post(address("release", issue, "en"), {"seen": seen, "when": "now"})
    assert "What is ready has changed" in answer.text
    assert Publication.objects.count() == 1


def test_what_is_ready_before_the_instant_joins_it_and_asks_for_no_other(
    desk: Client, issue: Issue, elite: Topic, security: Topic
) -> None:
    approved(topic=elite, issue=issue)
    release(desk, issue, without=[security.pk], **ON_FRIDAY)
    late = approved(topic=security, issue=issue)
    assert "Add 1 ready text" in desk.get(address("board", issue)).text
    assert not desk.get(address("release", issue, "en")).context["form"].visible_fields()
    release(desk, issue)
    assert late.publications.get().live_from == FRIDAY


def test_what_is_ready_after_it_is_added(
    desk: Client, issue: Issue, elite: Topic, security: Topic, monday_noon: Any
) -> None:
    approved(topic=elite, issue=issue)
    release(desk, issue, without=[security.pk], when="now")
    monday_noon.move_to(NOON + HOUR)
    late = approved(topic=security, issue=issue)
    assert "readers see when it was added" in desk.get(address("release", issue, "en")).text
    release(desk, issue, when="now")
    assert late.publications.get().first_published_at == NOON + HOUR
    assert Edition.objects.get().released_at == NOON


def test_a_release_is_moved_and_called_off(desk: Client, issue: Issue, elite: Topic) -> None:
    approved(topic=elite, issue=issue)
    release(desk, issue, **ON_FRIDAY)
    moved = {"seen": FRIDAY.isoformat(), **ON_FRIDAY, "go_live_at_time": "14:00:00"}
    answer = desk.post(address("move", issue, "en"), moved, follow=True)
    assert "the release is set for Friday, November 20, 2026, 14:00" in answer.text
    assert Publication.objects.get().live_from == FRIDAY + HOUR
    seen = {"seen": (FRIDAY + HOUR).isoformat()}
    answer = desk.post(address("call_off", issue, "en"), seen, follow=True)
    assert "the release is called off" in answer.text
    assert not Publication.objects.exists()
    assert Edition.objects.get().released_at is None


@pytest.mark.parametrize("name", ["move", "call_off"])
def test_a_release_that_was_moved_meanwhile_is_looked_at_again(
    desk: Client, issue: Issue, elite: Topic, name: str
) -> None:
    approved(topic=elite, issue=issue)
    release(desk, issue, **ON_FRIDAY)
    answer = desk.post(address(name, issue, "en"), {"seen": (FRIDAY - HOUR).isoformat(), **ON_FRIDAY})
    assert "Somebody has moved the release meanwhile" in answer.text
    assert Edition.objects.get().released_at == FRIDAY


@pytest.mark.parametrize("name", ["move", "call_off"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_to_come_is_neither_moved_nor_called_off(
    desk: Client, issue: Issue, name: str, method: str
) -> None:
    answer = getattr(desk, method)(address(name, issue, "en"), follow=True)
    assert "No release is to come" in answer.text


# --- Who may, and bad addresses ------------------------------------------------------------------------------

POSTS = ["words", "gap", "take_reason_back", "release", "move", "call_off"]


def posted(client: Client, issue: Issue, elite: Topic, name: str) -> int:
    more = [Gap.objects.get().pk] if name == "take_reason_back" else []
    data = {"topic": elite.pk, "reason": "Nobody met.", "when": "now", "words-en-title": "Changed"}
    return int(client.post(address(name, issue, "en", *more), data).status_code)


def stored(issue: Issue) -> list[Any]:
    rows = (Edition.objects.values_list(), Gap.objects.values_list(), Publication.objects.values_list("pk"))
    return [list(each) for each in rows] + [AuditEntry.objects.count()]


@pytest.mark.parametrize("name", POSTS)
def test_an_analyst_changes_nothing_of_an_issue(
    at_desk: AtDesk, analyst: User, issue: Issue, elite: Topic, security: Topic, name: str
) -> None:
    edition = EditionFactory.create(issue=issue)
    Gap.objects.create(edition=edition, topic=security, reason="No patrols.")
    approved(topic=elite, issue=issue)
    before = stored(issue)
    assert posted(at_desk(analyst), issue, elite, name) == 403
    assert stored(issue) == before


@pytest.mark.parametrize("name", POSTS)
@pytest.mark.parametrize("person", ["editor", "administrator"])
def test_editors_and_administrators_may(
    request: pytest.FixtureRequest, at_desk: AtDesk, issue: Issue, elite: Topic, person: str, name: str
) -> None:
    Gap.objects.create(edition=EditionFactory.create(issue=issue), topic=elite, reason="Nobody met.")
    assert posted(at_desk(request.getfixturevalue(person)), issue, elite, name) in (200, 302)


def test_an_analyst_sees_the_board_and_begins_a_text(
    at_desk: AtDesk, analyst: User, issue: Issue, elite: Topic
) -> None:
    approved(topic=elite, issue=issue, language="ru")
    page = at_desk(analyst).get(address("board", issue)).text
    assert "Write it" in page
    for offer in ("Release …", "Keep this reason", "title and introduction"):
        assert offer not in page


@pytest.mark.parametrize("name", ["board", "words", "gap", "release", "move", "call_off"])
def test_strangers_are_sent_to_the_door(issue: Issue, name: str) -> None:
    answer = Client().post(address(name, issue, *([] if name == "board" else ["en"])))
    assert answer["Location"].startswith(("/accounts/login/", "/admin/login/"))


@pytest.mark.parametrize("name", ["words", "gap", "release", "move", "call_off"])
def test_a_language_or_an_issue_that_nobody_knows_is_not_found(desk: Client, issue: Issue, name: str) -> None:
    assert desk.post(address(name, issue, "xx")).status_code == 404
    assert desk.post(reverse(f"admin:analysis_issue_{name}", args=[99999, "en"])).status_code == 404
    assert not Edition.objects.exists()


@pytest.mark.parametrize("name", ["words", "gap"])
def test_a_look_changes_nothing(desk: Client, issue: Issue, name: str) -> None:
    assert desk.get(address(name, issue, "en")).status_code == 405
    assert desk.get(address("board", issue)).status_code == 200
    assert desk.get(address("release", issue, "en")).status_code == 200
    assert not Edition.objects.exists()


# --- The next issue ------------------------------------------------------------------------------------------

NEXT = "/admin/analysis/issue/next/"


def test_the_next_issue_makes_itself(desk: Client, editor: User, issue: Issue) -> None:
    assert "November\xa016–22, 2026" in desk.get("/admin/analysis/issue/").text
    answer = desk.post(NEXT, {"after": issue.pk}, follow=True)
    begun = Issue.objects.get(number=47)
    assert (begun.coverage_start, begun.coverage_end) == (date(2026, 11, 16), date(2026, 11, 22))
    assert {edition.language for edition in begun.editions.all()} == set(Language.values)
    assert AuditEntry.objects.get(verb="add", subject_type="issue").by == editor
    assert "is begun" in answer.text


def test_pressing_twice_begins_one(desk: Client, issue: Issue) -> None:
    desk.post(NEXT, {"after": issue.pk})
    answer = desk.post(NEXT, {"after": issue.pk}, follow=True)
    assert "begun already" in answer.text
    assert Issue.objects.count() == 2


def test_the_first_issue_is_of_the_present_week(desk: Client) -> None:
    desk.post(NEXT)
    assert Issue.objects.get().slug == "2026-w47"


def test_after_the_last_week_of_the_calendar_comes_none(desk: Client) -> None:
    last = IssueFactory.create(coverage_start=date(9999, 12, 27), coverage_end=date(9999, 12, 31))
    assert desk.get("/admin/analysis/issue/").status_code == 200
    assert "No week comes after" in desk.post(NEXT, {"after": last.pk}, follow=True).text


def test_an_analyst_begins_no_issue(at_desk: AtDesk, analyst: User, issue: Issue) -> None:
    assert at_desk(analyst).post(NEXT, {"after": issue.pk}).status_code == 403
    assert "Next week’s issue" not in at_desk(analyst).get("/admin/analysis/issue/").text
    assert Issue.objects.count() == 1


def test_the_list_and_the_form_lead_to_the_board(desk: Client, issue: Issue) -> None:
    for page in ("/admin/analysis/issue/", reverse("admin:analysis_issue_change", args=[issue.pk])):
        assert address("board", issue) in desk.get(page).text
