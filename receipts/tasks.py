"""What the clock does to the chain."""

from celery import shared_task
from django.utils import timezone

from receipts.services import close_days


@shared_task(name="receipts.tasks.close_days")
def close_days_that_are_over() -> int:
    """Close the days that are over; say how many."""
    return len(close_days(now=timezone.now()))
