"""Two people at the desk, one after the other or at the same instant."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection
from django.test import Client

from accounts.models import User
from tests.factories import EditorFactory


def signed_in(user: User | None = None) -> Client:
    client = Client()
    client.force_login(user or EditorFactory.create())
    return client


def at_once(*steps: Callable[[], Any]) -> list[Any]:
    """The steps, each in a thread and on a connection of its own, begun together."""
    barrier = Barrier(len(steps))

    def run(step: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return step()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))
