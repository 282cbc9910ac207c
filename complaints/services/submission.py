"""Handing a complaint in: number, text, time limit, due date and letter in one transaction."""

from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from applications.snapshots import sha256_of
from complaints import emails
from complaints.models import Complaint, ComplaintSubmission, ComplaintTransition
from complaints.openings import Timing, timing_of
from complaints.states import COMPLAINT_MOVES
from core.states import StateMoveRefused, move_locked
from notifications.services import post_letter
from selection.contesting import time_limit
from selection.periods import Period, compute_time_limit
from selection.states import RouteKind

FORMAT: Final = 1
RECEIVED: Final = "complaint_received"


@transaction.atomic
def submit_complaint(*, complaint: Complaint, by: User, now: datetime) -> Complaint:
    """Hand a draft in, frozen as it stands. What comes late is taken too, and marked.

    Pressing twice hands it in once. Raises PermissionDenied for another person's, StateMoveRefused for one
    that was withdrawn.
    """
    rows = Complaint.objects.select_for_update(of=("self",)).select_related("application__candidate")
    locked: Complaint = rows.get(pk=complaint.pk)
    if locked.application.candidate_id != by.pk:
        raise PermissionDenied
    if hasattr(locked, "submission"):
        return locked
    if not COMPLAINT_MOVES.permits("submit", locked.state):
        raise StateMoveRefused("submit", locked.state)
    timing = _timing(locked, now)
    _freeze(locked, timing, now)
    changes = {
        "submitted_at": now,
        "first_too_late_at": timing.first_too_late,
        "timeliness": timing.timeliness,
        "due_on": due_date(locked.route_kind, now),
    }
    move_locked(
        locked,
        table=COMPLAINT_MOVES,
        transition_model=ComplaintTransition,
        action="submit",
        by=by,
        now=now,
        changes=changes,
    )
    post_letter(
        recipient=locked.application.candidate,
        event=RECEIVED,
        key=f"complaint:{locked.number}",
        about=f"application:{locked.application.number}",
        build=lambda: emails.complaint_received(locked),
        now=now,
    )
    return locked


def due_date(kind: RouteKind, received_at: datetime) -> date:
    """When the answer is due: four months for the appointing authority, else two (epso 9.2)."""
    is_administrative = kind is RouteKind.ADMINISTRATIVE
    months = settings.ADMINISTRATIVE_REPLY_MONTHS if is_administrative else settings.COMPLAINT_REPLY_MONTHS
    return compute_time_limit(event_at=received_at, period=Period(months=months)).last_day


def _timing(complaint: Complaint, now: datetime) -> Timing:
    competition, kind = complaint.application.competition, complaint.route_kind
    letter, test = complaint.letter, complaint.test
    if letter is not None:
        limit = time_limit(competition, kind, letter.published_at)
        by_reading = time_limit(competition, kind, letter.first_opened_at)
        return timing_of(limit=limit, limit_by_reading=by_reading, received_at=now)
    event_at = None if test is None else test.scheduled_at
    return timing_of(limit=time_limit(competition, kind, event_at), limit_by_reading=None, received_at=now)


def _freeze(complaint: Complaint, timing: Timing, now: datetime) -> None:
    snapshot = build_snapshot(complaint, timing, now)
    ComplaintSubmission.objects.create(
        complaint=complaint, submitted_at=now, snapshot=snapshot, sha256=sha256_of(snapshot)
    )


def build_snapshot(complaint: Complaint, timing: Timing, now: datetime) -> dict[str, Any]:
    """The whole complaint as one document."""
    application, letter, limit = complaint.application, complaint.letter, timing.first_too_late
    return {
        "format": FORMAT,
        "complaint_number": complaint.number,
        "application_number": application.number,
        "competition": application.competition.reference,
        "route": complaint.route,
        "test": None if complaint.test is None else complaint.test.code,
        "question_numbers": list(complaint.question_numbers),
        "letter": None if letter is None else str(letter.number),
        "description": complaint.description,
        "steps_tried": complaint.steps_tried,
        "helpdesk_ticket": complaint.helpdesk_ticket,
        "wanted_outcome": complaint.wanted_outcome,
        "evidence": sorted(complaint.evidence.values_list("document__sha256", flat=True)),
        "language": application.candidate.language,
        "submitted_at": now.isoformat(),
        "first_too_late": None if limit is None else limit.isoformat(),
        "timeliness": str(timing.timeliness),
    }
