"""Two probes: is this process alive, and could it serve (and how late is what follows from publishing)."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from analysis.lateness import longest_wait


@never_cache
def healthz(_request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@never_cache
def readyz(_request: HttpRequest) -> JsonResponse:
    """What waits is told and does no harm: pages are right without it, so that late work is no reason to turn away."""
    if problem := unready_because():
        return JsonResponse({"status": problem}, status=503)
    return JsonResponse({"status": "ok", "late_by_seconds": round(longest_wait(timezone.now()).total_seconds())})


def unready_because() -> str | None:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "the database does not answer"
    return f"{len(waiting)} migrations are waiting" if waiting else None
