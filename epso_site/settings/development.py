"""A developer's or visitor's own machine: `make run`."""

import os

from epso_site import embedded
from epso_site.settings.base import *  # noqa: F403 -- a settings module is read as one namespace
from epso_site.settings.base import VAR_DIR
from epso_site.settings.environment import broker_from_url, cache_from_url, database_from_url

DEBUG = os.environ.get("DEBUG", "") == "1"
SECRET_KEY = "for development only; production reads its own"  # noqa: S105 -- not a secret
SPECIAL_NEEDS_KEY = os.environ.get("SPECIAL_NEEDS_KEY") or "ZGV2ZWxvcG1lbnQgb25seSwgMzIgYnl0ZXMgbG9uZyE="
ALLOWED_HOSTS = ["*"]

_endpoints = embedded.endpoints(VAR_DIR)
DATABASES = {"default": database_from_url(os.environ.get("DATABASE_URL") or _endpoints.database_url)}
REDIS_URL = os.environ.get("REDIS_URL") or _endpoints.redis_url
CACHES = {"default": cache_from_url(REDIS_URL)}
CELERY_BROKER_URL = os.environ.get("BROKER_URL") or broker_from_url(REDIS_URL)

DELIVERY_EMAIL_BACKEND = "notifications.backends.MailFolderBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
STAFF_READ_ACCOUNT_MAIL = True
LOAD_DEMONSTRATION = os.environ.get("LOAD_DEMONSTRATION", "1") == "1"
REQUIRE_SECOND_FACTOR = os.environ.get("REQUIRE_SECOND_FACTOR", "") == "1"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
SHOW_GALLERY = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
