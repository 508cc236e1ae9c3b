"""The environment, read in one place. `.env.example` documents every variable; a test compares the two."""

import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from environs import Env, validate

BASE_DIR = Path(__file__).resolve().parent.parent

LOG_FORMATS = validate.OneOf(["json", "text"])

env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)

HOST: str = env.str("HOST", "127.0.0.1")
PORT: int = env.int("PORT", 8000)
DATA_DIR: Path = Path(env.str("DATA_DIR", "var"))
DATA_DIR = DATA_DIR if DATA_DIR.is_absolute() else BASE_DIR / DATA_DIR
DATABASE_URL: str = env.str("DATABASE_URL", "")
REPLICA_URL: str = env.str("REPLICA_URL", "")
REPLICA_LAG_SECONDS: float = env.float("REPLICA_LAG_SECONDS", 1.0)
SITE_URL: str = env.str("SITE_URL", "").rstrip("/")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", [])
TRUSTED_PROXIES: list[str] = env.list("TRUSTED_PROXIES", [])
METRICS_ALLOWED: list[str] = env.list("METRICS_ALLOWED", ["127.0.0.0/8", "::1"])
MEDIA_STORAGE_URL: str = env.str("MEDIA_STORAGE_URL", "")
EMAIL_URL: str = env.str("EMAIL_URL", "")
SECURITY_CONTACT: str = env.str("SECURITY_CONTACT", "")
LOAD_DEMO: bool = env.bool("LOAD_DEMO", True)
DEMO_PASSWORD: str = env.str("DEMO_PASSWORD", "")
STAFF_PASSWORD: str = env.str("STAFF_PASSWORD", "")
WEB_CONCURRENCY: int = env.int("WEB_CONCURRENCY", 2)
TIME_ZONE: str = env.str("TIME_ZONE", "Europe/Warsaw")
DEBUG: bool = env.bool("DEBUG", False)
CDN_URL: str = env.str("CDN_URL", "")
PAGE_CACHE_MEGABYTES: int = env.int("PAGE_CACHE_MEGABYTES", 0 if DEBUG else 16)
# Lines for a person where one looks, for machines everywhere else.
# Whoever starts this without asking for more is told only of what needs somebody: nothing waits for a reader of it.
LOG_FORMAT: str = env.str("LOG_FORMAT", "text", validate=LOG_FORMATS)

CANONICAL_ADDRESS = SITE_URL or f"http://{HOST}:{PORT}"
IS_HTTPS = CANONICAL_ADDRESS.startswith("https://")


def canonical_host() -> str:
    return urlsplit(CANONICAL_ADDRESS).hostname or HOST


def allowed_hosts() -> list[str]:
    """Those that are named, the canonical one, and this machine's own names while nothing else is said."""
    return [*ALLOWED_HOSTS, canonical_host(), "127.0.0.1", "localhost", "[::1]"]


def secret_key() -> str:
    """From SECRET_KEY, or the file SECRET_KEY_FILE names, or made once and kept in DATA_DIR."""
    given: str = env.str("SECRET_KEY", "")
    if given:
        return given
    path = Path(env.str("SECRET_KEY_FILE", "") or DATA_DIR / "secret-key")
    return _kept_secret(path)


def _kept_secret(path: Path) -> str:
    try:
        if not path.exists():
            _keep(path, secrets.token_urlsafe(64))
        return path.read_text().strip()
    except OSError as error:
        sys.exit(f"The secret key cannot be kept in {path}: {error.strerror}.")


def _keep(path: Path, secret: str) -> None:
    """Whole or not at all, and the first of two that try it at once wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secret)
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
