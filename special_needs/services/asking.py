"""What the candidate does with her request. Nothing of it is written into the audit that others read."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from applications.models import Application
from competitions.models import Test
from documents.checking import FileRefused, examine
from documents.faults import MEGABYTE, DocumentRefused
from documents.services.keeping import display_name
from documents.storage import document_storage, random_path
from notifications.services import send_task_on_commit
from special_needs.models import AccommodationRequest, Evidence
from special_needs.permissions import MOST_CERTIFICATES, can_ask, can_edit_request
from special_needs.sealed import seal, seal_values, unseal
from special_needs.services.moving import RequestClosed, lock_request, take, tell_candidate

SCAN_TASK = "special_needs.tasks.scan_evidence"


@transaction.atomic
def open_request(*, application: Application, by: User, now: datetime) -> AccommodationRequest:
    """The request of this application; begun where there is none. Raises RequestClosed."""
    locked = Application.objects.select_for_update(of=("self",)).select_related("competition")
    own = locked.get(pk=application.pk, candidate=by)
    standing: AccommodationRequest | None = AccommodationRequest.objects.filter(application=own).first()
    if standing is not None:
        return standing
    if not can_ask(own):
        raise RequestClosed
    return AccommodationRequest.objects.create(application=own, created_at=now)


def _editable(request: AccommodationRequest, by: User) -> AccommodationRequest:
    locked = lock_request(request)
    if locked.application.candidate_id != by.pk or not can_edit_request(locked):
        raise RequestClosed
    return locked


@transaction.atomic
def save_answers(
    *,
    request: AccommodationRequest,
    answers: Mapping[str, Any],
    tests: Collection[Test],
    is_reusable: bool,
    by: User,
) -> AccommodationRequest:
    """Seal what was answered. Raises RequestClosed."""
    locked = _editable(request, by)
    locked.sealed_answers = seal_values(dict(answers))
    locked.is_reusable = is_reusable
    locked.save(update_fields=["sealed_answers", "is_reusable"])
    locked.tests.set(tests)
    return locked


@transaction.atomic
def copy_answers(
    *, request: AccommodationRequest, earlier: AccommodationRequest, by: User
) -> AccommodationRequest:
    """Take the answers of an earlier request that `by` keeps for that. Raises RequestClosed."""
    locked = _editable(request, by)
    source = AccommodationRequest.objects.visible_to(by).get(pk=earlier.pk, is_reusable=True)
    locked.sealed_answers = source.sealed_answers
    locked.is_reusable = True
    locked.save(update_fields=["sealed_answers", "is_reusable"])
    for evidence in source.evidence.all():
        _copy_evidence(evidence, locked)
    return locked


def _copy_evidence(evidence: Evidence, request: AccommodationRequest) -> None:
    with document_storage().open(evidence.path) as file:
        path = document_storage().save(random_path(), ContentFile(file.read()))
    Evidence.objects.create(
        request=request,
        sealed_name=evidence.sealed_name,
        kind=evidence.kind,
        size=evidence.size,
        path=path,
        state=evidence.state,
        uploaded_at=evidence.uploaded_at,
    )


@transaction.atomic
def add_evidence(
    *, request: AccommodationRequest, name: str, content: bytes, by: User, now: datetime
) -> Evidence:
    """Seal a certificate and keep it. Raises DocumentRefused, or RequestClosed."""
    try:
        examined = examine(content, most_bytes=settings.DOCUMENT_MAX_MEGABYTES * MEGABYTE)
    except FileRefused as refusal:
        raise DocumentRefused(refusal.fault) from refusal
    locked = _editable(request, by)
    if locked.evidence.count() >= MOST_CERTIFICATES:
        raise ValidationError(
            _("You have %(most)s documents, which is the most there can be. Delete some first."),
            params={"most": MOST_CERTIFICATES},
        )
    path = document_storage().save(random_path(), ContentFile(seal(content)))
    try:
        evidence = Evidence.objects.create(
            request=locked,
            sealed_name=seal_values({"name": display_name(name)}),
            kind=examined.kind,
            size=len(content),
            path=path,
            uploaded_at=now,
        )
    except BaseException:
        document_storage().delete(path)
        raise
    send_task_on_commit(SCAN_TASK, evidence.pk)
    return evidence


def open_evidence(evidence: Evidence) -> bytes:
    """The certificate as it was received. Whoever calls has asked whether the reader may."""
    with document_storage().open(evidence.path) as file:
        return unseal(file.read())


@transaction.atomic
def delete_evidence(*, evidence: Evidence, by: User) -> None:
    """Delete a certificate while the request can be edited. Raises RequestClosed."""
    _editable(evidence.request, by)
    path = evidence.path
    evidence.delete()
    transaction.on_commit(lambda: document_storage().delete(path))


@transaction.atomic
def submit_request(*, request: AccommodationRequest, by: User, now: datetime) -> AccommodationRequest:
    """Hand the request in, and say in a letter that it arrived. Raises ValidationError where answers miss."""
    locked = _editable(request, by)
    if not locked.sealed_answers or not locked.tests.exists():
        raise ValidationError(_("Answer the questions first."), code="incomplete")
    take("submit", locked, by=by, now=now, submitted_at=now)
    tell_candidate(locked, now=now)
    return locked


@transaction.atomic
def withdraw_request(*, request: AccommodationRequest, by: User, now: datetime) -> AccommodationRequest:
    """Withdraw: nothing is adjusted any more. Raises StateMoveRefused."""
    locked = lock_request(request)
    if locked.application.candidate_id != by.pk:
        raise RequestClosed
    locked.measures.all().delete()
    take("withdraw", locked, by=by, now=now)
    return locked


@transaction.atomic
def ask_again(*, request: AccommodationRequest, by: User, now: datetime) -> AccommodationRequest:
    """Take a decided or withdrawn request up again. What was granted stands until the new decision."""
    locked = lock_request(request)
    if locked.application.candidate_id != by.pk or not can_ask(locked.application):
        raise RequestClosed
    take("ask_again", locked, by=by, now=now)
    return locked
