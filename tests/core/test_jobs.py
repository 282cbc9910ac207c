"""Long work: one worker at a time, stopped and resumed, taken up again when its worker died."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.models import Job, JobState
from core.services import (
    DEAD_AFTER,
    LOST_AFTER,
    create_job,
    end_dead_stops,
    jobs_to_take_up,
    report_progress,
    resume_job,
    run_job,
    stop_job,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def make_job(**values: Any) -> Job:
    job = create_job(kind="trial", label="A trial", parameters={}, task="trial.task", by=None, now=NOW)
    Job.objects.filter(pk=job.pk).update(**values)
    job.refresh_from_db()
    return job


def run(job: Job, work: Any = lambda job: {"answer": 42}) -> Job:
    return run_job(job_id=job.pk, work=work)


def test_a_job_that_waits_is_run_and_keeps_its_outcome():
    ended = run(make_job())
    assert (ended.state, ended.outcome) == (JobState.DONE, {"answer": 42})


@pytest.mark.parametrize("state", [JobState.DONE, JobState.STOPPED, JobState.STOPPING, JobState.FAILED])
def test_a_job_that_ended_is_not_run_again(state):
    assert run(make_job(state=state, seen_at=NOW)).outcome == {}


def test_a_job_that_another_worker_runs_is_left_alone():
    assert run(make_job(state=JobState.RUNNING, seen_at=timezone.now())).state == JobState.RUNNING


def test_a_job_whose_worker_died_is_run_by_another():
    seen = timezone.now() - DEAD_AFTER - timedelta(seconds=1)
    assert run(make_job(state=JobState.RUNNING, seen_at=seen)).state == JobState.DONE


def test_a_job_stops_at_its_next_report():
    job = make_job()

    def work(claimed: Job) -> dict[str, Any]:
        report_progress(claimed, done=1, total=3)
        stop_job(job=claimed)
        report_progress(claimed, done=2)
        raise AssertionError("the job went on")

    ended = run(job, work)
    assert (ended.state, Job.objects.get().done) == (JobState.STOPPED, 2)


def test_a_job_that_has_not_begun_is_stopped_at_once_and_not_run():
    job = make_job()
    stop_job(job=job)
    assert run(job).state == JobState.STOPPED


def test_a_job_that_fails_says_why():
    with pytest.raises(ZeroDivisionError):
        run(make_job(), lambda job: {"answer": 1 // 0})
    failed = Job.objects.get()
    assert failed.state == JobState.FAILED
    assert failed.error.startswith("ZeroDivisionError:")


@pytest.mark.parametrize(
    ("state", "resumed"),
    [
        (JobState.WAITING, False),
        (JobState.RUNNING, False),
        (JobState.STOPPING, False),
        (JobState.STOPPED, True),
        (JobState.DONE, False),
        (JobState.FAILED, True),
    ],
)
def test_only_a_job_that_was_stopped_or_failed_is_resumed(state, resumed):
    job = make_job(state=state)
    assert resume_job(job=job, now=NOW) is resumed
    assert Job.objects.get().state == (JobState.WAITING if resumed else state)


def test_jobs_that_wait_in_vain_or_lost_their_worker_are_taken_up():
    lost = make_job(created_at=NOW - LOST_AFTER - timedelta(seconds=1))
    dead = make_job(state=JobState.RUNNING, seen_at=NOW - DEAD_AFTER - timedelta(seconds=1))
    make_job(created_at=NOW)
    make_job(state=JobState.RUNNING, seen_at=NOW)
    assert jobs_to_take_up(now=NOW) == [lost, dead]


def test_a_stop_that_the_worker_did_not_live_to_see_is_ended():
    make_job(state=JobState.STOPPING, seen_at=NOW - DEAD_AFTER - timedelta(seconds=1))
    assert end_dead_stops(now=NOW) == 1
    assert Job.objects.get().state == JobState.STOPPED
