"""What people do in the browser at the desk."""

import re
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from playwright.sync_api import ConsoleMessage, Page, expect

from accounts.models import User
from analysis.models import Article

PASSWORD = "correct horse battery"

NEXT_FRAME = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

AUTOSAVE = "**/article/autosave/"
KEPT = re.compile(r"kept \d\d:\d\d:\d\d")

Visit = Callable[..., Page]


def note(message: ConsoleMessage, complaints: list[str]) -> None:
    if message.type == "error":
        complaints.append(message.text)


def sign_in(page: Page, user: User) -> None:
    page.goto("/admin/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("Hello"))).to_be_visible()


def open_article(page: Page, article: Article) -> None:
    page.goto(reverse("admin:analysis_article_change", args=[article.pk]))
    expect(body(page)).to_be_visible()


def body(page: Page) -> Any:
    return page.get_by_role("textbox", name="Text of the article")


def bar(page: Page, name: str) -> Any:
    return page.locator(".sticky-bar").get_by_role("button", name=name)


def write(page: Page, words: str) -> None:
    body(page).click()
    page.keyboard.type(words)


def press(page: Page, *keys: str) -> None:
    """One after another, as the editor keeps up with them."""
    for key in keys:
        page.evaluate(NEXT_FRAME)
        page.keyboard.press(key)
    page.evaluate(NEXT_FRAME)


def save(page: Page) -> None:
    bar(page, "Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    # The keys work once the scripts have run.
    page.wait_for_load_state()


def mark(page: Page) -> Any:
    """Says beside the buttons whether everything typed is kept."""
    return page.locator("[data-unsaved-mark]")


def offer(page: Page) -> Any:
    return page.get_by_role("region", name=re.compile("You typed this on"))


def leave_field(page: Page) -> None:
    page.get_by_label("Standfirst").focus()
