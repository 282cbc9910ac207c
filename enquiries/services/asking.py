"""A candidate asks, writes again, and reads."""

import uuid
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from applications.models import Application
from applications.numbers import application_number
from core.formats import BRUSSELS
from core.services import record_audit
from core.states import move_locked
from core.working_days import add_working_days
from documents.models import Document
from enquiries.models import Enquiry, EnquiryMessage, EnquiryTransition
from enquiries.states import ENQUIRY_MOVES, EnquiryState


@transaction.atomic
def ask_question(
    *,
    candidate: User,
    token: uuid.UUID,
    subject: str,
    text: str,
    application: Application | None,
    now: datetime,
    document: Document | None = None,
) -> Enquiry:
    """Take a question and give it its number. The same form sent twice is one question.

    Raises PermissionDenied for another person's application, ValidationError for an empty question.
    """
    if application is not None and application.candidate_id != candidate.pk:
        raise PermissionDenied
    User.objects.get_queryset().select_for_update().get(pk=candidate.pk)
    before = EnquiryMessage.objects.filter(by=candidate, token=token).select_related("enquiry").first()
    if before is not None:
        return before.enquiry
    enquiry = Enquiry.objects.create(
        candidate=candidate,
        application=application,
        number=_take_number(),
        subject=subject.strip(),
        asked_at=now,
        due_on=due_date(now),
        read_at=now,
    )
    write_message(enquiry, text, by=candidate, token=token, now=now, document=document)
    EnquiryTransition.objects.create(
        subject=enquiry, action="ask", to_state=enquiry.state, made_at=now, made_by=candidate
    )
    return enquiry


def due_date(asked_at: datetime) -> date:
    """By when a question is answered: so many working days after the day it came, in Brussels."""
    return add_working_days(asked_at.astimezone(BRUSSELS).date(), settings.CONTACT_ANSWER_DAYS)


@transaction.atomic
def write_again(
    *,
    enquiry: Enquiry,
    by: User,
    token: uuid.UUID,
    text: str,
    now: datetime,
    document: Document | None = None,
) -> Enquiry:
    """Add a message of the candidate; a question that was answered or closed is open again."""
    locked = lock_enquiry(enquiry)
    if locked.candidate_id != by.pk:
        raise PermissionDenied
    if EnquiryMessage.objects.filter(by=by, token=token).exists():
        return locked
    write_message(locked, text, by=by, token=token, now=now, document=document)
    if locked.state != EnquiryState.OPEN:
        make_move(locked, "reopen", by=by, now=now, changes={"due_on": due_date(now)})
    return locked


def mark_read(*, enquiry: Enquiry, now: datetime) -> None:
    """Note that the candidate looked at the thread."""
    if enquiry.is_unread:
        Enquiry.objects.filter(pk=enquiry.pk).update(read_at=now)


def lock_enquiry(enquiry: Enquiry) -> Enquiry:
    """The question under a row lock."""
    locked: Enquiry = (
        Enquiry.objects.select_for_update(of=("self",)).select_related("candidate").get(pk=enquiry.pk)
    )
    return locked


def make_move(enquiry: Enquiry, action: str, *, by: User, now: datetime, **extra: object) -> None:
    """Take an action on a locked question; its audit record names the number, never what was written."""
    move_locked(
        enquiry,
        table=ENQUIRY_MOVES,
        transition_model=EnquiryTransition,
        action=action,
        by=by,
        now=now,
        **extra,  # type: ignore[arg-type]  # `changes`, as move_locked takes them
    )
    record_audit(now=now, by=by, verb=f"enquiry_{action}", subject=enquiry, key=enquiry.number)


def write_message(
    enquiry: Enquiry,
    text: str,
    *,
    by: User,
    token: uuid.UUID,
    now: datetime,
    document: Document | None = None,
) -> EnquiryMessage:
    """Add a message to a thread. Raises ValidationError for one without words, PermissionDenied for a
    document of somebody else."""
    if not text.strip():
        raise ValidationError(_("A message has a text."), code="no_text")
    if document is not None and document.owner_id != by.pk:
        raise PermissionDenied
    return EnquiryMessage.objects.create(
        enquiry=enquiry,
        token=token,
        at=now,
        by=by,
        is_from_candidate=by.pk == enquiry.candidate_id,
        text=text.strip(),
        document=document,
    )


def _take_number() -> str:
    """ "Q-1000017": a place in a sequence with a check digit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('enquiries_number_seq')")
        return f"Q-{application_number(cursor.fetchone()[0])}"
