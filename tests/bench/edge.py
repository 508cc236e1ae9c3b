"""The product's own nginx: what a page takes that it holds, beside plain proxy_cache; and schedules seen through it."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import psutil

from tests.bench import schedules
from tests.bench.addresses import working_set
from tests.bench.content import Archive
from tests.bench.loading import COMPRESSED
from tests.bench.measuring import beside
from tests.bench.serving import HOST, PRODUCT, Server, free_port, serving, wait_until_it_answers
from tests.nginx import nginx, ours

# Few enough for all of them to be held, although ours asks again each second.
PAGES: Final = 20
PLAIN: Final = """
proxy_cache_path {place}/pages keys_zone=pages:10m use_temp_path=off;
server {{
    listen 127.0.0.1:{port};
    location / {{
        proxy_pass {address};
        proxy_set_header Host {host};
        proxy_set_header Accept-Encoding br;
        proxy_cache pages;
        proxy_cache_valid 1h;
        proxy_ignore_headers Cache-Control Expires Vary;
    }}
}}
"""


def measure(archive: Archive, seconds: float) -> dict[str, Any]:
    port, other = free_port(), free_port()
    address = f"http://{HOST}:{port}"
    with serving(PRODUCT, probe="/healthz", SITE_URL=address, TRUSTED_PROXIES=HOST) as application:
        behind = urlsplit(application.address).port or 0
        plainly = {"port": other, "host": urlsplit(address).netloc, "address": application.address}
        with in_front(port, lambda place: ours(place, port=port, behind=behind)) as edge:
            with in_front(other, lambda place: PLAIN.format(place=place, **plainly)) as plain:
                paths = working_set(archive)[:PAGES]
                held = beside((edge, paths), (plain, paths), seconds=seconds, headers=[COMPRESSED])
            return {"held": held, "schedules": schedules.measure(address, archive)}


@contextmanager
def in_front(port: int, configuration: Callable[[Path], str]) -> Iterator[Server]:
    """Of the application; `configuration` is told where it may keep pages."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-edge-") as place,
        nginx(Path(place), configuration(Path(place))) as edge,
    ):
        wait_until_it_answers(port, "/healthz", edge)
        yield Server(f"http://{HOST}:{port}", psutil.Process(edge.pid))
