"""Drafts of complaints: kept, changed, thrown away."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from applications.models import Application
from competitions.models import Test
from complaints.models import Complaint
from complaints.numbers import take_number
from complaints.permissions import can_contest, can_edit_complaint
from core.states import StateMoveRefused
from notifications.models import Letter
from selection.states import RouteKind


@dataclass(frozen=True, slots=True)
class ComplaintValues:
    """What the candidate wrote: the test or the decision, and why."""

    description: str
    test: Test | None = None
    letter: Letter | None = None
    question_numbers: list[int] = field(default_factory=list)
    steps_tried: str = ""
    helpdesk_ticket: str = ""
    wanted_outcome: str = ""


COLUMNS: Final = tuple(ComplaintValues.__dataclass_fields__)


@transaction.atomic
def save_complaint(
    *,
    application: Application,
    route: RouteKind,
    values: ComplaintValues,
    by: User,
    now: datetime,
    complaint: Complaint | None = None,
) -> Complaint:
    """Keep a draft, a new one or `complaint`. Raises PermissionDenied for another person's application,
    StateMoveRefused for what was handed in, ValidationError for what the database would refuse."""
    if application.candidate_id != by.pk or not can_contest(application):
        raise PermissionDenied
    draft = _new_draft(application, route, now) if complaint is None else lock_draft(complaint, by)
    for name in COLUMNS:
        setattr(draft, name, getattr(values, name))
    draft.changed_at = now
    draft.full_clean(validate_unique=False)
    draft.save()
    return draft


def _new_draft(application: Application, route: RouteKind, now: datetime) -> Complaint:
    return Complaint(application=application, route=route, number=take_number(), created_at=now)


def lock_draft(complaint: Complaint, by: User) -> Complaint:
    """The draft under a row lock. Raises PermissionDenied or StateMoveRefused."""
    locked: Complaint = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    if locked.application.candidate_id != by.pk:
        raise PermissionDenied
    if not can_edit_complaint(locked):
        raise StateMoveRefused("change", locked.state)
    return locked


@transaction.atomic
def discard_complaint(*, complaint: Complaint, by: User) -> None:
    """Throw a draft away, with nothing left of it."""
    lock_draft(complaint, by).delete()
