"""Long work about applications, and what the clock does, done by Celery."""

from collections.abc import Iterator
from contextlib import contextmanager

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from applications import services
from applications.services.likeness import flag_possible_duplicates
from core.services import run_job


@shared_task
def write_change_letters(job_id: int) -> None:
    """Write the letters about a change of a competition to all its applicants."""
    now = timezone.now()
    run_job(job_id=job_id, work=lambda job: services.write_change_letters(job=job, now=now))


@shared_task
def write_confirmation_letters(job_id: int) -> None:
    """Write the letters that ask applicants to answer an amendment."""
    now = timezone.now()
    run_job(job_id=job_id, work=lambda job: services.write_confirmation_letters(job=job, now=now))


@shared_task(name="applications.tasks.write_of_deadlines")
def write_of_deadlines() -> dict[str, int]:
    """Remind candidates of deadlines and tell them where they stand after one; say how many letters."""
    with _alone("write-of-deadlines") as is_free:
        if not is_free:
            return {}
        now = timezone.now()
        return {
            "reminded": services.send_reminders(now=now),
            "told": services.tell_of_passed_deadlines(now=now),
        }


@contextmanager
def _alone(name: str) -> Iterator[bool]:
    """Keep two runs from doing the same work; letters are written once in any case."""
    is_free = cache.add(name, True, timeout=900)
    try:
        yield is_free
    finally:
        if is_free:
            cache.delete(name)


@shared_task(name="applications.tasks.compare_candidates")
def compare_candidates() -> int:
    """Tell staff of candidates who may have two accounts; say how many pairs are new."""
    return flag_possible_duplicates(now=timezone.now())
