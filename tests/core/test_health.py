"""Liveness and readiness, against the session's real database and Valkey and a real worker."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from core import health
from tests.conftest import WorkerProcess, wait_until


def test_live_answers_without_a_database(client: Client) -> None:
    # The mark `django_db` is missing on purpose: any query would fail this test.
    answer = client.get("/health/live")

    assert (answer.status_code, answer.content) == (200, b"live\n")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.django_db
def test_without_a_worker_the_site_is_not_ready(client: Client) -> None:
    answer = client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False,
        "checks": {"database": True, "cache": True, "worker": False, "migrations": True},
    }


@pytest.mark.django_db
def test_with_a_heartbeat_the_site_is_ready(client: Client) -> None:
    health.record_worker_heartbeat()

    answer = client.get("/health/ready")

    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "checks": {"database": True, "cache": True, "worker": True, "migrations": True},
    }


@pytest.mark.django_db
def test_a_migration_that_was_not_applied_makes_the_site_not_ready(client: Client) -> None:
    health.record_worker_heartbeat()
    MigrationRecorder(connection).record_unapplied("contenttypes", "0002_remove_content_type_name")

    answer = client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"] is False


@pytest.mark.django_db
def test_a_migration_of_a_newer_release_does_no_harm(client: Client) -> None:
    health.record_worker_heartbeat()
    MigrationRecorder(connection).record_applied("core", "9999_of_a_newer_release")

    assert client.get("/health/ready").status_code == 200


@pytest.mark.django_db
def test_a_cache_that_does_not_answer_makes_the_site_not_ready(
    client: Client, unreachable_cache: None
) -> None:
    answer = client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json()["checks"] == {
        "database": True,
        "cache": False,
        "worker": False,
        "migrations": True,
    }


def test_a_heartbeat_that_cannot_be_written_does_not_stop_the_worker(unreachable_cache: None) -> None:
    health.record_worker_heartbeat()
    health.forget_worker_heartbeat()


def test_a_heartbeat_expires() -> None:
    health.record_worker_heartbeat()

    assert 0 <= _age_of_the_heartbeat() < health.HEARTBEAT_LIFETIME_SECONDS


@pytest.mark.django_db
def test_readiness_costs_the_same_few_queries_each_time(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    request = RequestFactory().get("/health/ready")
    health.ready(request)

    with django_assert_num_queries(3):  # the database's answer, the table of migrations, its rows
        health.ready(request)


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
@pytest.mark.django_db
def test_health_is_never_cached_and_only_read(client: Client, path: str) -> None:
    assert "no-store" in client.get(path)["Cache-Control"]
    assert client.post(path).status_code == 405


@pytest.mark.slow
def test_a_real_worker_makes_the_site_ready_until_it_stops(
    client: Client, start_worker: Callable[..., WorkerProcess]
) -> None:
    before = client.get("/health/ready").json()["checks"]["worker"]
    worker = start_worker()
    during = client.get("/health/ready").json()["checks"]["worker"]
    worker.stop()
    after = client.get("/health/ready").json()["checks"]["worker"]

    assert (before, during, after) == (False, True, False)


@pytest.mark.slow
def test_a_worker_renews_its_heartbeat_and_one_that_hangs_does_not(
    start_worker: Callable[..., WorkerProcess],
) -> None:
    worker = start_worker()
    wait_until(lambda: _age_of_the_heartbeat() >= 2)
    wait_until(lambda: _age_of_the_heartbeat() < 2)

    os.kill(worker.process.pid, signal.SIGSTOP)

    wait_until(lambda: _age_of_the_heartbeat() > health.HEARTBEAT_SECONDS + 1)


def _age_of_the_heartbeat() -> int:
    """Whole seconds since the worker last spoke, read from what is left of the key's lifetime."""
    key = cache.make_key(health.HEARTBEAT_KEY)
    client = cache._cache.get_client()  # type: ignore[attr-defined]  # Django has no public way
    return health.HEARTBEAT_LIFETIME_SECONDS - int(client.ttl(key))


@pytest.fixture
def unreachable_cache(settings) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",  # nothing listens on port 1
        }
    }
