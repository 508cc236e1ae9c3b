"""How mail leaves: the settings that EMAIL_URL stands for."""

from typing import Any, Final
from urllib.parse import urlsplit

import dj_email_url
from django.core.exceptions import ImproperlyConfigured

FORM: Final = "smtp+tls://USER:PASSWORD@HOST:PORT"
# Names of our own, and those of dj-email-url. A scheme that it does not know it takes for a server without TLS, and so
# would send the password for all to read.
STARTTLS, TLS = "smtp+tls", "smtp+ssl"
THEIRS: Final = {STARTTLS: "submission", TLS: "smtp"} | {scheme: scheme for scheme in dj_email_url.SCHEMES}
# Seconds for each answer of the server: the worker does nothing else while it waits.
PATIENCE: Final = 20


def settings_of(url: str) -> dict[str, Any]:
    """No message shows the address, since the password is in it."""
    scheme, _colon, rest = url.partition("://")
    if scheme not in THEIRS:
        raise mistake(
            f"must begin with {STARTTLS}:// ({TLS}:// where all is TLS from the first word, smtp:// for none)"
        )
    try:
        found: dict[str, Any] = dj_email_url.parse(f"{THEIRS[scheme]}://{rest}")
        port = urlsplit(url).port
    except ValueError:
        raise mistake("is not an address") from None
    if found["EMAIL_BACKEND"].endswith("smtp.EmailBackend") and not found["EMAIL_HOST"]:
        raise mistake("names no host")
    if scheme == TLS:
        found |= {"EMAIL_USE_SSL": True, "EMAIL_USE_TLS": False, "EMAIL_PORT": port or 465}
    return found | {"EMAIL_TIMEOUT": found["EMAIL_TIMEOUT"] or PATIENCE}


def mistake(what: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"EMAIL_URL {what}: write {FORM}, with %2F for a / in the password, or leave it empty to keep mail in DATA_DIR."
    )
