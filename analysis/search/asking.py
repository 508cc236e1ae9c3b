"""Statements of our own, beside those that Django writes: they are asked where it asks its own."""

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from analysis.models import Publication


def database() -> BaseDatabaseWrapper:
    return connections[router.db_for_read(Publication)]
