import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from analysis.related.tasks import update_neighbours

pytestmark = pytest.mark.django_db


def told(client: Client) -> dict[str, float]:
    text = client.get("/metrics").content.decode()
    return {
        name: float(value) for name, value in re.findall(r"^(barometer_\S+?(?:\{.*\})?) (\S+)$", text, re.MULTILINE)
    }


def test_it_counts_requests_by_route_and_class_of_status(client: Client) -> None:
    count = 'barometer_request_seconds_count{route="/search/",status="2xx"}'
    before = told(client).get(count, 0)
    client.get("/search/?q=budget")
    client.get("/search/")
    assert told(client)[count] == before + 2


def test_it_names_no_path_and_no_query(client: Client) -> None:
    client.get("/elite/a-text-nobody-wrote/?q=who-reads-this")
    client.get("/a-page.html")
    text = client.get("/metrics").content.decode()
    assert not [word for word in ("a-text", "who-reads", "a-page") if word in text]


def test_addresses_that_nobody_made_add_no_series(client: Client) -> None:
    client.get("/media.php")
    client.get("/static/media.php")
    before = told(client).keys()
    for number in range(5):
        client.get(f"/{number}.php")
        client.get(f"/static/{number}.php")
    assert told(client).keys() == before


def test_it_tells_depth_and_lateness_of_jobs_by_task(client: Client) -> None:
    update_neighbours.defer(article_id=1)
    update_neighbours.configure(schedule_in={"hours": 1}).defer(article_id=2)
    name = update_neighbours.name
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        found = told(client)
    states = {state: found[f'barometer_jobs{{state="{state}",task="{name}"}}'] for state in ("due", "coming", "late")}
    assert states == {"due": 1, "coming": 1, "late": 1}
    assert 590 <= found[f'barometer_job_lateness_seconds{{task="{name}"}}'] <= 610


def test_it_tells_the_memory_in_use(client: Client) -> None:
    assert told(client)["barometer_memory_bytes"] > 10_000_000


def test_strangers_are_told_that_there_is_no_such_page(client: Client) -> None:
    answer, nothing = client.get("/metrics", REMOTE_ADDR="192.0.2.7"), client.get("/metrix", REMOTE_ADDR="192.0.2.7")
    assert answer.status_code == nothing.status_code == 404
    assert answer.content == nothing.content.replace(b"metrix", b"metrics")


def test_networks_may_be_named(client: Client, settings: Settings) -> None:
    settings.METRICS_ALLOWED = ["192.0.2.0/24"]
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="127.0.0.1").status_code == 404


def test_a_proxy_that_is_trusted_speaks_for_the_visitor(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    client = Client()
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1, 192.0.2.7"}).status_code == 404


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Proto"])
def test_a_proxy_nobody_told_us_of_does_not_open_the_page_to_the_world(client: Client, header: str) -> None:
    assert client.get("/metrics", headers={header: "127.0.0.1"}).status_code == 404
