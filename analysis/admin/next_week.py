"""Next period's draft of the same trend and author, and the trend's memory beside the text."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern


def urls() -> list[URLPattern]:
    return []


def panel(request: HttpRequest, context: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """What the writer's page shows of it: joins the context of its template."""
    return {}
