"""The least that a Django with one model needs, and a pool of connections as the site has."""

import os
from pathlib import Path

from epso_site.settings.environment import database_from_url

SECRET_KEY = "for measurements only"  # noqa: S105 -- not a secret
DEBUG = False
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["epso_site.bench.bare"]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "epso_site.bench.bare.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
    }
]
DATABASES = {"default": database_from_url(os.environ["BENCH_DATABASE_URL"])}
USE_TZ = True
TIME_ZONE = "Europe/Brussels"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
