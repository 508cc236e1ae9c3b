"""The environment, read in one place. `.env.example` documents every variable; a test compares the two."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env, validate

from config.values import contact, hosts, networks, site, zone

BASE_DIR = Path(__file__).resolve().parent.parent

LOG_FORMATS = validate.OneOf(["json", "text"])
PORTS, SOME, NONE_OR_MORE = validate.Range(1, 65535), validate.Range(min=1), validate.Range(min=0)

env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)

# An empty one counts as not set, here as in `.env.example`: an empty folder would be the checkout itself.
HOST: str = env.str("HOST", "") or "127.0.0.1"
PORT: int = env.int("PORT", 8000, validate=PORTS)
DATA_DIR: Path = Path(env.str("DATA_DIR", "") or "var").expanduser()
DATA_DIR = DATA_DIR if DATA_DIR.is_absolute() else BASE_DIR / DATA_DIR
DATABASE_URL: str = env.str("DATABASE_URL", "")
REPLICA_URL: str = env.str("REPLICA_URL", "")
REPLICA_LAG_SECONDS: float = env.float("REPLICA_LAG_SECONDS", 1.0, validate=NONE_OR_MORE)
SITE_URL: str = site(env.str("SITE_URL", "", validate=site))
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", [], subcast=str.strip, validate=hosts)
TRUSTED_PROXIES: list[str] = env.list("TRUSTED_PROXIES", [], subcast=str.strip, validate=networks)
METRICS_ALLOWED: list[str] = env.list("METRICS_ALLOWED", ["127.0.0.0/8", "::1"], subcast=str.strip, validate=networks)
MEDIA_STORAGE_URL: str = env.str("MEDIA_STORAGE_URL", "")
EMAIL_URL: str = env.str("EMAIL_URL", "")
SECURITY_CONTACT: str = env.str("SECURITY_CONTACT", "", validate=contact)
LOAD_DEMO: bool = env.bool("LOAD_DEMO", True)
DEMO_PASSWORD: str = env.str("DEMO_PASSWORD", "")
STAFF_PASSWORD: str = env.str("STAFF_PASSWORD", "")
WEB_CONCURRENCY: int = env.int("WEB_CONCURRENCY", 2, validate=SOME)
TIME_ZONE: str = env.str("TIME_ZONE", "", validate=zone) or "Europe/Warsaw"
DEBUG: bool = env.bool("DEBUG", False)
CDN_URL: str = env.str("CDN_URL", "")
PAGE_CACHE_MEGABYTES: int = env.int("PAGE_CACHE_MEGABYTES", 0 if DEBUG else 16, validate=NONE_OR_MORE)
# Lines for a person where one looks, for machines everywhere else.
# Whoever starts this without asking for more is told only of what needs somebody: nothing waits for a reader of it.
LOG_FORMAT: str = env.str("LOG_FORMAT", "text", validate=LOG_FORMATS)

# In brackets, lest the last part of an IPv6 address be taken for the port.
LISTENS_ON = f"[{HOST}]:{PORT}" if ":" in HOST else f"{HOST}:{PORT}"
CANONICAL_ADDRESS = SITE_URL or f"http://{LISTENS_ON}"
IS_HTTPS = CANONICAL_ADDRESS.startswith("https://")


def canonical_host() -> str:
    host = urlsplit(CANONICAL_ADDRESS).hostname or HOST
    return f"[{host}]" if ":" in host else host


def allowed_hosts() -> list[str]:
    """Those that are named, the canonical one, and this machine's own names while nothing else is said."""
    return [*ALLOWED_HOSTS, canonical_host(), "127.0.0.1", "localhost", "[::1]"]


def secret_key() -> str:
    """From SECRET_KEY, or the file SECRET_KEY_FILE names, or made once and kept in DATA_DIR."""
    given: str = env.str("SECRET_KEY", "")
    named: str = env.str("SECRET_KEY_FILE", "")
    return given or (_read_secret(Path(named)) if named else _kept_secret(DATA_DIR / "secret-key"))


def _read_secret(path: Path) -> str:
    """
    Never made: whoever names a file has a key, and with another one all links that were given out would stop working.
    """
    try:
        found = path.read_text().strip()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise ImproperlyConfigured(f"SECRET_KEY_FILE names {path}, which cannot be read: {reason}.") from None
    if not found:
        raise ImproperlyConfigured(f"SECRET_KEY_FILE names {path}, which is empty.")
    return found


def _kept_secret(path: Path) -> str:
    try:
        if not path.exists():
            _keep(path, secrets.token_urlsafe(64))
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"The secret key cannot be kept in {path}: {error.strerror}.") from None


def _keep(path: Path, secret: str) -> None:
    """Whole or not at all, and the first of two that try it at once wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secret)
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
