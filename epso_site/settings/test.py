"""The tests: like development, with its own databases, quick password hashing and no demonstration people."""

import os

from epso_site import embedded
from epso_site.settings.base import *  # noqa: F403 -- a settings module is read as one namespace
from epso_site.settings.base import VAR_DIR
from epso_site.settings.environment import cache_from_url, database_from_url

VAR_DIR = VAR_DIR / "test"
DEBUG = False
SECRET_KEY = "for tests only"  # noqa: S105 -- not a secret
SPECIAL_NEEDS_KEY = "ZGV2ZWxvcG1lbnQgb25seSwgMzIgYnl0ZXMgbG9uZyE="
ALLOWED_HOSTS = ["*"]

_endpoints = embedded.endpoints(VAR_DIR)
DATABASES = {"default": database_from_url(os.environ.get("TEST_DATABASE_URL") or _endpoints.database_url)}
DATABASES["default"]["OPTIONS"].pop("pool")
REDIS_URL = os.environ.get("TEST_REDIS_URL") or _endpoints.redis_url
CACHES = {"default": cache_from_url(REDIS_URL)}
CELERY_BROKER_URL = REDIS_URL

# Mail stays in memory, save where a test has started an SMTP server and names its port.
EMAIL_PORT = int(os.environ.get("TEST_SMTP_PORT", "0"))
EMAIL_HOST = "127.0.0.1"
DELIVERY_EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_PORT else 'locmem'}.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
LETTERS_A_SLICE = int(os.environ.get("TEST_LETTERS_A_SLICE", "1000"))
MAIL_LEASE_SECONDS = float(os.environ.get("TEST_MAIL_LEASE_SECONDS", "300"))
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
REQUIRE_SECOND_FACTOR = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
SHOW_GALLERY = True
WHITENOISE_USE_FINDERS = True
PUBLIC_PAGE_SECONDS = 0
# A test writes rows and reads them at once; those about keeping turn this on.
KEEP_VALUES = False
