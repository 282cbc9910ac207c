"""Staff answer, assign and close; the candidate may close too."""

import uuid
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from core.services import record_audit
from enquiries import emails
from enquiries.models import Enquiry
from enquiries.permissions import can_answer_enquiries
from enquiries.services.asking import lock_enquiry, make_move, write_message
from enquiries.states import EnquiryState
from notifications.services import post_letter


@transaction.atomic
def answer_enquiry(*, enquiry: Enquiry, by: User, token: uuid.UUID, text: str, now: datetime) -> Enquiry:
    """Answer a question, or add to an answer; a letter says that there is one. A token counts once."""
    locked = _for_staff(enquiry, by)
    if locked.messages.filter(by=by, token=token).exists():
        return locked
    if locked.state == EnquiryState.CLOSED:
        make_move(locked, "reopen", by=by, now=now)
    message = write_message(locked, text, by=by, token=token, now=now)
    locked.answered_at = now
    locked.handler = locked.handler or by
    locked.save(update_fields=["answered_at", "handler"])
    if locked.state == EnquiryState.OPEN:
        make_move(locked, "answer", by=by, now=now)
    post_letter(
        recipient=locked.candidate,
        event="enquiry_answered",
        key=f"enquiry:{locked.number}:{message.pk}",
        about=f"enquiry:{locked.number}",
        build=lambda: emails.enquiry_answered(locked),
        now=now,
    )
    return locked


@transaction.atomic
def assign_enquiry(*, enquiry: Enquiry, handler: User, by: User, now: datetime) -> Enquiry:
    """Give a question to a colleague, or to oneself."""
    locked = _for_staff(enquiry, by)
    if not can_answer_enquiries(handler):
        raise PermissionDenied
    locked.handler = handler
    locked.save(update_fields=["handler"])
    record_audit(
        now=now,
        by=by,
        verb="enquiry_assign",
        subject=locked,
        key=locked.number,
        details={"handler": handler.pk},
    )
    return locked


@transaction.atomic
def close_enquiry(*, enquiry: Enquiry, by: User, now: datetime) -> Enquiry:
    """Close a question: its candidate, or staff. Raises StateMoveRefused for one that is closed."""
    locked = lock_enquiry(enquiry)
    if locked.candidate_id != by.pk and not can_answer_enquiries(by):
        raise PermissionDenied
    make_move(locked, "close", by=by, now=now)
    return locked


def _for_staff(enquiry: Enquiry, by: User) -> Enquiry:
    """The locked question, for who may answer it: nobody answers her own."""
    locked = lock_enquiry(enquiry)
    if not can_answer_enquiries(by) or locked.candidate_id == by.pk:
        raise PermissionDenied
    return locked
