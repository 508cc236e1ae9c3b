"""What is not public yet, seen as readers will see it: by staff at another instant, by an outsider with an address."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from tests.factories import ArticleFactory, TopicFactory, published, scheduled
from tests.functional.at_the_desk import Visit, open_article

pytestmark = pytest.mark.browser


def test_an_editor_walks_through_the_site_as_it_will_be(visit: Visit, editor: User) -> None:
    topic, now = TopicFactory.create(slug="society", name_en="Society and parties"), timezone.now()
    published(title="What is there", topic=topic, at=now - timedelta(days=2))
    scheduled(title="What will come", slug="what-will-come", topic=topic, go_live_at=now + timedelta(days=3), at=now)

    page = visit(editor)
    page.get_by_role("link", name="As of …").click()
    page.get_by_role("link", name=re.compile(r"\d\d:\d\d:\d\d")).first.click()
    banner = page.get_by_role("complementary", name="Preview")
    expect(banner).to_contain_text("The site as of")
    page.get_by_role("navigation", name="Trends").get_by_role("link", name="Society and parties").click()
    page.get_by_role("main").get_by_role("link", name="What will come").first.click()
    expect(page.get_by_role("heading", name="What will come", level=1)).to_be_visible()
    assert "/admin/as-of/" in page.url

    page.goto("/admin/as-of/")
    page.get_by_label("Day").fill((timezone.localdate() - timedelta(days=1)).isoformat())
    page.get_by_role("button", name="Look").click()
    expect(banner).to_contain_text("The site as it was on")
    expect(page.get_by_role("main")).to_contain_text("What is there")
    expect(page.get_by_role("main")).not_to_contain_text("What will come")


def test_a_writer_looks_at_what_is_saved(visit: Visit, editor: User) -> None:
    article = ArticleFactory.create(title="Not yet public")
    page = visit(editor)
    open_article(page, article)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Preview", exact=True).click()
    preview = opened.value
    expect(preview.get_by_role("heading", name="Not yet public", level=1)).to_be_visible()
    expect(preview.get_by_role("complementary", name="Preview")).to_contain_text("Readers do not see this page.")


def test_an_outsider_sees_a_draft_until_the_link_is_closed(visit: Visit, editor: User) -> None:
    article = ArticleFactory.create(title="Not yet public")
    desk = visit(editor)
    open_article(desk, article)
    desk.get_by_role("link", name="Draft links …").click()
    desk.get_by_label("For", exact=True).fill("Elna Corvay")
    desk.get_by_role("button", name="Make a link").click()
    address = desk.get_by_label("Address for Elna Corvay").input_value()
    path = address.partition("/preview/")[2]

    outsider = visit()
    outsider.goto(f"/preview/{path}")
    expect(outsider.get_by_role("heading", name="Not yet public", level=1)).to_be_visible()
    expect(outsider.get_by_role("complementary", name="Draft")).to_contain_text("Elna Corvay")

    desk.reload()
    expect(desk.get_by_role("row", name=re.compile("Elna Corvay"))).to_contain_text("1")
    desk.get_by_role("button", name="Close", exact=True).click()
    expect(desk.get_by_text("The link for Elna Corvay is closed.")).to_be_visible()

    answer = outsider.request.get(f"/preview/{path}")
    assert answer.status == 410
    assert "This link is closed" in answer.text()
