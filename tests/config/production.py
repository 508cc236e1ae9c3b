"""
A process with production's settings: asks pages over HTTPS and prints what they were answered with, as JSON.

Arguments: none. Standard input: a list of requests, `{"path", "method", "as", "headers"}`; only the path is needed.
Whatever it puts into the database is taken back in the end.
"""

import json
import os
import sys
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

from django.conf import settings  # noqa: E402 - settings first
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client, override_settings  # noqa: E402

from accounts.roles import Role  # noqa: E402
from tests.factories import AuthorFactory, ImageFactory, IssueFactory, TopicFactory, UserFactory, published  # noqa: E402

HOST = settings.SITE_URL.removeprefix("https://")
# Not compressed as in production: that takes seconds, and changes no header but one.
PLAIN = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}


def set_the_scene() -> dict[str, Any]:
    image = ImageFactory.create()
    published(
        slug="a-text",
        topic=TopicFactory(slug="a-trend"),
        author=AuthorFactory(slug="an-author"),
        issue=IssueFactory.create(),
        lead_image=image,
    )
    return {"rendition": image.file.card, "original": f"{settings.MEDIA_URL}{image.file.name}"}


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """What it does to the database is taken back, so that an error there is not the next one's too."""
    before = transaction.savepoint()
    try:
        return ask(asked)
    finally:
        transaction.savepoint_rollback(before)


def ask(asked: dict[str, Any]) -> dict[str, Any]:
    client = Client(raise_request_exception=False, headers={"host": HOST} | asked.get("headers", {}))
    if role := asked.get("as"):
        client.force_login(UserFactory.create(role=Role(role)))
        client.cookies[settings.SESSION_COOKIE_NAME]["secure"] = True
    given = set(client.cookies)
    response = client.generic(asked.get("method", "GET"), asked["path"], secure=asked.get("secure", True))
    return {
        "status": response.status_code,
        "headers": dict(response.headers),
        "cookies": {name: str(cookie) for name, cookie in client.cookies.items() if name not in given},
        "body": b"".join(response) if response.streaming else response.content,
    }


def main() -> None:
    requests = json.load(sys.stdin)
    call_command("collectstatic", verbosity=0, interactive=False)
    with transaction.atomic():
        places = set_the_scene()
        answers = [answer(asked | {"path": asked["path"].format(**places)}) for asked in requests]
        transaction.set_rollback(True)
    json.dump(answers, sys.stdout, default=lambda value: bytes(value).decode(errors="replace"))


if __name__ == "__main__":
    with override_settings(STORAGES=PLAIN):
        main()
