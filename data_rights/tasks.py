"""Long work about data rights, and what the clock does."""

from celery import shared_task
from django.utils import timezone

from core.services import run_job
from data_rights import services


@shared_task(name="data_rights.tasks.write_export")
def write_export(job_id: int) -> None:
    """Write the file with everything about a person."""
    now = timezone.now()
    run_job(job_id=job_id, work=lambda job: services.write_export(job=job, now=now))


@shared_task(name="data_rights.tasks.forget_exports")
def forget_exports() -> None:
    """Remove files whose time is over."""
    services.forget_expired_exports(now=timezone.now())


@shared_task(name="data_rights.tasks.keep_consent_texts")
def keep_consent_texts() -> None:
    """Keep the words that people agree to as they read today."""
    services.keep_consent_texts(now=timezone.now())


@shared_task(name="data_rights.tasks.run_retention")
def run_retention() -> None:
    """Erase what has been kept for its time, where the switch for all is on."""
    services.run_retention(now=timezone.now(), is_dry=False)
