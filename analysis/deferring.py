"""Work that is asked for often and is needed once."""

from typing import Any

from django.db import transaction
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
