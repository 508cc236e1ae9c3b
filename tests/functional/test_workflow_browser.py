"""A text on its way: written, submitted, returned, mended, approved, scheduled, by those who may."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from analysis import publishing
from analysis.models import Article, AuditEntry, Status
from tests.factories import ArticleFactory, AuthorFactory, TopicFactory, published
from tests.functional.at_the_desk import Visit, bar, open_article, save, write

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
