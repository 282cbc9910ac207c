"""Asking those who had submitted before an amendment to choose or confirm again, and their answers (F3)."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from applications import emails
from applications.models import Answer, Application, Confirmation, ConfirmationRound, Submission
from applications.permissions import ENDED, can_ask_again
from applications.services.drafts import lock_application
from applications.services.mailings import write_to_applicants
from applications.snapshots import sha256_of
from applications.states import VALID, ApplicationState
from competitions.models import Amendment
from core.models import Job
from core.services import create_job, in_batches, record_audit
from notifications.services import (
    post_letter,
    prepare_batch,
    send_task_on_commit,
)

EVENT: Final = "application_confirmation"
JOB_KIND: Final = "confirmation_letters"
TASK: Final = "applications.tasks.write_confirmation_letters"
LANGUAGES_AGAIN: Final = "requires_language_rechoice"
SUBMIT_AGAIN: Final = "requires_revalidation"
SLICE_SIZE: Final = 1000


class ConfirmationRefused(ValidationError):
    """An answer that is not asked, or not asked any more."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("This is not possible now."), code="confirmation_refused")


@dataclass(frozen=True, slots=True)
class Languages:
    """The two languages of the tests, chosen again."""

    language_1: str
    language_2: str


def asks_again(amendment: Amendment) -> bool:
    """Say whether the notice says of this amendment that candidates have to answer it."""
    return not {LANGUAGES_AGAIN, SUBMIT_AGAIN}.isdisjoint(amendment.effects)


def affected_by(amendment: Amendment) -> Any:
    """Applications whose submitted version was made under the notice as it was before.

    An amendment that touches some fields alone affects nobody who applied for another one.
    """
    before = Application.objects.valid().filter(
        competition=amendment.competition_id, current_submission__submitted_at__lt=amendment.applied_at
    )
    fields = _fields_touched(amendment)
    return before.filter(current_submission__field__code__in=fields) if fields else before


def _fields_touched(amendment: Amendment) -> set[str]:
    """The codes of the fields, where the amendment changed nothing else; empty where it did."""
    differences = amendment.differences
    if all(each["member"].partition(".")[0] == "fields" and each["entry"] for each in differences):
        return {str(each["entry"]["code"]) for each in differences if "code" in each["entry"]}
    return set()


@transaction.atomic
def ask_again(*, amendment: Amendment, answer_by: datetime, by: User, now: datetime) -> ConfirmationRound:
    """Ask everybody affected to answer until `answer_by`, and begin the batch of letters that tells them.

    An amendment is asked about once: again returns the round there is. Raises PermissionDenied, and
    ValidationError where the amendment asks nothing of candidates or leaves no time.
    """
    if not can_ask_again(by):
        raise PermissionDenied
    locked = Amendment.objects.select_for_update(of=("self",)).get(pk=amendment.pk)
    present: ConfirmationRound | None = ConfirmationRound.objects.filter(amendment=locked).first()
    if present is not None:
        return present
    if not asks_again(locked):
        raise ValidationError(_("This amendment asks nothing of candidates."))
    asked = ConfirmationRound(
        amendment=locked,
        asks_languages=LANGUAGES_AGAIN in locked.effects,
        answer_by=answer_by,
        started_at=now,
        started_by=by,
    )
    asked.full_clean()
    asked.save()
    _begin(asked, by, now)
    return asked


def _begin(asked: ConfirmationRound, by: User, now: datetime) -> None:
    affected = affected_by(asked.amendment).order_by("pk").values_list("pk", "current_submission")
    rows = (Confirmation(round=asked, application_id=pk, submission_before_id=was) for pk, was in affected)
    count = sum(len(Confirmation.objects.bulk_create(part)) for part in in_batches(rows, SLICE_SIZE))
    title = _("Amendment %(amendment)s: letters that ask for an answer") % {"amendment": asked.amendment}
    batch = prepare_batch(
        event="application_confirmation", title=title, about=_about(asked), expected=count, by=by, now=now
    )
    parameters = {"batch": batch.pk, "round": asked.pk}
    job = create_job(kind=JOB_KIND, label=title, parameters=parameters, task=TASK, by=by, now=now)
    send_task_on_commit(TASK, job.pk)
    record_audit(now=now, by=by, verb="ask_again", subject=asked, details={"applications": count})


