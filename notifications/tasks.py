"""Work of the Celery worker: deliver what waits, publish what is being released.

The tasks carry no data but a key. Each looks into the database for what there is to do, so one that is sent
twice does no harm, and one that is lost is made good by beat. They read the clock for each slice, for a run
may last; and they yield after a while, so that a large release does not keep all other work waiting.
"""

import time
from typing import Final

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from notifications.delivery import deliver_due
from notifications.models import LetterBatch
from notifications.services import publish_slice
from notifications.services.batches import RELEASE_TASK
from notifications.services.outbox import ask_for_delivery, send_task_on_commit, take_hint
from notifications.states import BatchState

YIELD_SECONDS: Final = 20


@shared_task
def deliver_waiting_mail() -> None:
    """Send the e-mails that are due, batch after batch."""
    take_hint()
    deadline = time.monotonic() + YIELD_SECONDS
    while time.monotonic() < deadline:
        counts = deliver_due(now=timezone.now())
        if counts.is_server_away or counts.claimed < settings.MAIL_BATCH_SIZE:
            return
    ask_for_delivery()


@shared_task
def release_letters(batch_id: int) -> None:
    """Publish and announce the letters of a batch being released, slice after slice."""
    batch = LetterBatch.objects.get(pk=batch_id)
    deadline = time.monotonic() + YIELD_SECONDS
    while time.monotonic() < deadline:
        if not publish_slice(batch=batch, now=timezone.now()):
            return
    send_task_on_commit(RELEASE_TASK, batch_id)


@shared_task
def resume_releases() -> None:
    """Take up every release that was begun and is not finished."""
    for batch_id in LetterBatch.objects.filter(state=BatchState.RELEASING).values_list("pk", flat=True):
        send_task_on_commit(RELEASE_TASK, batch_id)
