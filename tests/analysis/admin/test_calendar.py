"""The week ahead, by trend and day."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
PAGE = "/admin/analysis/article/calendar/"


def test_it_answers(desk: Client) -> None:
    assert desk.get(PAGE).status_code == 200
    assert desk.get(PAGE, {"month": "2026-11"}).status_code == 200
