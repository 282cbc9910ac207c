"""Work of the Celery worker: digests, the yearly question, and forgetting.

Each task looks into the database for what there is to do, so one that is sent twice or dies does no harm,
and the next one goes on where it ended. A run over many alerts yields after a while to other work.
"""

import time
from collections.abc import Callable
from typing import Final

from celery import shared_task
from django.utils import timezone

from alerts.services import DigestRun, ask_whether_still_wanted, forget, send_digests
from notifications.services import send_task_on_commit

SLICE: Final = 100
YIELD_SECONDS: Final = 20
SEND_TASK: Final = "alerts.tasks.send_due_digests"
ASK_TASK: Final = "alerts.tasks.ask_about_old_alerts"


@shared_task
def send_due_digests() -> None:
    """Write the digests that are due, slice after slice."""
    run = DigestRun(now=timezone.now())
    _in_slices(lambda: send_digests(run=run, limit=SLICE), SEND_TASK)


@shared_task
def ask_about_old_alerts() -> None:
    """Ask whether alerts that nobody has said to want for a year are still wanted."""
    now = timezone.now()
    _in_slices(lambda: ask_whether_still_wanted(now=now, limit=SLICE), ASK_TASK)


@shared_task
def forget_alerts() -> None:
    """Erase what is kept no longer."""
    forget(now=timezone.now())


def _in_slices(work: Callable[[], int], task: str) -> None:
    """Repeat `work` while it finds something; after some seconds, leave the rest to a task of its own."""
    deadline = time.monotonic() + YIELD_SECONDS
    while time.monotonic() < deadline:
        if work() < SLICE:
            return
    send_task_on_commit(task)
