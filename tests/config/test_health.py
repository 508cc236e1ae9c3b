from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from analysis.related.tasks import update_neighbours


@pytest.mark.django_db
def test_nothing_is_late_when_nothing_was_asked_for(client: Client) -> None:
    assert client.get("/readyz").json() == {"status": "ok", "late_by_seconds": 0}


@pytest.mark.django_db(transaction=True)
def test_it_says_how_late_the_work_is(client: Client) -> None:
    update_neighbours.defer(article_id=1)
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        answer = client.get("/readyz")
    assert answer.status_code == 200
    assert 590 <= answer.json()["late_by_seconds"] <= 610
