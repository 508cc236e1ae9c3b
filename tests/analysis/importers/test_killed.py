"""Whatever becomes of an import, what hangs on the texts that it has brought is asked for."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from analysis.checklist.tasks import look_at
from analysis.importers.following import follow_later, follow_now
from analysis.models import Article
from tests.analysis.importers.lines import bring_in, line
from tests.jobs import drop_jobs

# Another process looks at what is committed.
pytestmark = pytest.mark.django_db(transaction=True)

FOLLOWING = {
    "analysis.checklist.tasks.rebuild_checklist",
    "analysis.indexing.tasks.catch_up",
    "analysis.related.tasks.rebuild_neighbours",
}
WAITING_FOR_A_LOCK = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


@contextmanager
def importing(path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """In a process of its own, with the database of this test."""
    told = connection.settings_dict
    place = f"host={quote(told['HOST'], safe='')}&port={told['PORT']}&user={told['USER']}"
    url = f"postgresql:///{told['NAME']}?{place}&password={quote(told['PASSWORD'])}"
    command = (sys.executable, "manage.py", "import_articles", str(path))
    environment = {**os.environ, "DATABASE_URL": url, "REPLICA_URL": ""}
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGKILL)


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # which is the same in all of a transaction, else
        cursor.execute(WAITING_FOR_A_LOCK)
        return bool(cursor.fetchall())


def until_it_waits_for_a_lock(process: "subprocess.Popen[bytes]") -> None:
    patience = time.monotonic() + 60
    while not somebody_waits_for_a_lock():
        assert time.monotonic() < patience
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.02)
            pytest.fail("it has ended without having had to wait")


def waiting() -> list[ProcrastinateJob]:
    return list(ProcrastinateJob.objects.filter(status="todo").order_by("pk"))


@pytest.fixture(autouse=True)
def _no_jobs(transactional_db: None) -> Iterator[None]:
    drop_jobs()
    yield
    drop_jobs()


def test_an_import_that_is_killed_has_asked_for_what_hangs_on_the_texts_that_it_brought(tmp_path: Path) -> None:
    bring_in(tmp_path, line("changed"), line("held"))
    changed, held = (Article.objects.get(external_id=f"old-{name}") for name in ("changed", "held"))
    drop_jobs()
    path = tmp_path / "again.jsonl"
    path.write_text("\n".join(map(json.dumps, (line("new"), line("changed", title="x"), line("held", title="y")))))
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=held.pk)
        with importing(path) as process:
            until_it_waits_for_a_lock(process)
    assert Article.objects.get(external_id="old-new").publications.exists()
    jobs = waiting()
    assert {job.task_name for job in jobs} >= FOLLOWING
    assert [job.args for job in jobs if job.task_name.endswith("look_at")] == [{"article_ids": [changed.pk]}]


def fetched() -> str | None:
    """The job that a worker would begin with now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_fetch_job_v2(NULL, NULL)")
        (name,) = cursor.fetchone()
    return name


def test_what_looks_at_all_texts_waits_for_the_last_of_them_and_holds_up_nothing_meanwhile() -> None:
    for _batch in range(2):
        follow_later()
    assert {job.task_name for job in waiting()} == FOLLOWING
    assert fetched() is None
    look_at.defer(article_ids=[])
    assert fetched() == "analysis.checklist.tasks.look_at"


def test_what_looks_at_all_texts_begins_at_once_when_the_last_of_them_is_there() -> None:
    follow_later()
    follow_now()
    assert {job.task_name for job in waiting()} == FOLLOWING
    assert {fetched() for _job in FOLLOWING} == FOLLOWING
