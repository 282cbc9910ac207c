"""Production starts with everything it needs or not at all, and says in plain sentences what is missing."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from epso_site.settings.environment import broker_from_url, database_from_url, required

GIVEN = {
    "SECRET_KEY": "x" * 60,
    "DATABASE_URL": "postgresql://site:secret@db.example.eu/site",
    "REDIS_URL": "redis://cache.example.eu/0",
    "ALLOWED_HOSTS": "careers.example.eu, www.example.eu",
    "SITE_URL": "https://careers.example.eu",
    "EMAIL_HOST": "mail.example.eu",
    "SPECIAL_NEEDS_KEY": "ZGV2ZWxvcG1lbnQgb25seSwgMzIgYnl0ZXMgbG9uZyE=",
    "DEFAULT_FROM_EMAIL": "no-reply@example.eu",
}


def start(code="import django; django.setup()", **environment):
    """Load the settings of production in a process of its own, with this environment and no other."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "epso_site.settings.production",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_everything_it_needs():
    code = "from django.conf import settings; print(settings.ALLOWED_HOSTS, settings.LOAD_DEMONSTRATION)"
    assert start(code, **GIVEN).stdout == "['careers.example.eu', 'www.example.eu'] False\n"


@pytest.mark.parametrize("name", GIVEN)
def test_production_does_not_start_without(name):
    ended = start(**{key: value for key, value in GIVEN.items() if key != name})
    assert ended.returncode == 1
    assert f"The site cannot start.\n{name} is not set: " in ended.stderr


def test_production_names_all_that_is_missing_at_once():
    said = start().stderr
    assert [name for name in GIVEN if f"\n{name} is not set: " not in said] == []


def test_a_variable_that_is_set_is_given_back(monkeypatch):
    monkeypatch.setenv("EXAMPLE", "value")
    assert required({"EXAMPLE": "an example."}) == {"EXAMPLE": "value"}


def test_a_database_other_than_postgresql_is_refused():
    with pytest.raises(ImproperlyConfigured, match="postgresql://"):
        database_from_url("mysql://db.example.eu/site")


def test_the_parts_of_a_database_address_are_read():
    read = database_from_url("postgresql://us%40er:p%2Fw@db.example.eu:5433/site?sslmode=require")
    assert {key: read[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "site",
        "USER": "us@er",
        "PASSWORD": "p/w",
        "HOST": "db.example.eu",
        "PORT": "5433",
    }
    assert read["OPTIONS"]["sslmode"] == "require"


def test_a_socket_folder_wins_over_the_host():
    assert database_from_url("postgresql:///site?host=/run/postgresql")["HOST"] == "/run/postgresql"


@pytest.mark.parametrize(
    "cache, broker",
    [
        ("redis://host:6379/0", "redis://host:6379/1"),
        (
            "rediss://user:word@host:6380/4?ssl_cert_reqs=required",
            "rediss://user:word@host:6380/5?ssl_cert_reqs=required",
        ),
        ("redis://host:6379", "redis://host:6379/1"),
        ("redis://host:6379/", "redis://host:6379/1"),
    ],
)
def test_the_task_queue_lies_in_the_database_after_that_of_the_cache(cache, broker):
    assert broker_from_url(cache) == broker


@pytest.mark.parametrize(
    "given, broker",
    [({}, "redis://cache.example.eu/1"), ({"BROKER_URL": "redis://other/0"}, "redis://other/0")],
)
def test_production_keeps_cache_and_task_queue_apart(given, broker):
    code = (
        "from django.conf import settings as site;"
        "print(site.CACHES['default']['LOCATION'], site.CELERY_BROKER_URL)"
    )
    assert start(code, **GIVEN, **given).stdout == f"{GIVEN['REDIS_URL']} {broker}\n"


def test_production_believes_no_proxy_unless_it_is_told_how_many_there_are():
    code = "from django.conf import settings; print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)"
    assert start(code, **GIVEN).stdout == "0\n"
    assert start(code, **GIVEN, ALLAUTH_TRUSTED_PROXY_COUNT="2").stdout == "2\n"
