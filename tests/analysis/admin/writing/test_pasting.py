from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def paste(client: Client, html: str) -> Any:
    return client.post(reverse("admin:analysis_article_paste"), {"html": html})


def test_it_answers_with_what_a_text_may_hold(desk: Client) -> None:
    response = paste(desk, '<p style="color: red" onclick="alert(1)">They <b>met</b>.<script>alert(1)</script></p>')
    assert response.json() == {"html": "<p>They <strong>met</strong>.</p>"}


def test_it_leaves_pasted_tails_out(desk: Client) -> None:
    response = paste(desk, "<p>They met.</p><p>Read more: https://example.org/minutes</p>")
    assert response.json() == {"html": "<p>They met.</p>"}


def test_nothing_pasted_is_nothing(desk: Client) -> None:
    assert desk.post(reverse("admin:analysis_article_paste")).json() == {"html": ""}


def test_it_says_when_there_is_too_much(desk: Client) -> None:
    response = paste(desk, "<p>words</p>" * 30_000)
    assert (response.status_code, list(response.json())) == (413, ["error"])


def test_it_is_only_asked_by_post(desk: Client) -> None:
    assert desk.get(reverse("admin:analysis_article_paste")).status_code == 405
