"""`make bench`: as in production, on servers of its own, with demonstration data and mail to a local sink."""

import os

from epso_site import embedded
from epso_site.settings.base import *  # noqa: F403 -- a settings module is read as one namespace
from epso_site.settings.base import VAR_DIR
from epso_site.settings.environment import cache_from_url, database_from_url

VAR_DIR = VAR_DIR / "bench"
DEBUG = False
SECRET_KEY = "for measurements only"  # noqa: S105 -- not a secret
SPECIAL_NEEDS_KEY = "ZGV2ZWxvcG1lbnQgb25seSwgMzIgYnl0ZXMgbG9uZyE="
ALLOWED_HOSTS = ["*"]

_endpoints = embedded.endpoints(VAR_DIR)
DATABASES = {"default": database_from_url(_endpoints.database_url)}
REDIS_URL = _endpoints.redis_url
CACHES = {"default": cache_from_url(REDIS_URL)}
CELERY_BROKER_URL = REDIS_URL

DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "127.0.0.1"
LOAD_DEMONSTRATION = True
REQUIRE_SECOND_FACTOR = False
PUBLIC_PAGE_SECONDS = int(os.environ.get("BENCH_PUBLIC_PAGE_SECONDS", "10"))

STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
