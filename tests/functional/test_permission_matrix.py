"""Who gets what at every address of the site. An address without a row fails."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from analysis import publishing
from analysis.models import Author
from tests.addresses import paths, routes
from tests.factories import ArticleFactory, AuthorFactory, ImageFactory, IssueFactory, TagFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db

# The analyst is a colleague of the one whose by-line the article bears; the author is that one.
PEOPLE = ("anonymous", "analyst", "author", "editor", "administrator")

READ = Path(__file__).with_name("permissions_to_read.txt")
ACT = Path(__file__).with_name("permissions_to_act.txt")

WORDS = {200: "page", 301: "away", 302: "away", 403: "no", 404: "none", 405: "never", 410: "gone"}


def rows(table: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    for line in table.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            route, *answers = line.split()
            yield route.removeprefix("/"), tuple(answers)


def scene() -> dict[str, list[object]]:
    now = timezone.now()
    writer = UserFactory.create(email="author@example.org")
    author = AuthorFactory.create(user=writer, slug="an-author")
    topic, image = TopicFactory.create(slug="elite"), ImageFactory.create()
    article = ArticleFactory.create(slug="open", topic=topic, author=author, issue=IssueFactory.create(), lead_image=image)
    publishing.publish(article=article, by=None, at=now - timedelta(hours=1))
    coming = publishing.schedule(article=article, by=None, go_live_at=now + timedelta(days=1), at=now)
    tag = TagFactory.create(slug="budget")
    return {}
