from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from tests.factories import NOON, ArticleFactory, AuthorFactory, published, scheduled

pytestmark = pytest.mark.django_db


@time_machine.travel(NOON, tick=False)
def test_an_analyst_finds_their_drafts_and_what_comes_next(analyst: User, at_desk: Callable[[User], Client]) -> None:
    author = AuthorFactory.create(user=analyst)
    ArticleFactory.create(title="My draft", author=author)
    ArticleFactory.create(title="A colleague's draft", author=AuthorFactory.create())
    scheduled(title="To come", author=author, go_live_at=NOON + timedelta(days=1, seconds=5))
    published(title="There", at=NOON - timedelta(days=1))

    response = at_desk(analyst).get("/admin/")

    assert [article.title for article in response.context["drafts"]] == ["My draft"]
    assert [publication.title for publication in response.context["coming"]] == ["To come"]
    assert [publication.title for publication in response.context["recent"]] == ["There"]
    assert "2026-11-17 13:00:05" in response.text


def test_an_editor_finds_everybodys_drafts(desk: Client) -> None:
    ArticleFactory.create(title="A draft", author=AuthorFactory.create())
    assert [article.title for article in desk.get("/admin/").context["drafts"]] == ["A draft"]
