import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from analysis.demo.loader import NotOurs, load_accounts, load_publication
from analysis.publishing import PublishingError


class Command(BaseCommand):
    help = "Load the demo publication and its three accounts. Run again, it changes nothing."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        password = settings.DEMO_PASSWORD or secrets.token_urlsafe(12)
        try:
            with transaction.atomic():
                accounts = load_accounts(password=password)
                articles = load_publication(at=timezone.now())
        except (ConnectionError, NotOurs, PublishingError) as error:  # of a store for pictures, or what is there
            raise CommandError(str(error)) from None
        if verbosity:
            self.stdout.write(f"{articles} articles of the demo are new, and {len(accounts)} of its accounts.")
        if accounts and not settings.DEMO_PASSWORD:
            keep(password)
            for email in accounts:
                self.stdout.write(f"  {email:<22}{password}")


def keep(password: str) -> None:
    """For the next start of the server, which shows it again."""
    path = settings.DATA_DIR / "demo-password"
    path.touch(mode=0o600)
    path.write_text(password)
