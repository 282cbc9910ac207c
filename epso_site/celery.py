"""The Celery application: ``celery -A epso_site worker`` and ``celery -A epso_site beat``."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery, bootsteps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "epso_site.settings.development")

app = Celery("epso_site")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


class Heartbeat(bootsteps.StartStopStep):
    """While the worker is connected to its broker, it says so in the cache, where /health/ready reads it.

    The worker's own event loop beats, not a thread and not a task: a worker that hangs falls silent, and
    one that is merely busy does not.
    """

    requires = ("celery.worker.components:Timer",)

    def __init__(self, worker: Any, **kwargs: Any) -> None:
        super().__init__(worker, **kwargs)
        self.entry: Any = None

    def start(self, worker: Any) -> None:
        from core import health  # needs the Django settings, which this module is imported to set up

        health.record_worker_heartbeat()
        self.entry = worker.timer.call_repeatedly(health.HEARTBEAT_SECONDS, health.record_worker_heartbeat)

    def stop(self, worker: Any) -> None:
        from core import health

        if self.entry is not None:
            self.entry.cancel()
        health.forget_worker_heartbeat()


app.steps["worker"].add(Heartbeat)
