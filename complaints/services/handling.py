"""What happens to a complaint until it is decided: examined, more asked and answered, noted, withdrawn."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from complaints import emails
from complaints.models import Complaint, ComplaintMessage, ComplaintTransition
from complaints.permissions import can_handle_complaint
from complaints.states import COMPLAINT_MOVES
from core.services import record_audit
from core.states import move_locked
from notifications.services import post_letter


def lock_complaint(complaint: Complaint) -> Complaint:
    """The complaint under a row lock, with what its letters say."""
    rows = Complaint.objects.select_for_update(of=("self",)).select_related(
        "application__candidate", "application__competition", "test__competition", "letter"
    )
    locked: Complaint = rows.get(pk=complaint.pk)
    return locked


def make_move(complaint: Complaint, action: str, *, by: Any, now: datetime, **extra: Any) -> None:
    """Take an action on a locked complaint; its audit record names the number, never what was written."""
    move_locked(
        complaint,
        table=COMPLAINT_MOVES,
        transition_model=ComplaintTransition,
        action=action,
        by=by,
        now=now,
        **extra,
    )
    record_audit(now=now, by=by, verb=f"complaint_{action}", subject=complaint, key=complaint.number)


def _handled(complaint: Complaint, by: Any) -> Complaint:
    locked = lock_complaint(complaint)
    if not can_handle_complaint(by, locked):
        raise PermissionDenied
    return locked


def _owned(complaint: Complaint, by: User) -> Complaint:
    locked = lock_complaint(complaint)
    if locked.application.candidate_id != by.pk:
        raise PermissionDenied
    return locked


@transaction.atomic
def examine_complaint(*, complaint: Complaint, by: Any, now: datetime) -> Complaint:
    """Take a complaint as admissible and in hand; who does so handles it."""
    locked = _handled(complaint, by)
    make_move(locked, "examine", by=by, now=now, changes={"handler": by})
    return locked


@transaction.atomic
def ask_for_information(*, complaint: Complaint, text: str, by: Any, now: datetime) -> Complaint:
    """Ask the candidate for more, by a letter. Raises ValidationError without a question."""
    locked = _handled(complaint, by)
    message = _say(locked, text, by=by, is_from_candidate=False, now=now)
    make_move(locked, "ask", by=by, now=now)
    post_letter(
        recipient=locked.application.candidate,
        event="complaint_information_asked",
        key=f"complaint:{locked.number}:{message.pk}",
        about=f"application:{locked.application.number}",
        build=lambda: emails.information_asked(locked, message),
        now=now,
    )
    return locked


@transaction.atomic
def answer_request(*, complaint: Complaint, text: str, by: User, now: datetime) -> Complaint:
    """Take the candidate's answer to what she was asked; the case goes on."""
    locked = _owned(complaint, by)
    _say(locked, text, by=by, is_from_candidate=True, now=now)
    make_move(locked, "answer", by=by, now=now)
    return locked


@transaction.atomic
def withdraw_complaint(*, complaint: Complaint, by: User, now: datetime) -> Complaint:
    """Withdraw a complaint that is not decided yet. Its text is kept."""
    locked = _owned(complaint, by)
    make_move(locked, "withdraw", by=by, now=now)
    return locked


@transaction.atomic
def note_complaint(
    *, complaint: Complaint, provider_notes: str, incident: str, by: Any, now: datetime
) -> Complaint:
    """Put the provider's logs and notes beside a case, and the incident that it shares with others."""
    locked = _handled(complaint, by)
    locked.provider_notes, locked.incident = provider_notes.strip(), incident.strip()
    locked.save(update_fields=["provider_notes", "incident"])
    record_audit(now=now, by=by, verb="complaint_note", subject=locked, key=locked.number)
    return locked


def _say(
    complaint: Complaint, text: str, *, by: User, is_from_candidate: bool, now: datetime
) -> ComplaintMessage:
    if not text.strip():
        raise ValidationError(_("A message has a text."), code="no_text")
    return ComplaintMessage.objects.create(
        complaint=complaint, at=now, by=by, is_from_candidate=is_from_candidate, text=text.strip()
    )
