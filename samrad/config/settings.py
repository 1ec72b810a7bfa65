"""Settings. One file; the environment decides what differs between installations.

Every variable is described in docs/operator/settings.md.
"""

from pathlib import Path
from typing import Any

import environ
from cryptography.fernet import Fernet
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from samrad.config.secrets import kept_secret

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

SAMRAD_VAR = Path(env.str("SAMRAD_VAR", default=str(BASE_DIR / "var")))
SAMRAD_DEMO = env.bool("SAMRAD_DEMO", default=False)
SAMRAD_URL = env.str("SAMRAD_URL", default="http://127.0.0.1:8000").rstrip("/")
DEBUG = env.bool("SAMRAD_DEBUG", default=False)
ALLOWED_HOSTS = env.list("SAMRAD_HOSTS", default=["localhost", "127.0.0.1"])
SECRET_KEY = env.str("SAMRAD_SECRET_KEY", default="") or kept_secret(
    SAMRAD_VAR / "keys" / "secret", make=get_random_secret_key
)
# Newest first; older keys still open what was sealed with them.
SAMRAD_DRAFT_KEYS: list[str] = env.list("SAMRAD_DRAFT_KEYS", default=[]) or [
    kept_secret(SAMRAD_VAR / "keys" / "drafts", make=lambda: Fernet.generate_key().decode())
]
HTTPS = SAMRAD_URL.startswith("https://")

INSTALLED_APPS = [
    "samrad.pages",
    "samrad.reporting",
    "samrad.quality",
    "samrad.invitations",
    "samrad.contributions",
    "samrad.planning",
    "samrad.consultations",
    "samrad.plans",
    "samrad.registry",
    "samrad.access",
    "samrad.downloads",
    "samrad.outbox",
    "samrad.files",
    "samrad.jobs",
    "samrad.journal",
    "samrad.users",
    "samrad.method",
    "samrad.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "template_partials",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "allauth",
    "allauth.account",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "samrad.core.language.language_middleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "samrad.config.urls"
WSGI_APPLICATION = "samrad.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]


def _database() -> dict[str, Any]:
    database: dict[str, Any] = dict(
        env.db("DATABASE_URL", default=f"sqlite:///{SAMRAD_VAR / 'samrad.sqlite3'}")
    )
    if database["ENGINE"].endswith("sqlite3"):
        database["ENGINE"] = "samrad.core.sqlite"
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            ),
        }
    else:
        database["CONN_MAX_AGE"] = 60
        database["CONN_HEALTH_CHECKS"] = True
    return database


DATABASES = {"default": _database()}
# What is counted when people sign in must be the same in every server process. Large enough that
# nobody can push another's count out of it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "samrad_cache",
        "KEY_FUNCTION": "samrad.core.ids.cache_key",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "pages:work"
LOGOUT_REDIRECT_URL = "pages:start"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# A mail to somebody without an account would lead to signing up, and there is no such page.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = "samrad_session"
CSRF_COOKIE_NAME = "samrad_csrf"
CSRF_FAILURE_VIEW = "samrad.pages.views.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SAMRAD_URL] if HTTPS else []
SECURE_SSL_REDIRECT = HTTPS and env.bool("SAMRAD_SSL_REDIRECT", default=False)
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
# Not "no-referrer": browsers then send "Origin: null" and no form would pass the CSRF check.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
# Signing in counts attempts by address too, and must see the same one behind the same proxies.
ALLAUTH_TRUSTED_PROXY_COUNT = SAMRAD_TRUSTED_PROXIES = env.int("SAMRAD_TRUSTED_PROXIES", default=0)

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="smtp://localhost:25")
EMAIL_BACKEND = (
    "samrad.outbox.mailbox.EmailBackend"
    if SAMRAD_DEMO
    else EMAIL_CONFIG["EMAIL_BACKEND"].replace(
        "django.core.mail.backends.smtp", "samrad.outbox.smtp"
    )
)
EMAIL_HOST = EMAIL_CONFIG.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = EMAIL_CONFIG.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = EMAIL_CONFIG.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = EMAIL_CONFIG.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = EMAIL_CONFIG.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL_CONFIG.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = env.str("SAMRAD_FROM_EMAIL", default="samrad@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Svenska")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "samrad_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "build" / "collected"
STATICFILES_DIRS = [BASE_DIR / "build" / "static"]
MEDIA_ROOT = SAMRAD_VAR / "unused-media"
# The method's booklet: built with the static files, as they are; written anew where it is missing.
SAMRAD_BOOKLETS = BASE_DIR / "build" / "booklets"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "blobs": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": SAMRAD_VAR / "files", "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
SAMRAD_MAX_UPLOAD = env.int("SAMRAD_MAX_UPLOAD", default=20 * 1024 * 1024)

# Who says what stands in the way before a consultation goes on (`samrad.consultations.gates`).
SAMRAD_GATEKEEPER = "samrad.quality.queries.gates.gatekeeper"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_tokens": {"()": "samrad.core.logs.WithoutTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["without_tokens"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
