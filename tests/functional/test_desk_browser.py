"""The desk as people use it: a text is written, published and read; nothing of it is lost on the way."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Route, expect

from accounts.models import User
from analysis.models import Article, Image
from analysis.text.body_rules import ELEMENTS
from analysis.text.sanitising import clean_body
from tests.factories import ArticleFactory, AuthorFactory, ImageFactory, TopicFactory
from tests.functional.at_the_desk import NEXT_FRAME, Visit, bar, body, open_article, save, write

pytestmark = pytest.mark.browser

# Every element and attribute that the server keeps.
EVERYTHING = (
    '<h2>Heading</h2><p lang="ru">First words.</p><h3>Second</h3><h4>Third</h4>'
    "<p><strong>a</strong> <em>b</em> <code>c</code> H<sub>2</sub>O x<sup>2</sup> <q>d</q> <cite>e</cite> "
    '<abbr title="European Union">EU</abbr> <small>f</small> <kbd>g</kbd> <span lang="be">г</span><br>'
    '<a href="https://example.org/?a=1&amp;b=2" title="There" rel="noreferrer">h</a> <a href="/topics/">i</a>'
    '<sup><a data-source="1">1</a></sup><sup><a data-source="2">2</a></sup> <img src="/images/7/" alt="inline"></p>'
    "<ul><li>one<ul><li>nested</li></ul></li><li><p>two</p><p>more</p></li></ul><ol><li>first</li></ol>"
    '<blockquote lang="de"><p>said</p></blockquote><pre>  kept\n   as is</pre><aside><p>beside</p></aside>'
    "<dl><dt>term</dt><dd>meaning</dd></dl><hr>"
    '<figure><img src="/images/7/" alt="A plate"><figcaption>Caption with <em>stress</em></figcaption></figure>'
    "<figure><blockquote><p>pulled</p></blockquote></figure>"
    '<table><caption>Votes</caption><thead><tr><th scope="col">Party</th><th scope="col">Seats</th></tr></thead>'
    '<tbody><tr><td rowspan="2">A</td><td>1</td></tr><tr><td>2</td></tr><tr><td colspan="2">all</td></tr></tbody>'
    "</table><p>Last words.</p>"
)


def test_an_analyst_writes_an_editor_publishes_and_a_reader_reads(visit: Visit, analyst: User, editor: User) -> None:
    TopicFactory.create(slug="society", name_en="Society and parties")
    AuthorFactory.create(user=analyst, name_en="Ada Analyst")

    page = visit(analyst)
    page.get_by_role("link", name="Write an article").click()
    page.get_by_label("Title", exact=True).fill("Parties agree at last")
    page.get_by_label("Standfirst").fill("After six weeks.")
    write(page, "They signed at noon.\n## What it says\nNobody ")
    page.get_by_role("toolbar").get_by_role("button", name="Bold").click()
    page.evaluate(NEXT_FRAME)
    page.keyboard.type("won")
    expect(body(page)).to_contain_text("Nobody won")
    page.get_by_role("combobox", name="Primary topic").click()
    page.get_by_role("option", name="Society and parties").click()
    expect(bar(page, "Publish …")).to_have_count(0)
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved.")).to_be_visible()

    article = Article.objects.get()
    assert article.body == "<p>They signed at noon.</p><h2>What it says</h2><p>Nobody <strong>won</strong></p>"
    assert [byline.author.user for byline in article.bylines.all()] == [analyst]

    desk = visit(editor)
    desk.get_by_role("link", name="Parties agree at last").click()
    bar(desk, "Publish …").click()
    expect(desk.get_by_text("becomes public at once")).to_be_visible()
    desk.get_by_role("button", name="Publish now").click()
    expect(desk.get_by_text("is public since")).to_be_visible()

    reader = visit()
    reader.goto("/society/parties-agree-at-last/")
    expect(reader.get_by_role("heading", name="Parties agree at last")).to_be_visible()
    expect(reader.get_by_text("They signed at noon.")).to_be_visible()


def test_an_editor_schedules_and_is_told_when_clocks_skip_the_time(visit: Visit, editor: User) -> None:
    article = ArticleFactory.create(title="The cabinet meets")
    skipped = next_clock_change(timezone.now().date())
    page = visit(editor)
    open_article(page, article)
    bar(page, "Schedule …").click()
    begins = page.get_by_role("group", name="Goes live")
    begins.get_by_label("Day").fill(skipped.isoformat())
    begins.get_by_label("Time").fill("02:30:00")
    page.get_by_role("button", name="Schedule").click()
    expect(page.get_by_text("does not exist in Europe/Warsaw: clocks go from 02:00 to 03:00")).to_be_visible()
    assert not article.publications.exists()

    page.get_by_role("button", name="Use 03:30").click()
    page.get_by_role("button", name="Schedule").click()

    expect(
        page.get_by_text(re.compile(r"goes live on Sunday, March \d+, \d+, 03:30 \(Europe/Warsaw\)"))
    ).to_be_visible()
    expect(page.get_by_role("heading", name="What will happen when")).to_be_visible()
    page.get_by_role("link", name="Cancel").click()
    page.get_by_role("button", name="Cancel what is scheduled").click()
    expect(page.get_by_text("will not go live")).to_be_visible()
    assert not article.publications.exists()


def next_clock_change(today: date) -> date:
    """The last Sunday of March: clocks in Warsaw go forward."""
    year = today.year if today.month < 3 else today.year + 1
    end = date(year, 3, 31)
    return end - timedelta(days=(end.weekday() + 1) % 7)


def test_the_editor_keeps_whatever_the_server_keeps(visit: Visit, editor: User) -> None:
    assert clean_body(EVERYTHING) == EVERYTHING
    assert set(re.findall(r"<([a-z][a-z0-9]*)", EVERYTHING)) == ELEMENTS
    article = ArticleFactory.create(body=EVERYTHING)
    article.set_sources([{"title": "Minutes"}, {"title": "Budget"}])
    page = visit(editor)
    page.route("**/images/*/", lambda route: route.fulfill(status=200, content_type="image/webp", body=b""))
    open_article(page, article)
    body(page).get_by_text("First words.").click()
    page.keyboard.press("End")
    page.keyboard.type(" And more.")
    save(page)
    article.refresh_from_db()
    assert article.body == EVERYTHING.replace("First words.", "First words. And more.")


def test_a_text_that_nobody_touched_is_saved_letter_by_letter(visit: Visit, editor: User) -> None:
    untidy = clean_body("<ul><li><p>one</p></li></ul><table><tbody><tr><th>a</th></tr></tbody></table>")
    article = ArticleFactory.create(body=untidy)
    page = visit(editor)
    open_article(page, article)
    page.get_by_label("Title", exact=True).fill("A new title")
    save(page)
    article.refresh_from_db()
    assert (article.title, article.body) == ("A new title", untidy)


def test_pictures_are_chosen_uploaded_and_put_into_the_text(visit: Visit, editor: User, tmp_path: Path) -> None:
    image = ImageFactory.create(caption_en="The port at night", alt_text_en="Cranes")
    article = ArticleFactory.create(body="<p>One.</p>")
    upload = tmp_path / "plate.jpg"
    upload.write_bytes(ImageFactory.build().file.read())
    page = visit(editor)
    open_article(page, article)

    page.get_by_role("button", name="Choose or upload …").click()
    page.get_by_role("dialog").get_by_role("button", name="The port at night").click()
    body(page).click()
    page.get_by_role("button", name="Picture").click()
    with page.expect_popup() as opened:
        page.get_by_role("dialog").get_by_role("link", name="Upload a new one …").click()
    popup = opened.value
    popup.get_by_label("File").set_input_files(upload)
    popup.get_by_label("Credit").fill("Drawing: The Weekly")
    popup.locator("#id_caption_en").fill("A new plate")
    popup.get_by_role("button", name="Save", exact=True).click()
    expect(body(page).get_by_text("A new plate")).to_be_visible()
    save(page)

    article.refresh_from_db()
    uploaded = Image.objects.exclude(pk=image.pk).get()
    assert article.lead_image == image
    assert (
        f'<figure><img src="/images/{uploaded.pk}/" alt=""><figcaption>A new plate</figcaption></figure>'
        in article.body
    )


def test_a_late_answer_about_pictures_is_none_and_a_missing_one_is_said(
    visit: Visit, editor: User, console: list[str]
) -> None:
    for caption in ("A harbour", "A bridge"):
        ImageFactory.create(caption_en=caption)
    page = visit(editor)
    open_article(page, ArticleFactory.create())
    held: list[Route] = []
    page.route(re.compile("choose/.*q=&"), lambda route: held.append(route))
    page.get_by_role("button", name="Choose or upload …").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("searchbox").fill("bridge")
    expect(dialog.get_by_role("listitem")).to_contain_text(["A bridge"])
    with page.expect_response(re.compile("choose/.*q=&")):
        held.pop().continue_()
    page.evaluate(NEXT_FRAME)
    expect(dialog.get_by_role("listitem")).to_contain_text(["A bridge"])

    page.route("**/choose/**", lambda route: route.abort())
    dialog.get_by_role("searchbox").fill("harbour")
    expect(dialog.get_by_role("status")).to_contain_text("The pictures cannot be shown just now.")
    assert [complaint for complaint in console if "ERR_FAILED" not in complaint] == []
    console.clear()


def test_bylines_are_added_and_moved(visit: Visit, editor: User) -> None:
    first, second = AuthorFactory.create(name_en="Ada Brennick"), AuthorFactory.create(name_en="Mira Talvane")
    article = ArticleFactory.create(author=first)
    page = visit(editor)
    open_article(page, article)
    bylines = page.get_by_role("region", name="By-lines")
    bylines.get_by_role("button", name="Add a by-line").click()
    bylines.get_by_role("combobox", name="Author").nth(1).click()
    page.get_by_role("option", name="Mira Talvane").click()
    bylines.get_by_role("button", name="Move up").nth(1).click()
    save(page)
    assert [byline.author for byline in article.bylines.all()] == [second, first]

    page.get_by_role("region", name="By-lines").get_by_role("button", name="Remove").first.click()
    save(page)
    assert [byline.author for byline in article.bylines.all()] == [first]


def test_links_are_made_by_keyboard_and_only_harmless_ones(visit: Visit, editor: User) -> None:
    article = ArticleFactory.create(body="<p>Ministers met.</p>")
    page = visit(editor)
    open_article(page, article)
    body(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    address = page.get_by_role("dialog").get_by_label("Address")
    address.fill("javascript:alert(1)")
    address.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    address.fill("https://example.org/minutes")
    address.press("Enter")
    save(page)
    article.refresh_from_db()
    assert article.body == '<p><a href="https://example.org/minutes" rel="noreferrer">Ministers met.</a></p>'


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_is_wider_than_its_screen(visit: Visit, editor: User, width: int) -> None:
    article = ArticleFactory.create(
        title="A title of reasonable length about something that happened", lead_image=ImageFactory.create()
    )
    page = visit(editor, width=width)
    for address in (
        "/admin/",
        "/admin/analysis/article/",
        *(f"/admin/analysis/article/{article.pk}/{name}/" for name in ("change", "schedule", "history")),
        "/admin/analysis/image/",
        f"/admin/analysis/topic/{article.topics.get().pk}/change/",
        f"/admin/analysis/topic/{article.topics.get().pk}/history/",
    ):
        page.goto(address)
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, address


def test_the_menu_stands_on_one_line(visit: Visit, editor: User) -> None:
    page = visit(editor)
    menu = page.get_by_role("navigation", name="Parts of the desk")
    tops = menu.locator("> a").evaluate_all("(links) => links.map((link) => link.offsetTop)")
    assert len(set(tops)) == 1
    menu.get_by_text("More", exact=True).click()
    menu.get_by_role("link", name="Names in search").click()
    expect(page.get_by_role("heading", name="Names in search")).to_be_visible()
