"""The demo publication for an empty database, and the accounts one may try it with."""

import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator

from django.core.management.base import CommandError

from accounts.models import User
from analysis.models import Article
from config import env

LOAD = (sys.executable, str(env.BASE_DIR / "manage.py"), "load_demo")
ACCOUNTS = ("analyst@example.org", "editor@example.org", "admin@example.org")
PASSWORD = env.DATA_DIR / "demo-password"


def load_if_empty(say: Callable[[str], None]) -> None:
    if User.objects.exists() or Article.objects.exists():
        return
    say("Loading the demo publication …")
    if subprocess.run(LOAD, env={**os.environ, "DEMO_PASSWORD": kept_password()}).returncode != 0:
        raise CommandError("The demo publication cannot be loaded; the reason stands above.")


def kept_password() -> str:
    """The one from the environment, or a random one; kept, so that every later start can show it."""
    password = env.DEMO_PASSWORD or secrets.token_urlsafe(12)
    PASSWORD.touch(mode=0o600)
    PASSWORD.write_text(password)
    return password


def account_lines() -> Iterator[str]:
    """Who can sign in, for the terminal."""
    accounts = list(User.objects.filter(email__in=ACCOUNTS, is_active=True))
    if not accounts:
        if not User.objects.exists():
            yield "  Nobody can sign in yet: python3 manage.py create_staff EMAIL --role administrator"
        return
    password = PASSWORD.read_text() if PASSWORD.exists() else ""
    for account in accounts:
        known = bool(password) and account.check_password(password)
        forgotten = f"(a new password: python3 manage.py changepassword {account.email})"
        yield f"  {account.email:<22}{password if known else forgotten}"
