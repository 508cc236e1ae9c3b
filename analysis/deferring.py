"""Work that is asked for often and is needed once."""

from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task


def defer_once(task: Task[Any, Any, Any], **options: Any) -> None:
    """Unless it waits already: it has a queueing lock, its own or one of these options."""
    try:
        # Of its own, so that what was done before in the same transaction outlives the refusal.
        with transaction.atomic():
            task.configure(**options).defer()
    except AlreadyEnqueued:
        return


def defer_anew(task: Task[Any, Any, Any], **options: Any) -> None:
    """In place of what waits already under the task's queueing lock, asked for with other options."""
    with transaction.atomic():
        waiting = ProcrastinateJob.objects.filter(queueing_lock=task.queueing_lock, status="todo")
        for number in waiting.values_list("pk", flat=True):
            app.job_manager.cancel_job_by_id(number, delete_job=True)
        defer_once(task, **options)
