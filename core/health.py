"""Whether the site lives, and whether it is ready: what a load balancer and ``make run`` ask.

``/health/live`` answers as long as the process does. ``/health/ready`` answers 200 only when the
database, the cache, a worker and the migrations are all there, and 503 otherwise, naming each.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache as remember
from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)

HEARTBEAT_KEY: Final = "health:worker"
HEARTBEAT_SECONDS: Final = 5.0
# Three beats may be missed: a loaded machine is not a dead worker.
HEARTBEAT_LIFETIME_SECONDS: Final = 20


def record_worker_heartbeat() -> None:
    """Say that a worker lives; the word expires after HEARTBEAT_LIFETIME_SECONDS.

    A cache that does not answer is logged and not raised: the beat after it may be heard.
    """
    try:
        cache.set(HEARTBEAT_KEY, True, timeout=HEARTBEAT_LIFETIME_SECONDS)
    except Exception:
        logger.warning("The worker's heartbeat could not be written to the cache.", exc_info=True)


def forget_worker_heartbeat() -> None:
    """Say that the worker has stopped. Another one, where there are several, is heard within seconds."""
    try:
        cache.delete(HEARTBEAT_KEY)
    except Exception:
        logger.warning("The worker's heartbeat could not be removed from the cache.", exc_info=True)


@login_not_required
@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """Answer 200 in plain text, asking nothing of any other server."""
    return HttpResponse("live\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Answer ``{"ready": bool, "checks": {name: bool}}``: 200 when every check holds, 503 otherwise."""
    checks = {name: _holds(name, check) for name, check in CHECKS.items()}
    is_ready = all(checks.values())
    response = JsonResponse({"ready": is_ready, "checks": checks}, status=200 if is_ready else 503)
    # Django logs every 503 as an error of the server; here it is an answer, and `_holds` has logged why.
    setattr(response, "_has_been_logged", True)  # noqa: B010 -- the attribute has no public name
    return response


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def cache_answers() -> bool:
    """Whether the cache returns what was written to it a moment ago."""
    cache.set("health:cache", "written", timeout=HEARTBEAT_LIFETIME_SECONDS)
    return bool(cache.get("health:cache") == "written")


def worker_is_alive() -> bool:
    return bool(cache.get(HEARTBEAT_KEY, default=False))


def migrations_are_applied() -> bool:
    """Whether the database has every migration that this code has; more of them do no harm here."""
    return _migrations_of_the_code() <= MigrationRecorder(connection).applied_migrations().keys()


@remember
def _migrations_of_the_code() -> frozenset[tuple[str, str]]:
    # The files cannot change under a running process, and reading them takes longer than all checks together.
    return frozenset(MigrationLoader(None).disk_migrations)


CHECKS: Final[dict[str, Callable[[], bool]]] = {
    "database": database_answers,
    "cache": cache_answers,
    "worker": worker_is_alive,
    "migrations": migrations_are_applied,
}


def _holds(name: str, check: Callable[[], bool]) -> bool:
    """The check's answer; False, with the reason in the log alone, where it raises."""
    try:
        return check()
    except Exception as error:
        logger.warning("Not ready: the check %s failed: %s", name, error)
        return False
