from collections.abc import Iterator

import pytest
from pytest_django import Settings

from analysis.models import Masthead
from tests.smtp import MailServer, mail_server


@pytest.fixture
def masthead(db: None) -> Masthead:
    named = {"name_en": "The Weekly", "name_ru": "Неделя", "offers_newsletter": True}
    return Masthead.objects.update_or_create(pk=1, defaults=named)[0]


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with mail_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running
