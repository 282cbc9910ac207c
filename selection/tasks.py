"""Long work of the Celery worker: importing results, ranking, preparing letters."""

import logging
from collections.abc import Callable
from typing import Any

from celery import shared_task
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from competitions.models import Competition
from core.languages import ENGLISH
from core.models import Job
from core.services import JobStopped, report_progress, run_job
from selection.models import RankingRun, ResultsUpload
from selection.results_format import Manifest, read_manifest
from selection.services import (
    ImportOutcome,
    compute_ranking,
    count_candidates,
    import_results,
    prepare_result_letters,
)
from selection.services.forgetting import forget_old_rankings
from selection.services.neutralisation_letters import write_neutralisation_letters
from selection.services.uploads import forget_old_uploads, open_upload

logger = logging.getLogger(__name__)

Work = Callable[[Job], dict[str, Any]]


@shared_task
def run_import(job_id: int) -> None:
    """Take in an uploaded file of results."""
    _run(job_id, _import)


@shared_task
def run_ranking(job_id: int) -> None:
    """Compute a ranking."""
    _run(job_id, _rank)


@shared_task
def run_letters(job_id: int) -> None:
    """Prepare the letters of a ranking."""
    _run(job_id, _write_letters)


@shared_task
def run_neutralisation_letters(job_id: int) -> None:
    """Write the letters to all who had questions that were cancelled."""
    _run(job_id, lambda job: write_neutralisation_letters(job=job, now=timezone.now()))


@shared_task
def forget_rankings() -> None:
    """Delete old rankings that were never released."""
    forget_old_rankings(now=timezone.now())


@shared_task
def forget_uploads() -> None:
    """Forget uploads nobody took up."""
    forget_old_uploads(now=timezone.now())


def _run(job_id: int, work: Work) -> None:
    """Run a job in the language of who asked for it. What a service refuses ends the job, in its words."""
    job = Job.objects.select_related("created_by").get(pk=job_id)
    language = ENGLISH if job.created_by is None else job.created_by.language
    with translation.override(language):
        try:
            run_job(job_id=job_id, work=lambda claimed: _say_refusal(claimed, work))
        except ValidationError as error:
            logger.info("Job %s was refused: %s", job_id, error)


def _say_refusal(job: Job, work: Work) -> dict[str, Any]:
    try:
        return work(job)
    except ValidationError as error:
        job.outcome = {_("Refused"): list(error.messages)}
        raise


class _Progress:
    """Tells a job how far its work is; never beyond the total that was foreseen."""

    def __init__(self, job: Job, total: int) -> None:
        self.job = job
        self.total = total
        self.done = 0

    def at(self, done: int) -> None:
        """So much is done."""
        self.done = min(done, self.total)
        report_progress(self.job, done=self.done, total=self.total)

    def more(self, more: int) -> None:
        """So much more is done."""
        self.at(self.done + more)


def _import(job: Job) -> dict[str, Any]:
    upload = ResultsUpload.objects.select_related("competition").get(pk=job.parameters["upload"])
    manifest = read_manifest(bytes(upload.manifest))
    try:
        outcome = _import_upload(job, upload, manifest)
    except JobStopped:
        raise  # the upload stays, so that the job can be resumed
    except Exception:
        upload.delete()
        raise
    upload.delete()
    file = outcome.file
    return {"file": file.pk, "rows": file.rows, "replaced": file.replaced_rows, "is_new": outcome.is_new}


def _import_upload(job: Job, upload: ResultsUpload, manifest: Manifest) -> ImportOutcome:
    progress = _Progress(job, sum(test.invited for test in manifest.tests.values()))
    with open_upload(upload) as source:
        return import_results(
            competition=upload.competition,
            source=source,
            name=upload.name,
            manifest=manifest,
            correction_reason=upload.correction_reason,
            by=job.created_by,
            now=timezone.now(),
            report=progress.at,
        )


def _rank(job: Job) -> dict[str, Any]:
    competition = Competition.objects.in_language().get(reference=job.parameters["competition"])
    progress = _Progress(job, count_candidates(competition))
    computed = compute_ranking(
        competition=competition, by=job.created_by, now=timezone.now(), report=progress.more
    )
    progress.at(progress.total)
    return {"run": computed.run.pk, "number": computed.run.number, "is_new": computed.is_new}


def _write_letters(job: Job) -> dict[str, Any]:
    run = RankingRun.objects.select_related("competition").get(pk=job.parameters["run"])
    by: Any = job.created_by
    progress = _Progress(job, run.candidates)
    batch = prepare_result_letters(run=run, by=by, now=timezone.now(), report=progress.at)
    progress.at(progress.total)
    return {"batch": batch.pk, "letters": batch.expected}
