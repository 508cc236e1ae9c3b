"""What is written of requests, and what never is."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from config.logs import JSONFormatter, configuration, without_path
from config.urls import urlpatterns as those_of_the_site

Lines = Callable[[], list[dict[str, Any]]]
PROXY = {"X-Request-ID": "0af7651916cd43dd8448eb211c80319c"}


def failing(_request: HttpRequest, key: str) -> HttpResponse:
    raise ValueError("nobody@example.org wants https://weekly.example/?token=secret")


urlpatterns = [path("reset/<slug:key>/", failing), *those_of_the_site]
handler404, handler500 = "analysis.views.errors.not_found", "analysis.views.errors.server_error"


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What was logged as JSON since."""
    written: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: written.append(handler.format(record))  # type: ignore[method-assign]
    handler.setFormatter(JSONFormatter())
    handler.addFilter(without_path)
    # As `LOG_FORMAT=json` has it: requests are told of.
    requests = logging.getLogger("config.observing")
    level = requests.level
    requests.setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in written]
    logging.getLogger().removeHandler(handler)
    requests.setLevel(level)


@pytest.mark.django_db
def test_a_request_is_one_line(client: Client, lines: Lines) -> None:
    client.get("/search/?q=budget", headers={"User-Agent": "Lynx", "Cookie": "session=secret"}, REMOTE_ADDR="192.0.2.7")
    (line,) = lines()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line.pop("time"))
    assert re.fullmatch(r"[0-9a-f]{32}", line.pop("request_id"))
    assert 0 < line.pop("milliseconds") < 60_000
    assert line == {
        "level": "INFO",
        "logger": "config.observing",
        "message": "answered",
        "route": "/search/",
        "method": "GET",
        "status": 200,
    }


@pytest.mark.urls(__name__)
def test_a_failure_says_where_but_not_who_nor_with_which_key(lines: Lines) -> None:
    answer = Client(raise_request_exception=False).get("/reset/a-key-to-an-account/?by=reader")
    failure, line = lines()
    assert answer.status_code == line["status"] == 500
    assert line["route"] == "/reset/<slug:key>/"
    assert failure["message"] == "Internal Server Error"
    assert failure["request_id"] == line["request_id"]
    assert "in failing" in failure["exception"]
    for secret in ("a-key-to", "by=reader", "nobody@example.org", "token=secret"):
        assert secret not in json.dumps([failure, line]), secret


@pytest.mark.django_db
def test_two_requests_have_two_ids(client: Client, lines: Lines) -> None:
    client.get("/healthz")
    client.get("/healthz")
    assert len({line["request_id"] for line in lines()}) == 2


def test_the_id_of_a_trusted_proxy_is_kept(settings: Settings, lines: Lines) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    answer = Client().get("/healthz", headers=PROXY)
    assert answer["X-Request-ID"] == lines()[0]["request_id"] == PROXY["X-Request-ID"]


def test_anybody_elses_id_is_not(client: Client, lines: Lines) -> None:
    client.get("/healthz", headers=PROXY)
    assert lines()[0]["request_id"] != PROXY["X-Request-ID"]


@pytest.mark.parametrize("given", ["short", "x" * 65, 'with"quote-in-it', "ид-запроса-да"])
def test_an_id_of_another_form_is_replaced(settings: Settings, lines: Lines, given: str) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    Client().get("/healthz", headers={"X-Request-ID": given})
    assert re.fullmatch(r"[0-9a-f]{32}", lines()[0]["request_id"])


@pytest.mark.django_db
def test_what_caches_may_keep_is_the_same_for_everybody(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    assert "X-Request-ID" not in Client().get("/", headers=PROXY)
    assert "X-Request-ID" in Client().get("/admin/", headers=PROXY)


def test_outside_of_a_request_there_is_no_id(lines: Lines) -> None:
    logging.getLogger("analysis").warning("said %s", "by a job\nin two lines")
    (line,) = lines()
    assert "request_id" not in line
    assert line["message"] == "said by a job\nin two lines"


@pytest.mark.parametrize(("style", "level"), [("json", "INFO"), ("text", "WARNING")])
def test_a_terminal_is_not_told_of_every_request(style: str, level: str) -> None:
    assert configuration(style)["loggers"]["config.observing"]["level"] == level
