"""What runs by the clock."""

from celery import shared_task
from django.utils import timezone

from complaints.services.reminders import remind_of_lapsing_rights


@shared_task
def remind() -> None:
    """Tell candidates of decisions they have not opened and can soon no longer contest."""
    remind_of_lapsing_rights(now=timezone.now())
