"""Requests about one's data: sent, extended with a reason, answered, each with its letter."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.formats import BRUSSELS
from core.services import record_audit
from core.states import move
from data_rights import emails
from data_rights.models import DataRequest, DataRequestTransition
from data_rights.numbers import take_number
from data_rights.periods import ANSWER_MONTHS, EXTENDED_MONTHS, add_months
from data_rights.permissions import can_answer_request
from data_rights.states import REQUEST_MOVES, RequestKind
from notifications.services import LetterText, post_letter

MOST_OPEN = 10


@transaction.atomic
def send_request(*, person: User, kind: RequestKind, text: str, now: datetime) -> DataRequest:
    """Take in a request and acknowledge it by a letter. Raises ValidationError for too many open ones."""
    User.objects.select_for_update().get(pk=person.pk)
    if DataRequest.objects.visible_to(person).filter(state__in=("RECEIVED", "EXTENDED")).count() >= MOST_OPEN:
        raise ValidationError(_("Wait for the answers to your other requests first."), code="too_many")
    request = DataRequest.objects.create(
        person=person,
        number=take_number(),
        kind=kind,
        text=text,
        received_at=now,
        due_date=add_months(now.astimezone(BRUSSELS).date(), ANSWER_MONTHS),
    )
    DataRequestTransition.objects.create(
        subject=request, action="send", to_state=request.state, made_at=now, made_by=person
    )
    _post(request, "data_request_received", lambda: emails.data_request_received(request), now)
    return request


@transaction.atomic
def extend_request(*, request: DataRequest, reason: str, by: Any, now: datetime) -> DataRequest:
    """Take up to three months in all, for a reason that the person reads."""
    due = add_months(request.received_at.astimezone(BRUSSELS).date(), EXTENDED_MONTHS)
    changes = {"extension_reason": reason, "due_date": due}
    moved = _move(request, "extend", by, now, changes)
    _post(moved, "data_request_extended", lambda: emails.data_request_extended(moved), now)
    return moved


@transaction.atomic
def answer_request(
    *, request: DataRequest, granted: bool, answer: str, by: Any, now: datetime
) -> DataRequest:
    """Answer with what was done, or with the reasons for refusing."""
    changes = {"answer": answer, "answered_at": now, "answered_by": by}
    moved = _move(request, "grant" if granted else "refuse", by, now, changes)
    _post(moved, "data_request_answered", lambda: emails.data_request_answered(moved), now)
    return moved


@transaction.atomic
def withdraw_request(*, request: DataRequest, now: datetime) -> DataRequest:
    """Take back a request that is not answered yet, by who sent it."""
    return move(
        request,
        table=REQUEST_MOVES,
        transition_model=DataRequestTransition,
        action="withdraw",
        by=request.person,
        now=now,
    )


def _move(request: DataRequest, action: str, by: Any, now: datetime, changes: dict[str, Any]) -> DataRequest:
    """Move a request for staff. Raises PermissionDenied for who may not answer it."""
    if not can_answer_request(by, request):
        raise PermissionDenied
    moved = move(
        request,
        table=REQUEST_MOVES,
        transition_model=DataRequestTransition,
        action=action,
        by=by,
        now=now,
        changes=changes,
    )
    record_audit(now=now, by=by, verb=f"{action}_data_request", subject=moved, key=moved.number)
    return moved


def _post(request: DataRequest, event: str, build: Callable[[], LetterText], now: datetime) -> None:
    post_letter(
        recipient=request.person,
        event=event,
        key=f"data-request:{request.number}",
        about=f"data-request:{request.number}",
        build=build,
        now=now,
    )
