"""The week ahead: what is planned and what is promised, by trend and day."""

from django.urls import URLPattern


def urls() -> list[URLPattern]:
    return []
