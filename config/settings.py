"""All settings, for every environment: what differs comes from `config/env.py`."""

import sys
import warnings

from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _
from PIL import Image as PillowImage

from config import env, logs, mail
from config.database import databases
from config.storage import media_storage

# --- The place and the clock -------------------------------------------------------------------------------

BASE_DIR = env.BASE_DIR
DATA_DIR = env.DATA_DIR
DEBUG = env.DEBUG
TESTING = "pytest" in sys.modules
SECRET_KEY = env.secret_key()
SITE_URL = env.CANONICAL_ADDRESS
# Without a SITE_URL nobody has said which host is the canonical one, so none is enforced.
CANONICAL_HOST_ENFORCED = bool(env.SITE_URL)
ALLOWED_HOSTS = env.allowed_hosts()
TRUSTED_PROXIES = env.TRUSTED_PROXIES
METRICS_ALLOWED = env.METRICS_ALLOWED
CSRF_TRUSTED_ORIGINS = [SITE_URL]
USE_TZ = True
TIME_ZONE = env.TIME_ZONE

# --- The house ---------------------------------------------------------------------------------------------

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "config",
    "accounts",
    "analysis",
    "analysis.related",
    "analysis.frontend_cache",
    "analysis.newsletters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_prose_editor",
    "imagefield",
    "procrastinate.contrib.django",
    "simple_history",
    "taggit",
]

MIDDLEWARE = [
    "config.middleware.ProxyMiddleware",
    "config.observing.ObservingMiddleware",
    # Before whatever may answer by itself, so that redirects and files carry their headers too.
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.ContentSecurityPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "config.middleware.CanonicalAddressMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.CompressionMiddleware",
    # Behind whatever answers without the database, before whatever may ask it.
    "config.replica.reading.ReplicaMiddleware",
    "config.middleware.LanguageMiddleware",
    # Sessions are lazy: a reader page that asks for no user sends no cookie and no `Vary: Cookie`.
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "config.middleware.StaffPreferencesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    },
]
# Forms are drawn from `templates/` too.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data --------------------------------------------------------------------------------------------------

# Tests make a database of their own, which no replica has.
DATABASES = databases(env.DATABASE_URL, replica_url="" if TESTING else env.REPLICA_URL, data_dir=DATA_DIR)
DATABASE_ROUTERS = ["config.replica.reading.ReplicaRouter"]
# Behind by more than this it is not read. What was scheduled is there long before its instant all the same.
REPLICA_LAG_SECONDS = env.REPLICA_LAG_SECONDS
# Limits of the sign-in are counted here, and work that goes on keeps its place: in the database, where every process
# sees the same.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Beyond this number a third is thrown away, counts of failed attempts among them.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
# Whole pages in the memory of each web process (config/front.py); 0: none.
PAGE_CACHE_BYTES = env.PAGE_CACHE_MEGABYTES * 1024 * 1024
# Who is told of unplanned changes (analysis/frontend_cache/cdns.py); empty: nobody.
CDN_URL = env.CDN_URL

# Below this a probe says so: an issue's pictures, and what the database writes before somebody comes.
FREE_DISK_FLOOR = 200 * 1024 * 1024
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
PLAIN_STATIC = DEBUG or TESTING
WHITENOISE_USE_FINDERS = PLAIN_STATIC
WHITENOISE_AUTOREFRESH = PLAIN_STATIC
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    # No test writes into the bucket of a developer.
    "default": media_storage("" if TESTING else env.MEDIA_STORAGE_URL),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PLAIN_STATIC
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Pictures: 50 megapixels are a large camera's; anything above is refused before it is decoded.
IMAGE_MAX_BYTES = 20 * 1024 * 1024
PillowImage.MAX_IMAGE_PIXELS = 50_000_000
warnings.simplefilter("error", PillowImage.DecompressionBombWarning)
IMAGEFIELD_BIN_DEPTH = 2

# --- Languages ---------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian")), ("be", _("Belarusian"))]
# Some libraries have no Belarusian, or not the official spelling: theirs stands in a catalogue of its own.
LOCALE_PATHS = [BASE_DIR / "config" / "locale", BASE_DIR / "config" / "locale_of_libraries"]
FORMAT_MODULE_PATH = ["config.formats"]

# --- Sign-in -----------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    # Tests sign in hundreds of times, and protect nobody.
    *(["django.contrib.auth.hashers.MD5PasswordHasher"] if TESTING else []),
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# For the commands that make accounts; without one they make a password up.
DEMO_PASSWORD = env.DEMO_PASSWORD
STAFF_PASSWORD = env.STAFF_PASSWORD
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
PASSWORD_RESET_TIMEOUT = 3 * 3600
ACCOUNT_ADAPTER = "accounts.adapter.StaffAdapter"
ACCOUNT_FORMS = {
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# Django's own. The library's keeps a list of each account's addresses, where an old one would stay good for ever.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
# Attempts by minute or minutes, by visitor's address ("ip") and by account ("key", "user").
ACCOUNT_RATE_LIMITS = {
    "login": "20/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "10/m/ip,3/10m/key",
    "newsletter": "5/h/ip",
    "reset_password_from_key": "10/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Barometer"
# A telephone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
# Browsers offer passkeys on http only to `localhost`, which nobody else can be.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not env.IS_HTTPS

# --- What the browser is told ------------------------------------------------------------------------------

HTTPS = env.IS_HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "analysis.views.errors.stale"
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
# The canonical address middleware redirects to HTTPS in the same hop as to the host.
SECURE_SSL_REDIRECT = False
# W004: one letter case of one address is held by a constraint over Lower("email").
SILENCED_SYSTEM_CHECKS = ["auth.W004", "security.W008"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "microphone",
        "payment",
        "usb",
    )
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "upgrade-insecure-requests": HTTPS,
    }
}
# The desk: scripts by nonce; inline style attributes because pasting from word processors loses all bold without.
DESK_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, NONCE],
    "style-src-attr": [UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
}

# --- Mail, jobs, logs --------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = f"noreply@{env.canonical_host()}"
# To whom security.txt sends people who found a hole: an address, or a page.
SECURITY_CONTACT = env.SECURITY_CONTACT or f"mailto:security@{env.canonical_host()}"
if env.EMAIL_URL:
    vars().update(mail.settings_of(env.EMAIL_URL))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")

LOGGING = logs.configuration(env.LOG_FORMAT)
