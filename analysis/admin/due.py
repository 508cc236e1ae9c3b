"""Everything that is due, and what is late."""

from django.urls import URLPattern


def urls() -> list[URLPattern]:
    return []