def _about(asked: ConfirmationRound) -> str:
    return f"confirmation:{asked.pk}"


def write_confirmation_letters(*, job: Job, now: datetime) -> dict[str, Any]:
    """Write the letters of the job's batch and close it for approval. Can be stopped, and run again."""
    rounds = ConfirmationRound.objects.select_related("amendment__competition")
    asked = rounds.get(pk=job.parameters["round"])
    competition = asked.amendment.competition
    return write_to_applicants(
        job=job,
        applications=Application.objects.filter(confirmations__round=asked),
        key=f"confirmation:{asked.pk}",
        pattern=lambda number: emails.confirmation_asked(
            Application(number=number, competition=competition), asked
        ),
        now=now,
    )


@transaction.atomic
def answer_confirmation(
    *, confirmation: Confirmation, languages: Languages | None, now: datetime
) -> Submission:
    """Hand in the submitted version again under the amended notice, with new languages where they are asked.

    It works after the deadline for application too. Changes that were never submitted stay what they are.
    Answering twice returns the first answer. Raises ConfirmationRefused when no answer is taken any more.
    """
    application = lock_application(confirmation.application)
    asked = Confirmation.objects.select_related("round").select_for_update(of=("self",))
    locked = asked.get(pk=confirmation.pk)
    if locked.submission_after is not None:
        return locked.submission_after
    if not _takes_answer(application, locked.round, now) or locked.round.asks_languages is (
        languages is None
    ):
        raise ConfirmationRefused
    submission = _hand_in_again(application, languages, now)
    locked.answer = Answer.LANGUAGES if languages else Answer.KEPT
    locked.answered_at, locked.submission_after = now, submission
    locked.save()
    record_audit(
        now=now,
        by=application.candidate,
        verb="answer_confirmation",
        subject=application,
        key=application.number,
    )
    _acknowledge(submission, now)
    return submission


def _takes_answer(application: Application, asked: ConfirmationRound, now: datetime) -> bool:
    is_running = application.competition.state not in ENDED
    return is_running and application.state in VALID and now < asked.answer_by


def _hand_in_again(application: Application, languages: Languages | None, now: datetime) -> Submission:
    before: Any = application.current_submission
    chosen = languages or Languages(before.language_1, before.language_2)
    version = application.submissions.count() + 1
    snapshot = _snapshot_again(before.snapshot, application, chosen, version, now)
    revision = application.revision + 1
    submission = Submission.objects.create(
        application=application,
        version=version,
        revision=revision,
        submitted_at=now,
        field_id=before.field_id,
        language_1=chosen.language_1,
        language_2=chosen.language_2,
        snapshot=snapshot,
        sha256=sha256_of(snapshot),
    )
    has_changes = application.state == ApplicationState.CHANGED_NOT_SUBMITTED
    # Changes that wait are a revision of their own, or submitting them would find them submitted.
    application.revision = revision + 1 if has_changes else revision
    application.current_submission, application.changed_at = submission, now
    application.language_1, application.language_2 = chosen.language_1, chosen.language_2
    application.save()
    return submission


def _snapshot_again(
    before: dict[str, Any], application: Application, chosen: Languages, version: int, now: datetime
) -> dict[str, Any]:
    """What was submitted, under the notice as it is now."""
    snapshot = deepcopy(before)
    snapshot["version"], snapshot["submitted_at"] = version, now.isoformat()
    snapshot["notice_sha256"] = application.competition.document_digest
    snapshot["answers"]["choice"]["language_1"] = chosen.language_1
    snapshot["answers"]["choice"]["language_2"] = chosen.language_2
    return snapshot


def _acknowledge(submission: Submission, now: datetime) -> None:
    application = submission.application
    post_letter(
        recipient=application.candidate,
        event="application_submitted",
        key=f"submission:{application.number}/{submission.version}",
        about=f"application:{application.number}",
        build=lambda: emails.application_submitted(submission),
        now=now,
    )


def note_submitted(*, submission: Submission, now: datetime) -> None:
    """Whoever submits anew under the amended notice has answered what was asked."""
    Confirmation.objects.filter(application=submission.application_id, answered_at__isnull=True).update(
        answer=Answer.SUBMITTED, answered_at=now, submission_after=submission
    )
