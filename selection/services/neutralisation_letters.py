"""Letters to all who had questions that were cancelled (message 13): a batch, written by a job."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from applications.models import Application
from applications.services.mailings import write_to_applicants
from core.models import Job
from core.services import create_job
from notifications.models import LetterBatch
from notifications.services import (
    prepare_batch,
    send_task_on_commit,
)
from selection.emails import questions_cancelled
from selection.models import Neutralisation, TestResult

EVENT: Final = "question_neutralised"
JOB_KIND: Final = "neutralisation_letters"
TASK: Final = "selection.tasks.run_neutralisation_letters"


@transaction.atomic
def prepare_neutralisation_letters(
    *, neutralisation: Neutralisation, by: User, now: datetime
) -> LetterBatch | None:
    """Begin a batch with a letter to each who had the questions, and the job that writes them.

    Returns None where nobody had them: no result of the test has been taken in.
    """
    expected = concerned_by(neutralisation).count()
    if not expected:
        return None
    test, about = neutralisation.test, f"neutralisation:{neutralisation.pk}"
    values = {"test": test.code, "reference": test.competition.reference}
    title = _("Questions of %(test)s cancelled, %(reference)s: letters to candidates") % values
    batch = prepare_batch(event=EVENT, title=title, about=about, expected=expected, by=by, now=now)
    parameters = {"batch": batch.pk, "neutralisation": neutralisation.pk}
    job = create_job(kind=JOB_KIND, label=title, parameters=parameters, task=TASK, by=by, now=now)
    send_task_on_commit(TASK, job.pk)
    return batch


def concerned_by(neutralisation: Neutralisation) -> Any:
    """The applications of those who sat the test, on a paper in the language concerned."""
    test, language = neutralisation.test, neutralisation.language
    sat = TestResult.objects.filter(test=test, is_attended=True)
    applications = Application.objects.valid().filter(pk__in=sat.values("application"))
    if not language:
        return applications
    paper = "language_1" if test.language == "L1" else "language_2"
    return applications.filter(**{f"current_submission__{paper}": language})


def write_neutralisation_letters(*, job: Job, now: datetime) -> dict[str, Any]:
    """Write the letters of the job's batch and close it for approval. Can be stopped, and run again.

    Raises JobStopped when asked to stop, ValidationError when the letters are not as many as expected.
    """
    batch = LetterBatch.objects.get(pk=job.parameters["batch"])
    rows = Neutralisation.objects.select_related("test__competition")
    neutralisation = rows.get(pk=job.parameters["neutralisation"])
    return write_to_applicants(
        job=job,
        applications=concerned_by(neutralisation),
        key=batch.about,
        pattern=lambda number: questions_cancelled(neutralisation, number),
        now=now,
    )
