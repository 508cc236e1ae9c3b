import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

# One process a core, each with a database of its own.
WHOLE_SUITE = ["--numprocesses=auto"]


class Command(BaseCommand):
    help = "Run the tests; every argument goes to pytest, whose exit status is ours."
    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        os.chdir(settings.BASE_DIR)
        arguments = argv[2:] or WHOLE_SUITE
        # In place of this process: pytest must see the settings before anybody else does.
        os.execv(sys.executable, [sys.executable, "-m", "pytest", *arguments])  # noqa: S606

    def handle(self, *args: Any, **options: Any) -> None:
        self.run_from_argv(["manage.py", "test", *args])
