"""What the clock does to reserve lists."""

import logging

from celery import shared_task
from django.core.exceptions import ValidationError
from django.utils import timezone

from recruitment.services import due_runs, establish_reserve_lists, expire_lists, tell_of_list_ends

logger = logging.getLogger(__name__)


@shared_task(name="recruitment.tasks.establish_due_lists")
def establish_due_lists() -> int:
    """Draw up the reserve lists of released final rankings; say for how many rankings.

    One that cannot be is named in the log and does not keep the others waiting.
    """
    established = 0
    for run in due_runs():
        try:
            establish_reserve_lists(run=run, by=None, now=timezone.now())
        except ValidationError as error:
            logger.error("No reserve list from ranking %s: %s", run, "; ".join(error.messages))
        else:
            established += 1
    return established


@shared_task(name="recruitment.tasks.expire_due_lists")
def expire_due_lists() -> int:
    """Note the competitions whose reserve lists have all ended; say how many."""
    return len(expire_lists(now=timezone.now()))


@shared_task(name="recruitment.tasks.tell_of_list_ends")
def tell_of_ends() -> int:
    """Write to the laureates of lists that end soon or have ended; say to how many."""
    return tell_of_list_ends(now=timezone.now())
