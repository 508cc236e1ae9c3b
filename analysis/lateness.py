"""Work that hangs on what was decided (mail, similar articles, the search's words) and has not been done in time."""

from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db.models import Count, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

# A worker takes a job within seconds; what waits longer than this is late.
PATIENCE: Final = timedelta(minutes=1)
WAITING: Final = ("todo", "doing")


class LateJob(NamedTuple):
    """`has_failed`: it is not tried again. `article_id` is None for work that is about no single article."""

    task: str
    due_at: datetime
    has_failed: bool
    article_id: int | None


def late_jobs(at: datetime, *, limit: int) -> list[LateJob]:
    """The longest overdue first."""
    jobs = _overdue(at).order_by("due_at")[:limit].values("task_name", "due_at", "status", "args")
    return [_late(job) for job in jobs]


def longest_wait(at: datetime) -> timedelta:
    """How long the work that waits longest has been due; zero when nothing is late."""
    first = _overdue(at).exclude(status="failed").order_by("due_at").values_list("due_at", flat=True).first()
    return at - first if first else timedelta(0)


class Queue(NamedTuple):
    """The jobs of one task that are not done: `late` ones are due and have waited too long, or have failed."""

    task: str
    due: int
    coming: int
    failed: int
    late: int
    waited: timedelta


def queues(at: datetime) -> list[Queue]:
    """By task, in one query; a task without open jobs is not named."""
    has_failed, is_due = Q(status="failed"), Q(status__in=WAITING, due_at__lte=at)
    rows = _open().values("task_name").order_by("task_name")
    counted = rows.annotate(
        due=Count("pk", filter=is_due),
        coming=Count("pk", filter=Q(status__in=WAITING, due_at__gt=at)),
        failed=Count("pk", filter=has_failed),
        late=Count("pk", filter=has_failed | Q(due_at__lt=at - PATIENCE)),
        first=Min("due_at", filter=is_due),
    )
    return [_queue(row, at) for row in counted]


def _queue(row: dict[str, Any], at: datetime) -> Queue:
    task, first = row.pop("task_name"), row.pop("first")
    return Queue(task=task, waited=at - first if first else timedelta(0), **row)


def _overdue(at: datetime) -> Any:
    return _open().filter(Q(status="failed") | Q(due_at__lt=at - PATIENCE))


def _open() -> Any:
    asked = ProcrastinateEvent.objects.filter(job=OuterRef("pk"), type__in=("deferred", "deferred_for_retry"))
    jobs = ProcrastinateJob.objects.filter(status__in=(*WAITING, "failed"))
    due = Coalesce(F("scheduled_at"), Subquery(asked.order_by("-at").values("at")[:1]))
    return jobs.annotate(due_at=due)


def _late(job: dict[str, Any]) -> LateJob:
    article_id = job["args"].get("article_id")
    return LateJob(job["task_name"], job["due_at"], job["status"] == "failed", article_id)
