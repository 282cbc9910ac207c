"""Long work about applications, done by Celery."""

from celery import shared_task
from django.utils import timezone

from applications import services
from core.services import run_job


@shared_task
def write_change_letters(job_id: int) -> None:
    """Write the letters about a change of a competition to all its applicants."""
    now = timezone.now()
    run_job(job_id=job_id, work=lambda job: services.write_change_letters(job=job, now=now))
