from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone


def instant_of(_request: HttpRequest) -> datetime:
    """The instant a page is shown as of: asked once a request, and the one door for a preview of another."""
    return timezone.now()
