"""The demo publication as a first visitor walks it: every link of every page, in three languages."""

import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import LazySettings, settings
from django.core.management import call_command
from django.test import Client

from analysis.models import Article, Publication

LINK = re.compile(r'\b(?:href|src|action)="([^"]*)"|\bsrcset="([^"]*)"')
HOMES = ("/", "/ru/", "/be/")


@pytest.mark.django_db
def test_every_link_of_the_demo_leads_somewhere(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.DATA_DIR = tmp_path / "media", tmp_path
    call_command("load_demo", verbosity=0)
    answers = crawl(Client(), HOMES)
    broken = {path: (status, found_on) for path, (status, found_on) in answers.items() if status not in (200, 302)}
    assert not broken
    for home in HOMES:
        assert sum(path.startswith(home) for path in answers) > 30, f"{home} shows hardly anything"
    once = (Article.objects.count(), Publication.objects.count())
    call_command("load_demo", verbosity=0)
    assert (Article.objects.count(), Publication.objects.count()) == once, "the demo was loaded twice"


def crawl(client: Client, starts: tuple[str, ...]) -> dict[str, tuple[int, str]]:
    """The status of every address of the site that can be reached, and the page it was found on."""
    answers: dict[str, tuple[int, str]] = {}
    waiting = deque((start, "") for start in starts)
    while waiting:
        path, found_on = waiting.popleft()
        if path in answers or path.startswith(("/admin/", "/static/")):
            continue
        if path.startswith(settings.MEDIA_URL):
            exists = (Path(settings.MEDIA_ROOT) / path.removeprefix(settings.MEDIA_URL)).is_file()
            answers[path] = (200 if exists else 404, found_on)
            continue
        response = client.get(path)
        answers[path] = (response.status_code, found_on)
        if response.headers.get("Content-Type", "").startswith("text/html") and response.status_code == 200:
            waiting.extend((link, path) for link in links(response.content.decode(), path))
    return answers


def links(html: str, page: str) -> Iterator[str]:
    for single, several in LINK.findall(html):
        for candidate in [single] if single else [part.split()[0] for part in several.split(",")]:
            address = urlsplit(urljoin(page, unescape(candidate)))
            if not address.netloc and address.path.startswith("/"):
                yield f"{address.path}?{address.query}" if address.query else address.path
