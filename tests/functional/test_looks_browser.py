"""How it looks to everybody: every reader's page passes axe in both colour schemes, fits its screen and is light."""

import gzip
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, Response
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.awkward import strain
from tests.functional.test_desk_accessibility_browser import LEVELS, overflow
from tests.screenshots import AWKWARD, every_kind

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("demo")]

WIDTHS = (1280, 768, 390, 320)
EVERYTHING = {"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]}
# The rest does not depend on the colours.
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
MOST_BYTES = 60_000
COMPRESSED: dict[str, Callable[[bytes], bytes]] = {"text/html": gzip.compress, "text/css": brotli.compress}

# A letter that a face lacks is as wide as in the face named after it: two such faces tell.
UNCOVERED = """async ([family, weight, style, text]) => {
  const pen = document.createElement("canvas").getContext("2d");
  const width = (letter, last) => {
    pen.font = `${style} ${weight} 40px ${family}, ${last}`;
    return pen.measureText(letter).width;
  };
  await document.fonts.load(`${style} ${weight} 40px ${family}`, text);
  return [...text].filter((letter) => width(letter, "serif") !== width(letter, "monospace"));
}"""

# In letters as wide as they are high.
NARROWEST = """() => Math.min(...[...document.querySelectorAll(".entry__title, .card__title, .dossier-text__title")]
  .map((words) => words.getBoundingClientRect().width / parseFloat(getComputedStyle(words).fontSize))
  .filter((width) => width))"""


@pytest.fixture
def demo(transactional_db: None, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.DATA_DIR = tmp_path / "media", tmp_path
    call_command("load_demo", verbosity=0)


@pytest.fixture
def context(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """A reader who has never been here: nothing is kept from one page for the next."""
    with browser.new_context(base_url=live_server.url) as context:
        yield context


# --- Every page -----------------------------------------------------------------------------------------------


def test_every_page_passes_axe_in_both_schemes_and_fits_every_screen(page: Page, live_server: LiveServer) -> None:
    paths = [*every_kind(page), *AWKWARD]
    strain()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    wrong = {name: found for name, path in paths if (found := wrong_with(page, path))}
    assert wrong == {}
    assert [address for address in asked if not address.startswith(live_server.url)] == []
    assert [words for words in said if "404" not in words] == []
    assert page.context.cookies() == []


def wrong_with(page: Page, path: str) -> list[str]:
    page.emulate_media(color_scheme="light")
    page.goto(path)
    found = violations(page, EVERYTHING)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {each}" for each in violations(page, COLOURS)]
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if overflow(page) > 0:
            found.append(f"too wide by {overflow(page)} px on {width}")
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    return found


def violations(page: Page, options: Mapping[str, object]) -> list[str]:
    found = Axe().run(page, options=options).response["violations"]
    return [f"{each['id']}: {node['target']} {node['html'][:160]}" for each in found for node in each["nodes"]]


# --- What a first visit loads -------------------------------------------------------------------------------------


def test_words_of_twice_the_size_have_room_beside_dates_and_pictures(page: Page) -> None:
    for path in ("/economy/", "/search/?q=bank", "/archive/2026/", "/issues/2026-w48/", "/"):
        for width in (1280, 768, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(path)
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert page.evaluate(NARROWEST) > 4, f"{path} at {width}"


def test_a_first_visit_is_light(browser: Browser, page: Page, live_server: LiveServer) -> None:
    pages = [path for name, path in every_kind(page) if name.endswith(("-home", "-article", "-topic"))]
    weights = {path: least_weight(browser, f"{live_server.url}{path}") for path in pages}
    assert {path: loaded for path, loaded in weights.items() if sum(loaded.values()) > MOST_BYTES} == {}


def least_weight(browser: Browser, address: str) -> dict[str, int]:
    """
    What a page needs: the least of three visits.

    Once in ten, Chromium asks for a face that the page does not use, while a style sheet is still on its way.
    """
    return min((weight(browser, address) for _visit in range(3)), key=lambda loaded: sum(loaded.values()))


def weight(browser: Browser, address: str) -> dict[str, int]:
    """The bytes of everything but pictures, as the site sends them: pages in gzip, style sheets in Brotli."""
    loaded: dict[str, int] = {}

    def weigh(response: Response) -> None:
        kind = response.headers.get("content-type", "").partition(";")[0]
        if not kind.startswith("image/"):
            body = response.body()
            loaded[urlsplit(response.url).path] = len(COMPRESSED.get(kind, bytes)(body))

    with browser.new_context() as context:
        page = context.new_page()
        answers: list[Response] = []
        page.on("response", lambda response: answers.append(response))
        page.goto(address, wait_until="networkidle")
        for answer in answers:
            weigh(answer)
    return loaded


def test_every_letter_of_three_languages_is_in_every_face(page: Page) -> None:
    letters = set("ЎўІіЁё’ʼ«»„“”–—№")
    for _name, path in every_kind(page):
        page.goto(path)
        letters |= set(page.locator("body").inner_text())
    text = "".join(sorted(letter for letter in letters if letter.isprintable()))
    page.goto("/be/")
    serif = '"Literata Cyrillic", Literata'
    faces = [(serif, "400", "normal"), (serif, "600", "normal"), (serif, "400", "italic")]
    signs = set("▲■▼→←↑○▶")  # drawn by the labels' face, or by nobody
    for family, weight, style in faces:
        assert set(page.evaluate(UNCOVERED, [family, weight, style, text])) <= signs, (family, weight, style)
    assert set(page.evaluate(UNCOVERED, ['"Golos Text"', "500", "normal", text])) <= signs
