"""Letters to all applicants when their competition changes (message 22): a batch, written by a job."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.models import User
from applications.emails import competition_changed
from applications.models import Application, ApplicationTransition
from applications.services.mailings import write_to_applicants
from applications.states import ApplicationState
from competitions.models import Amendment, Competition, CompetitionTransition
from core.models import Job
from core.services import create_job
from notifications.models import LetterBatch
from notifications.services import (
    prepare_batch,
    send_task_on_commit,
)
from notifications.states import BatchState

EVENT: Final = "notice_amended"
JOB_KIND: Final = "change_letters"
TASK: Final = "applications.tasks.write_change_letters"

Change = Amendment | CompetitionTransition


@transaction.atomic
def prepare_change_letters(
    *, competition: Competition, change: Change, by: User, now: datetime
) -> LetterBatch:
    """Begin a batch with a letter about `change` to each applicant, and the job that writes them.

    Applicants are those whose application is not withdrawn at `now`, drafts included. The same change again
    returns its batch, unless that was recalled. Raises ValueError for a change of another competition.
    """
    about = _about(change)
    if _competition_id(change) != competition.pk:
        raise ValueError("The change is one of another competition.")
    Competition.objects.select_for_update(no_key=True, of=("self",)).only("pk").get(pk=competition.pk)
    standing: LetterBatch | None = (
        LetterBatch.objects.filter(event=EVENT, about=about).exclude(state=BatchState.RECALLED).first()
    )
    return standing or _begin(competition, about, by, now)


def _begin(competition: Competition, about: str, by: User, now: datetime) -> LetterBatch:
    title = _("Change of %(reference)s: letters to applicants") % {"reference": competition.reference}
    expected = applicants_at(competition.pk, now).count()
    batch = prepare_batch(event=EVENT, title=title, about=about, expected=expected, by=by, now=now)
    parameters = {"batch": batch.pk, "competition": competition.pk, "change": about}
    job = create_job(kind=JOB_KIND, label=title, parameters=parameters, task=TASK, by=by, now=now)
    send_task_on_commit(TASK, job.pk)
    return batch


def _about(change: Change) -> str:
    kind = "amendment" if isinstance(change, Amendment) else "competition-move"
    return f"{kind}:{change.pk}"


def _competition_id(change: Change) -> int:
    return change.competition_id if isinstance(change, Amendment) else change.subject_id


def _change_about(about: str) -> Change:
    kind, _colon, pk = about.partition(":")
    model: Any = Amendment if kind == "amendment" else CompetitionTransition
    change: Change = model.objects.get(pk=pk)
    return change


def applicants_at(competition_id: int, instant: datetime) -> Any:
    """The applications of a competition that were not withdrawn at `instant`; the same when asked later."""
    moves = ApplicationTransition.objects.filter(subject=OuterRef("pk"), made_at__lte=instant)
    last = Subquery(moves.order_by("-made_at", "-pk").values("to_state")[:1])
    return (
        Application.objects.filter(competition=competition_id, created_at__lte=instant)
        .alias(state_then=Coalesce(last, Value(str(ApplicationState.DRAFT))))
        .exclude(state_then=ApplicationState.WITHDRAWN)
    )


def write_change_letters(*, job: Job, now: datetime) -> dict[str, Any]:
    """Write the letters of the job's batch and close it for approval. Can be stopped, and run again.

    Raises JobStopped when asked to stop, ValidationError when the letters are not as many as the applicants.
    """
    batch = LetterBatch.objects.get(pk=job.parameters["batch"])
    change = _change_about(job.parameters["change"])
    competition = Competition.objects.get(pk=job.parameters["competition"])
    return write_to_applicants(
        job=job,
        applications=applicants_at(competition.pk, batch.prepared_at),
        key=batch.about,
        pattern=lambda number: competition_changed(
            Application(number=number, competition=competition), change
        ),
        now=now,
    )
