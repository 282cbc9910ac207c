"""Submitting, dropping changes, withdrawing and taking up again."""

from datetime import datetime
from typing import Any

from django.db import transaction

from applications import emails
from applications.answers import Answers, entries, field_of, read_answers
from applications.completeness import find_gaps
from applications.models import (
    Application,
    ApplicationTransition,
    PersonalData,
    Submission,
)
from applications.permissions import can_apply_again, can_withdraw_application
from applications.services.confirmations import note_submitted
from applications.services.drafts import lock_application
from applications.services.faults import ApplicationIncomplete, ApplicationsClosed, ApplicationStale
from applications.snapshots import FORMAT, sha256_of, thaw
from applications.states import APPLICATION_MOVES, ApplicationState
from applications.steps import LISTS, Step
from competitions.models import Competition, CompetitionTransition
from competitions.states import ACCEPTING, CompetitionState
from core.states import StateMoveRefused, move, move_locked
from notifications.services import post_letter


@transaction.atomic
def submit_application(*, application: Application, revision: int, arrived_at: datetime) -> Submission:
    """Freeze and hand in the working copy as the candidate saw it in `revision`: all of it or nothing.

    `arrived_at` is the server's clock at the moment the request arrived, before it waited for a lock or a
    connection of the database: who presses the button in time is in time, however busy the server is at
    midday (epso 13.3). What can change meanwhile is asked again in here, with the competition locked
    against being moved: it must be open at that instant, or have been closed since by the clock alone.

    Pressing twice, or trying again with the same revision, returns the same submission, also after the
    deadline. Raises StateMoveRefused, ApplicationsClosed, ApplicationStale or ApplicationIncomplete.
    """
    locked: Application = Application.objects.select_for_update().get(pk=application.pk)
    current: Submission | None = locked.current_submission
    if current is not None and (current.revision == revision or locked.state == ApplicationState.SUBMITTED):
        return current
    if not APPLICATION_MOVES.permits("submit", locked.state):
        raise StateMoveRefused("submit", locked.state)
    _check_open(locked.competition_id, arrived_at)
    if locked.revision != revision:
        raise ApplicationStale
    # Read after both locks were waited for: what is joined here is what stands now.
    complete: Application = Application.objects.for_submitting().get(pk=locked.pk)
    gaps = find_gaps(complete)
    if gaps:
        raise ApplicationIncomplete(gaps)
    return _hand_in(complete, arrived_at)


def _check_open(competition_id: int, arrived_at: datetime) -> None:
    """Lock the competition for reading, so that it cannot be suspended meanwhile, and check it as it is."""
    statement = (
        "SELECT id, state, application_open_at, application_deadline"
        " FROM competitions_competition WHERE id = %s FOR SHARE"
    )
    competition: Competition = Competition.objects.raw(statement, [competition_id])[0]
    if not was_open_at(competition, arrived_at):
        raise ApplicationsClosed(competition, arrived_at)


def was_open_at(competition: Competition, instant: datetime) -> bool:
    """Say whether `competition` took applications at `instant`, just now: 11:59:59.999 counts, midday not.

    A competition that is closed now was open then if it was closed by its deadline, not by a decision.
    """
    opens, deadline = competition.application_open_at, competition.application_deadline
    if opens is None or deadline is None or not opens <= instant < deadline:
        return False
    if competition.state in ACCEPTING:
        return True
    return competition.state == CompetitionState.CLOSED and _was_closed_by_clock(competition)


def _was_closed_by_clock(competition: Competition) -> bool:
    last = CompetitionTransition.objects.filter(subject=competition).order_by("-made_at", "-pk").first()
    deadline = competition.application_deadline
    return last is not None and deadline is not None and last.action == "close" and last.made_at >= deadline


def _hand_in(application: Application, now: datetime) -> Submission:
    submission = _freeze(application, now)
    note_submitted(submission=submission, now=now)
    move_locked(
        application,
        table=APPLICATION_MOVES,
        transition_model=ApplicationTransition,
        action="submit",
        by=application.candidate,
        now=now,
        changes={"current_submission": submission},
    )
    post_letter(
        recipient=application.candidate,
        event="application_submitted",
        key=f"submission:{application.number}/{submission.version}",
        about=f"application:{application.number}",
        build=lambda: emails.application_submitted(submission),
        now=now,
    )
    return submission


