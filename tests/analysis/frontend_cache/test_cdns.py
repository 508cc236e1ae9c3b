"""A network in front of the site is told of changes, by one process, until it has heard."""

import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from analysis.frontend_cache.cdns import Cloudflare, Fastly, Nobody, cdn_of
from analysis.frontend_cache.errands import Errands
from analysis.frontend_cache.line import Line
from analysis.frontend_cache.purges import Purges
from analysis.models import Masthead
from analysis.outside import OutsideError, post
from config.embedded.lease import wait_for
from config.front import database_address

Asked = list[tuple[str, dict[str, str], bytes]]


class Network:
    """Its interface for purging, on this machine."""

    def __init__(self) -> None:
        self.asked: Asked = []
        self.statuses: list[int] = []
        network = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                network.asked.append((self.path, dict(self.headers), body))
                self.send_response(network.statuses.pop() if network.statuses else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_said: Any) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def network() -> Iterator[Network]:
    network = Network()
    thread = threading.Thread(target=network.server.serve_forever)
    thread.start()
    yield network
    network.server.shutdown()
    thread.join()
    network.server.server_close()


def test_cloudflare_is_told_by_tags(network: Network) -> None:
    cdn = Cloudflare("secret", "zone", api=network.address)
    cdn.purge(["article:1", "list:en"])
    cdn.purge(["site", "article:1"])
    (path, headers, first), (_path, _headers, second) = network.asked
    assert (path, headers["Authorization"]) == ("/zones/zone/purge_cache", "Bearer secret")
    assert json.loads(first) == {"tags": ["article:1", "list:en"]}
    assert json.loads(second) == {"purge_everything": True}
    assert ("Cache-Tag", "article:1,site") in cdn.headers({"site", "article:1"}, seconds=60)


def test_fastly_is_told_by_keys(network: Network) -> None:
    cdn = Fastly("secret", "Service", api=network.address)
    cdn.purge(["article:1", "list:en"])
    cdn.purge(["site"])
    (path, headers, _body), (everything, _headers, _none) = network.asked
    assert (path, headers["Surrogate-Key"]) == ("/service/Service/purge", "article:1 list:en")
    assert everything == "/service/Service/purge_all"
    assert ("Surrogate-Control", "max-age=60") in cdn.headers({"site"}, seconds=60)


def test_what_is_not_heard_is_said_again(network: Network) -> None:
    network.statuses = [500, 503]
    errands = Errands(Cloudflare("secret", "zone", api=network.address).purge, at_once=2)
    errands.send(["article:1"])
    wait_for(lambda: len(network.asked) == 3, seconds=20)
    assert {body for _path, _headers, body in network.asked} == {b'{"tags": ["article:1"]}'}
    errands.send(["article:2", "article:3", "article:4"])
    wait_for(lambda: len(network.asked) == 5, seconds=20)


@pytest.mark.parametrize("beginning", [b"HTTP/1.1 200 OK\r\nX-Patience: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_network_that_takes_for_ever_to_answer_is_not_waited_for(beginning: bytes) -> None:
    hung_up = threading.Event()

    class Slow(BaseRequestHandler):
        def handle(self) -> None:
            self.request.sendall(beginning)
            with suppress(OSError):
                while not hung_up.wait(0.05):
                    self.request.sendall(b"x")

    with ThreadingTCPServer(("127.0.0.1", 0), Slow) as server:
        threading.Thread(target=server.serve_forever).start()
        asking = threading.Thread(target=ask, args=[f"http://127.0.0.1:{server.server_address[1]}/"], daemon=True)
        asking.start()
        asking.join(timeout=20)
        is_waiting = asking.is_alive()
        hung_up.set()
        server.shutdown()
    assert not is_waiting


def ask(address: str) -> None:
    with suppress(OutsideError):
        post(address, headers={}, body=b"", seconds=0.5)


@pytest.mark.django_db(transaction=True)
def test_one_process_of_several_tells_it_and_another_takes_over(network: Network) -> None:
    lines = [
        Line(
            Purges(),
            address=database_address,
            errands=Errands(Cloudflare("secret", "zone", api=network.address).purge, at_once=30),
        )
        for _process in range(3)
    ]
    try:
        lines[0].start()
        wait_for(lambda: len(network.asked) == 1, seconds=20)
        for line in lines[1:]:
            line.start()
        wait_for(lambda: all(line.purges.number for line in lines), seconds=20)
        Masthead.objects.update_or_create(pk=1, defaults={"name_en": "The Weekly"})
        wait_for(lambda: all(line.purges.number > 1 for line in lines), seconds=20)
        wait_for(lambda: len(network.asked) == 2, seconds=20)
        lines[0].stop()
        wait_for(lambda: len(network.asked) == 3, seconds=20)
        assert {body for _path, _headers, body in network.asked} == {b'{"purge_everything": true}'}
    finally:
        for line in lines:
            line.stop()


@pytest.mark.parametrize("address", ["cloudflare://zone", "akamai://t@z", "fastly://", "https://t@z"])
def test_an_address_of_another_form_is_refused_in_one_sentence(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="CDN_URL must have the form cloudflare://TOKEN@ID"):
        cdn_of(address)


def test_without_one_nobody_is_told() -> None:
    cdn = cdn_of("")
    assert isinstance(cdn, Nobody)
    assert cdn.headers({"site"}, seconds=9) == []
    cdn.purge(["site"])


def test_nobody_outside_is_asked_without_encryption() -> None:
    with pytest.raises(OutsideError, match="without TLS"):
        post("http://203.0.113.9/", headers={}, body=b"", seconds=0.5)
