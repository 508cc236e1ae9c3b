"""The browser, when there is one, and the bucket. What the tests may connect to stands in pyproject.toml."""

import os
import shutil
from collections.abc import Iterator

import pytest
from _pytest.terminal import TerminalReporter
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as properties
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from config.storage import media_storage
from tests.bucket import Store, running

# How fast a machine is says nothing about the house: no property test is judged by the clock.
properties.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
properties.load_profile("house")

# How long a browser may take to show what it should is the machine's business, too.
expect.set_options(timeout=20_000)

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
# No browser of ours talks to anybody but the server under test.
CHROMIUM_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]
NO_BROWSER = "no Chromium on PATH (Debian and Ubuntu: apt install chromium)"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--require-browser", action="store_true", help="a skipped browser test is a failure")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
        if item.get_closest_marker("browser") and CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))
    # Last: once it has started, playwright's event loop runs in this thread until the end.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def skipped_browser_tests(terminal: TerminalReporter) -> int:
    return sum("browser" in report.keywords for report in terminal.stats.get("skipped", ()))


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    skipped = skipped_browser_tests(terminalreporter)
    if skipped:
        said = f"{skipped} browser tests were SKIPPED: {NO_BROWSER}"
        terminalreporter.write_line(said, yellow=True, bold=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    if terminal and session.config.getoption("--require-browser") and skipped_browser_tests(terminal):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session", autouse=True)
def static_root() -> None:
    """Whitenoise warns of a folder that only collectstatic makes."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture
def bucket(settings: Settings) -> Iterator[Store]:
    """Where pictures are, instead of in the folder. Once it was lost, it is asked again at once."""
    with running(Store()) as store:
        default = media_storage(store.url)
        default["OPTIONS"]["pause"] = 0
        settings.STORAGES = {**settings.STORAGES, "default": default}
        yield store


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; each gets a `context` (cookies, cache) of its own."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Django sees playwright's loop and takes our thread for an asynchronous one.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=live_server.url)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