def _freeze(application: Application, now: datetime) -> Submission:
    field: Any = application.field  # chosen, or there would be a gap
    version = application.submissions.count() + 1
    snapshot = build_snapshot(application, version=version, submitted_at=now)
    return Submission.objects.create(
        application=application,
        version=version,
        revision=application.revision,
        submitted_at=now,
        field=field,
        language_1=application.language_1,
        language_2=application.language_2,
        snapshot=snapshot,
        sha256=sha256_of(snapshot),
    )


def build_snapshot(application: Application, *, version: int, submitted_at: datetime) -> dict[str, Any]:
    """The whole application as one document, with the digest of the notice it was made under."""
    return {
        "format": FORMAT,
        "application_number": application.number,
        "competition": application.competition.reference,
        "notice_sha256": application.competition.document_digest,
        "version": version,
        "submitted_at": submitted_at.isoformat(),
        "language_of_communication": application.candidate.language,
        "answers": read_answers(application),
    }


def _move(application: Application, action: str, now: datetime, **extra: Any) -> Application:
    return move(
        application,
        table=APPLICATION_MOVES,
        transition_model=ApplicationTransition,
        action=action,
        by=application.candidate,
        now=now,
        **extra,
    )


@transaction.atomic
def discard_changes(*, application: Application, now: datetime) -> Application:
    """Put the working copy back to the submitted version that counts. Raises StateMoveRefused."""
    locked = lock_application(application)
    moved = _move(locked, "discard_changes", now)
    submission: Any = moved.current_submission  # a constraint of the database holds that there is one
    _restore(moved, submission.snapshot["answers"], now)
    return moved


def _restore(application: Application, answers: Answers, now: datetime) -> None:
    fields = application.competition.fields.all()
    application.field = field_of(answers["choice"], fields)
    for step in (Step.CHOICE, Step.MOTIVATION, Step.DECLARATIONS):
        for name, value in thaw(answers[step], step).items():
            setattr(application, name, value)
    application.revision += 1
    application.changed_at = now
    application.save()
    application.unfinished_steps.all().delete()
    PersonalData.objects.update_or_create(
        application=application, defaults=thaw(answers["personal"], "personal")
    )
    for step in LISTS:
        _restore_list(application, step, answers[step])


def _restore_list(application: Application, step: Step, rows: list[dict[str, Any]]) -> None:
    present = entries(application, step)
    present.all().delete()
    for row in rows:
        present.create(**thaw(row, step))


@transaction.atomic
def withdraw_application(*, application: Application, now: datetime) -> Application:
    """Withdraw until the deadline; no submitted version counts any more. Posts "application_withdrawn".

    Raises StateMoveRefused for what is withdrawn already, ApplicationsClosed after the deadline.
    """
    locked = lock_application(application)
    if APPLICATION_MOVES.permits("withdraw", locked.state) and not can_withdraw_application(locked, now):
        raise ApplicationsClosed(locked.competition, now)
    moved = _move(locked, "withdraw", now, changes={"current_submission": None})
    times = moved.transitions.filter(action="withdraw").count()
    post_letter(
        recipient=moved.candidate,
        event="application_withdrawn",
        key=f"withdrawal:{moved.number}/{times}",
        about=f"application:{moved.number}",
        build=lambda: emails.application_withdrawn(moved),
        now=now,
    )
    return moved


@transaction.atomic
def apply_again(*, application: Application, now: datetime) -> Application:
    """Take a withdrawn application up again as a draft, with its answers, until the deadline.

    Raises StateMoveRefused for what is not withdrawn, ApplicationsClosed when the competition takes none.
    """
    locked = lock_application(application)
    if APPLICATION_MOVES.permits("apply_again", locked.state) and not can_apply_again(locked, now):
        raise ApplicationsClosed(locked.competition, now)
    changes = {"revision": locked.revision + 1, "changed_at": now}
    return _move(locked, "apply_again", now, changes=changes)
