"""Who gets what at every address of the site. An address without a row fails, and so does a row without an address."""

from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import models, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from analysis import noting, publishing
from analysis.admin.writing.draft_links import share
from analysis.models import AuditEntry, Gap, HouseName, Masthead, Name, SearchMiss
from analysis.models.changes import KEYS_IN_A_PART
from tests.addresses import paths, routes
from tests.analysis.newsletters.readers import subscribed
from tests.factories import (
    AdministratorFactory,
    ArticleFactory,
    AuthorFactory,
    EditionFactory,
    EditorFactory,
    ImageFactory,
    IssueFactory,
    TagFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

WORDS = {200: "page", 204: "page", 400: "page", 301: "away", 302: "away", 403: "no", 404: "none", 405: "never"}
VERSION: dict[str, object] = {"version": 1}
KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"
# What a POST needs beyond its address in order to do something; the other forms are sent empty.
SENT: dict[str, dict[str, object]] = {
    "publish/": VERSION,
    "withdraw/": VERSION,
    "cancel/": VERSION,
    "restore/": VERSION,
    "translate/": {"language": "ru"},
    "delete/": {"post": "yes"},
    "approve/": VERSION,
    "return/": VERSION | {"reason": "Name the source."},
    "take_back/": VERSION,
    "draft-links/": {"recipient": "Elna Corvay", "days": "7"},
    "autosave/": {"key": KEY, "fields": '[["title", "x"]]'},
    "discard/": {"discard": KEY},
    "notes/": {"body": "A note."},
    "reply/": {"body": "A reply."},
    "calendar/plan/": {"article": "1", "date": "2026-12-01"},
    "<int:pk>/plan/": {"planned_date": "2026-12-01"},
}

TABLE = Path(__file__).with_name("permission_matrix.txt")


@pytest.fixture
def people() -> dict[str, Client]:
    users: dict[str, User | None] = {
        "anonymous": None,
        "analyst": UserFactory.create(),
        "author": UserFactory.create(email="author@example.org"),
        "editor": EditorFactory.create(),
        "administrator": AdministratorFactory.create(),
    }
    clients = {name: Client(raise_request_exception=False) for name in users}
    for name, user in users.items():
        if user:
            clients[name].force_login(user)
    return clients


@pytest.fixture
def things(people: dict[str, Client]) -> dict[str, Any]:
    """What stands for a parameter: by its own name, or by the noun in the address."""
    now, topic, issue = timezone.now(), TopicFactory.create(slug="elite"), IssueFactory.create()
    writer = AuthorFactory.create(user=User.objects.get(email="author@example.org"), slug="writer")
    image = ImageFactory.create()
    article = ArticleFactory.create(slug="open", topic=topic, author=writer, issue=issue, lead_image=image)
    appeared = timezone.localdate(now - timedelta(hours=2))
    for hours in (2, 1):
        publishing.publish(article=article, by=None, at=now - timedelta(hours=hours))
    coming = publishing.schedule(article=article, by=None, go_live_at=now + timedelta(days=1), at=now)
    article.tags.add(TagFactory.create(slug="budget"))
    editor = User.objects.get(role=Role.EDITOR)
    Masthead.objects.update(offers_newsletter=True)
    return {
        "article": article,
        "draft": ArticleFactory.create(topic=topic, author=writer),
        "author": writer,
        "image": image,
        "spare_image": ImageFactory.create(),
        "issue": issue,
        "masthead": Masthead.objects.get(),
        "tag": TagFactory.create(),
        "topic": topic,
        "user": User.objects.get(email="author@example.org"),
        "publication_pk": coming,
        "revision_pk": article.revisions.last(),
        "topic_slug": "elite",
        "uidb36": "1",
        "key": "wrong",
        "app_label": "analysis",
        "url": "no-such-page/",
        "path": "no/such/page/",
        "file": image.file.card.removeprefix("/media/"),
        "year": appeared.year,
        "month": f"{appeared.month:02}",
        "content_type_id": 1,
        "housename": HouseName.objects.create(preferred="Veil", variants="Weil"),
        "name": Name.objects.create(spellings=["Veil", "Вейль"]),
        "searchmiss": SearchMiss.objects.create(text="weil", language="en", last_date=now.date()),
        "auditentry": AuditEntry.objects.latest("id"),
        "link_pk": share(article=article, recipient="Casper Oldane", days=7, by=editor, at=now),
        "note_pk": noting.add(article=article, by=editor, body="A note.", at=now),
        "at": "20261130T080000Z",
        "mac": "wrong",
        "language": "en",
        "version": ArticleFactory.create(language="ru", translation_key=article.translation_key, author=writer),
        "gap_pk": Gap.objects.create(edition=EditionFactory.create(issue=issue), topic=topic, reason="Recess."),
        "number": 1,
        "subscription": subscribed("reader@example.org"),
        "digest": "0123456789abcdef",
    }


def address(route: str, things: dict[str, Any]) -> str:
    slugs = {
        "issues/": "2026-w46",
        "authors/": "writer",
        "tags/": "budget",
        "<slug:topic>": "open",
        "<slug:slug>": "elite",
    }
    noun = route.split("/")[2] if route.startswith("admin/") and route.count("/") > 2 else "image"
    noun = {"article": "draft", "image": "spare_image"}.get(noun, noun) if "delete" in route else noun
    thing = things.get(noun, things["article"])
    thing = things["version"] if route.endswith(("beside/", "settle/")) else thing
    others: dict[str, dict[str, object]] = {
        "bulk/": {"name": "tag"},
        "media/": {"name": things["file"]},
        "as-of/": {"path": "/"},
        "versions/": {"number": 2},
        "sitemap-": {"number": (things["article"].pk - 1) // KEYS_IN_A_PART + 1},
        "feed.": {"format": "atom"},
        "assessments.": {"format": "csv"},
        "cite.": {"format": "bib"},
        "<uuid:key>": {"key": things["subscription"].key},
    }
    values = (
        things
        | next((given for part, given in others.items() if part in route), {})
        | {
            "pk": thing,
            "id": thing,
            "object_id": thing,
            "topic": "elite",
            "slug": next((slug for beginning, slug in slugs.items() if route.startswith(beginning)), ""),
        }
    )
    named = {name: [value.pk if isinstance(value, models.Model) else value] for name, value in values.items()}
    # The history of a row that django-simple-history keeps has no parameters with names: the row, then its record.
    for number in (thing.pk, thing.history.first().pk) if "([^/]+)" in route else ():
        route = route.replace("([^/]+)", str(number), 1)
    return paths(route, named)[0]


def answer(client: Client, method: str, path: str, data: dict[str, object]) -> str:
    """Whatever it does is taken back, on both sides."""
    before, cookies = transaction.savepoint(), deepcopy(client.cookies)
    response = getattr(client, method)(path, data)
    b"".join(response)  # a file is closed by who has read it
    transaction.savepoint_rollback(before)
    client.cookies = cookies
    if response.headers.get("Location", "").startswith(("/accounts/login/", "/admin/login/")):
        return "login"
    return WORDS.get(response.status_code, str(response.status_code))


def answers(route: str, clients: dict[str, Client], things: dict[str, Any]) -> list[str]:
    path = address(route, things)
    sent = next((data for ending, data in SENT.items() if route.endswith(ending)), {})
    return [f"{answer(client, 'get', path, {})}/{answer(client, 'post', path, sent)}" for client in clients.values()]


def rows() -> dict[str, list[str]]:
    lines = (line.split() for line in TABLE.read_text().splitlines() if line.startswith("/"))
    return {route.removeprefix("/"): cells for route, *cells in lines}


def test_every_address_has_a_row() -> None:
    assert sorted(rows()) == sorted(set(routes()))


def test_everybody_gets_what_the_table_says(people: dict[str, Client], things: dict[str, Any]) -> None:
    found = {route: answers(route, people, things) for route in rows()}
    assert {route: cells for route, cells in found.items() if cells != rows()[route]} == {}


@pytest.mark.parametrize("noun", ["author", "topic", "issue"])
def test_a_history_is_for_reading(people: dict[str, Client], things: dict[str, Any], noun: str) -> None:
    """A permission asked by one view and not by its sister."""
    thing = things[noun]
    before = type(thing).objects.values().get(pk=thing.pk)
    path = f"/admin/analysis/{noun}/{thing.pk}/history/{thing.history.first().pk}/"
    names = dict.fromkeys(("name_en", "slug", "number", "coverage_start", "coverage_end"), "2")
    for client in people.values():
        client.post(path, names | {"coverage_start": "2026-01-05", "coverage_end": "2026-01-11", "position": "9"})
        assert type(thing).objects.values().get(pk=thing.pk) == before
