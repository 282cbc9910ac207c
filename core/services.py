"""Writes of the mechanisms every room uses: audit records and jobs."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from django.db import transaction
from django.db.models import F, Model, Q
from django.utils import timezone

from core.models import AuditRecord, Job, JobState

Item = TypeVar("Item")


def record_audit(
    *,
    now: datetime,
    by: Any,
    verb: str,
    subject: Model,
    key: str = "",
    purpose: str = "",
    details: Any = None,
) -> AuditRecord:
    """Write down that `by` did `verb` to `subject`; `key` names it for people (default: its primary key)."""
    return AuditRecord.objects.create(
        at=now,
        by=by,
        verb=verb,
        object_type=subject._meta.label_lower,
        object_key=key or str(subject.pk),
        purpose=purpose,
        details=details or {},
    )


class JobStopped(Exception):
    """Somebody asked the job to stop; what was done so far stands and the job can be resumed."""


LOST_AFTER: Final = timedelta(minutes=2)
"""A job that still waits after this time is sent once more; a job is never run twice at once."""
DEAD_AFTER: Final = timedelta(minutes=15)
"""A job that gave no sign of life for this time lost its worker and may be taken up by another."""


def create_job(
    *, kind: str, label: str, parameters: dict[str, Any], by: Any, now: datetime, task: str = ""
) -> Job:
    """Create a waiting job; the caller sends the Celery task named `task` on commit with the job's id."""
    return Job.objects.create(
        kind=kind, label=label, parameters=parameters, task=task, created_by=by, created_at=now
    )


def run_job(*, job_id: int, work: Callable[[Job], dict[str, Any]]) -> Job:
    """Run `work` for a job that waits, or whose worker died, and note how it ended.

    `work` calls `report_progress` now and then, which raises JobStopped when somebody asked for that, and
    returns the outcome (JSON). A job that is running, or has ended, is left alone.
    """
    job = _claim(job_id)
    if job is None:
        return Job.objects.get(pk=job_id)
    try:
        outcome = work(job)
    except JobStopped:
        return _end(job, JobState.STOPPED)
    except Exception as error:
        _end(job, JobState.FAILED, error=f"{type(error).__name__}: {error}"[:4000])
        raise
    return _end(job, JobState.DONE, outcome=outcome)


def _claim(job_id: int) -> Job | None:
    now = timezone.now()
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job_id)
        if job.state != JobState.WAITING and not _is_dead(job, now):
            return None
        job.state = JobState.RUNNING
        job.started_at = job.seen_at = now
        job.ended_at = None
        job.error = ""
        job.save(update_fields=["state", "started_at", "seen_at", "ended_at", "error"])
    return job


def _is_dead(job: Job, now: datetime) -> bool:
    return job.state == JobState.RUNNING and job.seen_at is not None and job.seen_at < now - DEAD_AFTER


def _end(job: Job, state: JobState, *, outcome: dict[str, Any] | None = None, error: str = "") -> Job:
    job.state = state
    job.ended_at = timezone.now()
    job.outcome = outcome or job.outcome
    job.error = error
    job.save(update_fields=["state", "ended_at", "outcome", "error"])
    return job


def report_progress(job: Job, *, done: int | None = None, more: int = 0, total: int | None = None) -> None:
    """Write how far the job is (`done`, or `more` than before); raise JobStopped if it was asked to stop."""
    changes: dict[str, Any] = {"done": done if done is not None else F("done") + more}
    if total is not None:
        changes["total"] = total
    Job.objects.filter(pk=job.pk).update(seen_at=timezone.now(), **changes)
    if Job.objects.filter(pk=job.pk, state=JobState.STOPPING).exists():
        raise JobStopped


def stop_job(*, job: Job) -> None:
    """Ask a job to stop at its next report; one that has not begun is stopped at once."""
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(state=JobState.STOPPING)
    Job.objects.filter(pk=job.pk, state=JobState.WAITING).update(state=JobState.STOPPED)


def resume_job(*, job: Job, now: datetime) -> bool:
    """Let a job that was stopped or failed wait for a worker again; say whether it does."""
    ended = Job.objects.filter(pk=job.pk, state__in=[JobState.STOPPED, JobState.FAILED]).exclude(task="")
    return bool(ended.update(state=JobState.WAITING, created_at=now, ended_at=None))


def end_dead_stops(*, now: datetime) -> int:
    """Call stopped what was asked to stop and whose worker died before it could."""
    dead = Job.objects.filter(state=JobState.STOPPING, seen_at__lt=now - DEAD_AFTER)
    return dead.update(state=JobState.STOPPED, ended_at=now)


def jobs_to_take_up(*, now: datetime) -> list[Job]:
    """Jobs no worker heard of, such as when the broker was away, and jobs whose worker died, oldest first."""
    lost = Q(state=JobState.WAITING, created_at__lt=now - LOST_AFTER)
    dead = Q(state=JobState.RUNNING, seen_at__lt=now - DEAD_AFTER)
    return list(Job.objects.filter(lost | dead).exclude(task="").order_by("pk"))


def in_batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield `items` in lists of at most `size`."""
    batch: list[Item] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
