"""A passkey is set up and signs in, in a real browser under our content security policy."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, CDPSession, ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import EditorFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "correct horse battery"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def site(live_server: LiveServer) -> str:
    """Passkeys belong to a name; an address of numbers is none."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def key(context: BrowserContext, page: Page) -> Iterator[CDPSession]:
    """The device's own authenticator, as if a finger lay on it."""
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield session
    session.detach()


def complaints(page: Page) -> list[str]:
    """What the browser will have said about blocked scripts, styles and connections."""
    heard: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            heard.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def sign_in_with_password(page: Page, site: str, email: str) -> None:
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{site}/admin/")


def add_key(page: Page, site: str, *, is_passkey: bool) -> None:
    page.goto(f"{site}/accounts/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    if is_passkey:
        page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def sign_out(page: Page, site: str) -> None:
    page.goto(f"{site}/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{site}/")


def test_a_passkey_is_set_up_and_signs_in_alone(page: Page, key: CDPSession, site: str) -> None:
    editor = EditorFactory.create()
    sign_in_with_password(page, site, editor.email)
    heard = complaints(page)
    add_key(page, site, is_passkey=True)
    sign_out(page, site)
    page.goto(f"{site}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(f"{site}/admin/")
    assert not heard


def test_a_security_key_is_asked_for_after_the_password(page: Page, key: CDPSession, site: str) -> None:
    editor = EditorFactory.create()
    sign_in_with_password(page, site, editor.email)
    add_key(page, site, is_passkey=False)
    sign_out(page, site)
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("Email").fill(editor.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Use a passkey or a key").click()
    expect(page).to_have_url(f"{site}/admin/")


def test_it_says_so_when_no_key_fits(page: Page, key: CDPSession, site: str) -> None:
    page.goto(f"{site}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("not accepted")
    expect(page).to_have_url(f"{site}/accounts/login/")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_of_the_sign_in_fit_the_screen(page: Page, site: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    editor = EditorFactory.create(
        name="Wolfeschlegelsteinhausenbergerdorff the Younger", email=f"{'e' * 50}@example.org"
    )
    sign_in_with_password(page, site, editor.email)
    for path in ("2fa/", "password/change/", "2fa/webauthn/", "logout/", "reauthenticate/"):
        page.goto(f"{site}/accounts/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
