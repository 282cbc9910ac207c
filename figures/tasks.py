"""What the clock does to figures."""

from celery import shared_task
from django.utils import timezone

from figures.services import take_snapshots as take


@shared_task(name="figures.tasks.take_snapshots")
def take_snapshots() -> int:
    """Count the applications of closed competitions anew, every night."""
    return take(now=timezone.now())
