from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from analysis.related.tasks import update_neighbours


@pytest.mark.django_db
def test_nothing_is_late_when_nothing_was_asked_for(client: Client) -> None:
    assert client.get("/readyz").json() == {"status": "ok", "late_by_seconds": 0, "warnings": []}


@pytest.mark.django_db
def test_it_says_how_late_the_work_is(client: Client) -> None:
    update_neighbours.defer(article_id=1)
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        answer = client.get("/readyz")
    assert answer.status_code == 200
    assert 590 <= answer.json()["late_by_seconds"] <= 610


@pytest.mark.django_db
def test_a_migration_that_is_not_applied_is_waited_for(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("analysis", "0001_initial")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "1 migrations are waiting"})


@pytest.mark.django_db
def test_a_probe_asks_the_database_three_things(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        client.get("/readyz")


@pytest.mark.django_db
def test_a_disk_that_is_nearly_full_is_told_but_readers_are_served(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "ENGINE", "django.db.backends.postgresql")
    settings.FREE_DISK_FLOOR = 2**70
    settings.MEDIA_ROOT = settings.DATA_DIR / "not" / "made" / "yet"
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["warnings"] == [
        "the disk of the data is nearly full",
        "the disk of the pictures is nearly full",
    ]


@pytest.mark.django_db
def test_a_database_that_lives_on_a_full_disk_is_not_ready(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "ENGINE", "config.embedded")
    settings.FREE_DISK_FLOOR = 2**70
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "the disk of the database is nearly full"})
