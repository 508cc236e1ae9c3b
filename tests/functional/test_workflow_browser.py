"""A text on its way: written, submitted, returned, mended, approved, scheduled, by those who may."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from analysis import publishing
from analysis.models import Article, AuditEntry, Status
from tests.factories import ArticleFactory, AuthorFactory, EditorFactory, TopicFactory, published
from tests.functional.at_the_desk import PASSWORD, Visit, bar, open_article, save, sign_in, write

pytestmark = pytest.mark.browser


def test_write_submit_return_approve_schedule(visit: Visit, analyst: User, editor: User) -> None:
    TopicFactory.create(slug="society", name_en="Society and parties")
    AuthorFactory.create(user=analyst, name_en="Ada Analyst")

    page = visit(analyst)
    page.get_by_role("link", name="Write an article").click()
    page.get_by_label("Title", exact=True).fill("Parties agree at last")
    write(page, "They signed at noon.")
    page.get_by_role("combobox", name="Primary topic").click()
    page.get_by_role("option", name="Society and parties").click()
    save(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("was submitted for review")).to_be_visible()
    expect(page.get_by_text("An editor looks at it.")).to_be_visible()
    article = Article.objects.get()

    desk = visit(editor)
    desk.get_by_role("link", name="Parties agree at last").first.click()
    bar(desk, "Return …").click()
    desk.get_by_label("What should change").fill("Who signed? Name them.")
    desk.get_by_role("button", name="Return", exact=True).click()
    expect(desk.get_by_text("was returned to its author")).to_be_visible()

    page.goto("/admin/")
    expect(page.get_by_role("region", name="Returned to me")).to_contain_text("Who signed?")
    page.get_by_role("region", name="Returned to me").get_by_role("link").first.click()
    expect(page.get_by_role("region", name="Returned to you")).to_contain_text("Who signed? Name them.")
    write(page, "The two largest. ")
    bar(page, "Submit for review").click()
    expect(page.get_by_text("was submitted for review")).to_be_visible()

    desk.goto("/admin/")
    expect(desk.get_by_role("region", name="Waiting for me")).to_contain_text("Parties agree at last")
    open_article(desk, article)
    bar(desk, "Approve …").click()
    desk.get_by_role("button", name="Approve", exact=True).click()
    expect(desk.get_by_text("is approved.")).to_be_visible()
    schedule_for_tomorrow(desk)

    article.refresh_from_db()
    assert article.status == Status.APPROVED
    assert article.publications.scheduled(timezone.now()).count() == 1
    verbs = list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["create", "submit", "return", "save", "submit", "approve", "schedule"]


def schedule_for_tomorrow(desk: Page) -> None:
    bar(desk, "Schedule …").click()
    day = timezone.localdate() + timedelta(days=2)
    desk.locator("#id_go_live_at_day").fill(day.isoformat())
    desk.locator("#id_go_live_at_time").fill("09:00:07")
    desk.get_by_role("button", name="Schedule", exact=True).click()
    expect(desk.get_by_text(re.compile("goes live on .* 09:00:07 .Europe/Warsaw"))).to_be_visible()


def test_a_new_text_is_submitted_with_its_first_save(visit: Visit, analyst: User) -> None:
    AuthorFactory.create(user=analyst)
    page = visit(analyst)
    page.goto("/admin/analysis/article/add/")
    page.get_by_label("Title", exact=True).fill("Done in one go")
    bar(page, "Submit for review").click()
    expect(page.get_by_text("was submitted for review")).to_be_visible()
    assert Article.objects.get().status == Status.IN_REVIEW


def test_one_changed_word_asks_for_another_approval(visit: Visit, analyst: User, editor: User) -> None:
    article = ArticleFactory.create(author=AuthorFactory.create(user=analyst))
    publishing.submit(article=article, by=analyst, at=timezone.now())
    publishing.approve(article=article, by=editor, at=timezone.now())

    page = visit(analyst)
    open_article(page, article)
    expect(page.locator(".sticky-state")).to_contain_text("Approved")
    save(page)
    expect(page.locator(".sticky-state")).to_contain_text("Approved")
    write(page, "Another word. ")
    save(page)
    expect(page.locator(".sticky-state")).to_contain_text("In review")


def test_an_update_that_corrects_a_number_tells_readers(visit: Visit, editor: User) -> None:
    body = "<p>The ministry counted 1,200 ships.</p>"
    article = published(title="Ships are counted", at=timezone.now() - timedelta(days=1), body=body).article
    content = article.content() | {"body": "<p>The ministry counted 1,100 ships.</p>"}
    publishing.save(article=article, content=content, by=None, started_from=article.version, at=timezone.now())

    desk = visit(editor)
    open_article(desk, article)
    bar(desk, "Publish the changes …").click()
    expect(desk.get_by_role("region", name="What readers relied on has changed")).to_contain_text("1,100")
    desk.get_by_role("button", name="Publish now").click()
    expect(desk.get_by_text("tell them what, or say why not")).to_be_visible()
    desk.get_by_label("What they are told").fill("There were 1,100 ships, not 1,200.")
    desk.get_by_role("button", name="Publish now").click()
    expect(desk.get_by_text("is public since")).to_be_visible()

    reader = visit()
    reader.goto("/corrections/")
    expect(reader.get_by_text("There were 1,100 ships, not 1,200.")).to_be_visible()
    reader.get_by_role("link", name="Ships are counted").click()
    expect(reader.get_by_text("There were 1,100 ships, not 1,200.")).to_be_visible()


# --- A session that ends before a decision is sent ------------------------------------------------------------

REASON = "Who signed? Name them, and say where the paper is kept."
TYPED_BEFORE = "This is what you typed here before. It was not sent."


@pytest.fixture
def waiting(transactional_db: None) -> Article:
    article = ArticleFactory.create(author=AuthorFactory.create())
    publishing.submit(article=article, by=None, at=timezone.now())
    return article


def reason(page: Page) -> Any:
    return page.get_by_label("What should change")


def give_a_reason(page: Page, article: Article) -> None:
    page.goto(reverse("admin:analysis_article_return", args=[article.pk]))
    reason(page).fill(REASON)


def give_password(page: Page, user: User) -> None:
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def send(page: Page) -> None:
    page.get_by_role("button", name="Return", exact=True).click()


def await_an_empty_tab(page: Page) -> None:
    """What was typed is forgotten by a script of the next page."""
    page.wait_for_function("words => !Object.values(sessionStorage).some((each) => each.includes(words))", arg=REASON)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_reason_is_there_again_after_signing_in_and_gone_once_it_is_sent(
    visit: Visit, editor: User, waiting: Article, width: int
) -> None:
    page = visit(editor, width=width)
    give_a_reason(page, waiting)
    Session.objects.all().delete()
    send(page)
    give_password(page, editor)
    expect(reason(page)).to_have_value(REASON)
    expect(page.get_by_role("status").get_by_text(TYPED_BEFORE)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    send(page)
    expect(page.get_by_text("was returned to its author")).to_be_visible()
    waiting.refresh_from_db()
    assert waiting.status == Status.RETURNED
    assert AuditEntry.objects.get(verb="return").why == REASON
    await_an_empty_tab(page)


def test_a_reason_can_be_discarded(visit: Visit, editor: User, waiting: Article) -> None:
    page = visit(editor)
    give_a_reason(page, waiting)
    page.reload()
    expect(reason(page)).to_have_value(REASON)
    page.get_by_role("button", name="Discard it").click()
    expect(reason(page)).to_have_value("")
    expect(page.get_by_text(TYPED_BEFORE)).to_have_count(0)
    page.reload()
    expect(reason(page)).to_have_value("")


def test_whoever_signs_in_next_at_this_machine_finds_nothing_of_it(
    visit: Visit, editor: User, waiting: Article
) -> None:
    page, other = visit(editor), EditorFactory.create(password=PASSWORD)
    give_a_reason(page, waiting)
    Session.objects.all().delete()
    send(page)
    give_password(page, other)
    expect(reason(page)).to_have_value("")
    await_an_empty_tab(page)


def test_signing_out_leaves_nothing_of_it(visit: Visit, editor: User, waiting: Article) -> None:
    page = visit(editor)
    give_a_reason(page, waiting)
    page.locator(".desk-person summary").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    await_an_empty_tab(page)


@pytest.mark.usefixtures("a_refusal_is_expected")
def test_a_page_from_an_earlier_session_gives_its_reason_to_the_page_that_is_opened_anew(
    visit: Visit, editor: User, waiting: Article
) -> None:
    page = visit(editor)
    give_a_reason(page, waiting)
    Session.objects.all().delete()
    sign_in(page.context.new_page(), editor)
    send(page)
    page.get_by_role("link", name="Open the page anew").click()
    expect(reason(page)).to_have_value(REASON)


def test_what_was_refused_is_no_news_to_whoever_typed_it(visit: Visit, editor: User, waiting: Article) -> None:
    page = visit(editor)
    give_a_reason(page, waiting)
    reason(page).fill("")
    send(page)
    expect(page.get_by_text("This field is required.")).to_be_visible()
    expect(page.get_by_text(TYPED_BEFORE)).to_have_count(0)


@pytest.fixture
def a_refusal_is_expected(console: list[str]) -> Iterator[None]:
    yield
    console[:] = [complaint for complaint in console if not complaint.startswith("Failed to load resource")]
