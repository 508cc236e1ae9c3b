"""What a killed worker held."""

from collections.abc import Iterator

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from analysis.indexing.tasks import catch_up_soon, learn_words
from analysis.tasks import revive_stalled_jobs
from tests.jobs import drop_jobs

# As in the worker: no transaction surrounds what the task asks of the database.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_jobs(transactional_db: None) -> Iterator[None]:
    drop_jobs()
    yield
    drop_jobs()


def held_by_a_killed_worker() -> int:
    """The job that was asked for last."""
    job = ProcrastinateJob.objects.latest("id")
    with connection.cursor() as cursor:  # no worker is left in its row
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job.pk])
    return job.pk


def revive() -> None:
    async_to_sync(revive_stalled_jobs.func)(timestamp=0)


def states() -> dict[int, str]:
    return dict(ProcrastinateJob.objects.values_list("id", "status"))


def test_what_a_killed_worker_held_waits_again() -> None:
    catch_up_soon()
    held = held_by_a_killed_worker()
    revive()
    assert states() == {held: "todo"}


def test_work_that_was_asked_for_again_meanwhile_is_done_once_and_holds_up_no_other() -> None:
    learn_words.defer(article_id=1)
    earlier = held_by_a_killed_worker()
    catch_up_soon()
    held = held_by_a_killed_worker()
    catch_up_soon()
    twin = ProcrastinateJob.objects.latest("id").pk
    learn_words.defer(article_id=2)
    later = held_by_a_killed_worker()
    revive()
    assert states() == {earlier: "todo", held: "aborted", twin: "todo", later: "todo"}
