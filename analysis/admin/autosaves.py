"""The draft buffer: what somebody typed and has not saved, kept on the server and offered back."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern

from accounts.models import User
from analysis.models import Autosave


def urls() -> list[URLPattern]:
    return []


def panel(request: HttpRequest, context: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """What the writer's page shows of it: joins the context of its template."""
    return {}


def forget(*, user: User, key: str) -> None:
    Autosave.objects.filter(user=user, key=key).delete()
