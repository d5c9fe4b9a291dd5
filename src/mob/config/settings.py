"""Django's settings, computed from `env.py`. Importing this file touches no file and opens no connection."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from mob.config import env as environment
from mob.kernel import clock

ENV = environment.load()
clock.set_offset(ENV.clock_offset)
PACKAGE = Path(__file__).resolve().parents[1]

TEST_SECRET = "only-for-tests-" + "x" * 50


def _secret() -> str:
    if ENV.secret_key:
        return ENV.secret_key
    if ENV.env == "test":
        return TEST_SECRET
    if ENV.secret_file.exists():
        return ENV.secret_file.read_text(encoding="ascii").strip()
    return ""  # Django refuses to sign with it; `mob` makes the file before anything needs it.


def _database(url: str) -> dict[str, Any]:
    parts = urlsplit(url or f"sqlite:///{ENV.home}/mob.db")
    if parts.scheme == "sqlite":
        name = parts.path[1:] if parts.path.startswith("//") else parts.path
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name if name.startswith("/") else str(ENV.home / name),
            "CONN_MAX_AGE": 600,  # opening is six pragmas and a schema to read; threads of the bridge are few and stay
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-8000;",
            },
        }
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    if ENV.env != "test":
        options["pool"] = {"min_size": 1, "max_size": ENV.web_threads + 2, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": "pool" not in options,
    }


SECRET_KEY = _secret()
DEBUG = False
ALLOWED_HOSTS = list(ENV.allowed_hosts) or [urlsplit(ENV.public_url).hostname or "localhost"]
if ENV.shows_demo:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]", "testserver"]

INSTALLED_APPS = [
    "mob.config.apps.ConfigConfig",
    "mob.privacy",
    "mob.journal",
    "mob.geography",
    "mob.identity",
    "mob.directory",
    "mob.catalogue",
    "mob.editorial",
    "mob.eligibility",
    "mob.documents",
    "mob.applications",
    "mob.payments",
    "mob.notifications",
    "mob.exports",
    "mob.insights",
    "mob.web",
    "mob.web.citizen",
    "mob.web.funder",
    "mob.web.admin",
    "mob.web.operator",
    "mob.web.account",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "mob.identity.apps.RegisterConfig",
    "oauth2_provider",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "mob.config.metrics.Metrics",
    "mob.config.health.Health",
    "mob.web.middleware.SecurityHeaders",
    "mob.web.staticfiles.StaticFiles",
    "django.middleware.gzip.GZipMiddleware",  # pages; random padding in the header hides lengths (BREACH)
    "django.contrib.sessions.middleware.SessionMiddleware",
    "mob.web.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mob.web.account.middleware.SessionRules",
    "mob.web.middleware.Hat",
    "mob.web.refusals.Refusals",
    "mob.web.middleware.Errors",
]

ROOT_URLCONF = "mob.config.urls"
WSGI_APPLICATION = "mob.config.wsgi.application"
DATABASES = {"default": _database(ENV.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mob.web.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "mob.web.templatetags.mob"],
        },
    }
]

AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "mob_language"
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = ENV.home / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "mob.web.staticfiles.HashedStatic"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

# Clear bytes of a proof never reach a disk: no temporary-file handler exists here.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 10_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 1

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "mob_cache"}}
SESSION_ENGINE = "mob.identity.session_store"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
if ENV.is_https:
    SESSION_COOKIE_NAME = "__Host-mob_session"
    CSRF_COOKIE_NAME = "__Host-mob_csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = ENV.is_production
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.trusted_proxies else None
else:
    SESSION_COOKIE_NAME = "mob_session"
    CSRF_COOKIE_NAME = "mob_csrf"
CSRF_TRUSTED_ORIGINS = [ENV.public_url] if ENV.is_https else []
CSRF_FAILURE_VIEW = "mob.web.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGIN_URL = "/connexion"
LOGIN_REDIRECT_URL = "/demandes"
APPEND_SLASH = False
SILENCED_SYSTEM_CHECKS: list[str] = []

from mob.config.accounts import *  # noqa: E402, F403
from mob.config.provider import *  # noqa: E402, F403
from mob.config.provider import QUIET  # noqa: E402

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "mob.config.logs.formatter", "kind": ENV.log_format}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": ENV.log_level},
    "loggers": {"django.request": {"level": "ERROR"}, "fontTools": {"level": "WARNING"}, **QUIET},
}
