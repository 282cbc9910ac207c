"""Production. Nothing secret has a default; what is missing is named, and the site does not start."""

import os

from epso_site.settings.base import *  # noqa: F403 -- a settings module is read as one namespace
from epso_site.settings.environment import broker_from_url, cache_from_url, database_from_url, required

_given = required(
    {
        "SECRET_KEY": "a long random text that signs sessions and links (50 characters or more).",
        "DATABASE_URL": "the PostgreSQL database, as postgresql://user:password@host:port/name.",
        "REDIS_URL": "the Valkey or Redis for cache and task queue, as redis://host:port/0.",
        "ALLOWED_HOSTS": "the host names the site answers to, separated by commas.",
        "SITE_URL": "the address people see, as https://host, without a slash at the end.",
        "SPECIAL_NEEDS_KEY": "the key that seals requests for adjusted tests; see docs/documents.md.",
        "EMAIL_HOST": "the SMTP server that takes outgoing mail.",
        "DEFAULT_FROM_EMAIL": "the address that mail comes from.",
    }
)

DEBUG = False
SPECIAL_NEEDS_KEY = _given["SPECIAL_NEEDS_KEY"]
SECRET_KEY = _given["SECRET_KEY"]
ALLOWED_HOSTS = [host.strip() for host in _given["ALLOWED_HOSTS"].split(",")]
SITE_URL = _given["SITE_URL"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DATABASES = {"default": database_from_url(_given["DATABASE_URL"])}
REDIS_URL = _given["REDIS_URL"]
CACHES = {"default": cache_from_url(REDIS_URL)}
CELERY_BROKER_URL = os.environ.get("BROKER_URL") or broker_from_url(REDIS_URL)

# How many proxies before the site write X-Forwarded-For: limits count the people behind them.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("ALLAUTH_TRUSTED_PROXY_COUNT", "0"))

DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _given["EMAIL_HOST"]
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "") == "1"
DEFAULT_FROM_EMAIL = _given["DEFAULT_FROM_EMAIL"]

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
