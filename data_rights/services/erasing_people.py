"""Erasing what may go at the request of the person, once it was granted."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from applications.models import Application
from applications.states import ApplicationState
from core.services import record_audit
from data_rights.leftovers import erase_rows_of
from data_rights.models import DataRequest
from data_rights.permissions import can_answer_request
from data_rights.services.erasure import erase_account, erase_draft
from data_rights.states import OPEN, RequestKind


class NothingToErase(Exception):
    """The request is no open request to erase."""


@transaction.atomic
def erase_person(*, request: DataRequest, by: Any, now: datetime) -> None:
    """Erase what the plan says goes. Raises PermissionDenied, or NothingToErase for another request.

    The account itself goes where no submitted application stays; else its CV, drafts and documents.
    """
    locked = DataRequest.objects.select_for_update().get(pk=request.pk)
    if not can_answer_request(by, locked):
        raise PermissionDenied
    if locked.kind != RequestKind.ERASE or locked.state not in OPEN:
        raise NothingToErase
    person = User.objects.select_for_update().get(pk=locked.person_id)
    drafts = Application.objects.filter(
        candidate=person, state=ApplicationState.DRAFT, submissions__isnull=True
    )
    for draft in drafts.select_for_update(of=("self",)):
        erase_draft(draft, now=now, by=by, decision=locked.number)
    if Application.objects.filter(candidate=person).exists():
        erase_rows_of(person)
    else:
        erase_account(person, now=now, by=by, decision=locked.number)
    record_audit(now=now, by=by, verb="erase_person", subject=locked, key=locked.number)
