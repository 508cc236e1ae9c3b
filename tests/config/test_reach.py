import socket

import pytest
from playwright.sync_api import Error, Page
from pytest_socket import SocketConnectBlockedError


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_it_reaches_nothing_but_this_machine() -> None:
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_its_browser_reaches_the_site_under_test(page: Page) -> None:
    page.goto("/healthz")
    assert "ok" in page.content()


def test_its_browser_knows_no_other_host(page: Page) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org/")
