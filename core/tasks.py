"""Long work that lost its worker is taken up again."""

from celery import current_app, shared_task
from django.utils import timezone

from core.services import end_dead_stops, jobs_to_take_up


@shared_task
def take_up_jobs() -> None:
    """Send the task of each job that waits in vain, or whose worker died."""
    now = timezone.now()
    end_dead_stops(now=now)
    for job in jobs_to_take_up(now=now):
        current_app.send_task(job.task, args=[job.pk])
