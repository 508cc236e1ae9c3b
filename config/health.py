"""Two probes: is this process alive, and could it serve (and how late is what follows from publishing)."""

import shutil
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
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
    try:
        if problem := unready_because():
            return JsonResponse({"status": problem}, status=503)
        late_by = round(longest_wait(timezone.now()).total_seconds())
    except DatabaseError:
        return JsonResponse({"status": "the database does not answer"}, status=503)
    return JsonResponse({"status": "ok", "late_by_seconds": late_by, "warnings": warnings()})


def unready_because() -> str | None:
    waiting = known_migrations() - MigrationRecorder(connection).applied_migrations().keys()
    if waiting:
        return f"{len(waiting)} migrations are waiting"
    # Readers can do without new files, but no database works on a full disk.
    if connection.settings_dict["ENGINE"] == "config.embedded" and is_nearly_full(settings.DATA_DIR):
        return "the disk of the database is nearly full"
    return None


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Those of this release. To read them takes ten times what it takes to ask which are applied."""
    return frozenset(MigrationLoader(None).graph.nodes)


def warnings() -> list[str]:
    places = {"data": settings.DATA_DIR}
    if isinstance(default_storage, FileSystemStorage):
        places["pictures"] = settings.MEDIA_ROOT
    full = [f"the disk of the {name} is nearly full" for name, place in places.items() if is_nearly_full(Path(place))]
    return [*full, *(["the bucket of the pictures does not answer"] if bucket_is_lost() else [])]


def bucket_is_lost() -> bool:
    """As this process has found it when it was last asked for something: a probe waits for nobody."""
    line = getattr(default_storage, "line", None)
    return line is not None and line.is_lost


def is_nearly_full(place: Path) -> bool:
    # A folder that nobody has written to yet will be made where its parent is.
    existing = next(folder for folder in (place, *place.parents) if folder.exists())
    return shutil.disk_usage(existing).free < settings.FREE_DISK_FLOOR
