"""Which document proves which entry."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from applications.models import Application
from core.services import record_audit
from documents.models import Attachment, Document
from documents.permissions import can_attach_to_application
from documents.places import Place, find_place


@transaction.atomic
def attach_document(*, document: Document, place: str, by: User, now: datetime) -> Attachment:
    """Attach a document of `by` to the place with this key; what is attached there already stays.

    Raises ValidationError for a place that is not hers, or takes no documents at `now`.
    """
    locked: Document = Document.objects.select_for_update().get(pk=document.pk, owner=by)
    found = find_place(by, place, now)
    if found is None or not _is_open(found, now):
        raise ValidationError(_("Documents are not taken there, or not now."), code="place")
    if locked.is_infected:
        raise ValidationError(_("This file was refused. Upload another one."), code="infected")
    attachment, is_new = Attachment.objects.get_or_create(
        document=locked,
        kind=found.kind,
        **_columns(found),
        defaults={"label": found.label[:400], "attached_at": now},
    )
    if is_new:
        record_audit(now=now, by=by, verb="attach_document", subject=attachment)
    return attachment


def _is_open(place: Place, now: datetime) -> bool:
    """Ask once more, of the application as it is in this transaction."""
    if place.application is None:
        return True
    fresh = Application.objects.select_for_update(of=("self",)).select_related("competition")
    return can_attach_to_application(fresh.get(pk=place.application.pk), now)


def _columns(place: Place) -> dict[str, Any]:
    names = ("cv_language", "cv_education", "cv_experience", "application", "education", "experience")
    return {name: place.columns.get(name) for name in names}


@transaction.atomic
def detach_document(*, attachment: Attachment, by: User, now: datetime) -> None:
    """Take a document of `by` from an entry of her CV. Raises ValidationError for one of an application."""
    locked = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk, document__owner=by)
    if locked.application_id is not None:
        raise ValidationError(
            _("This document belongs to an application that you submitted. It cannot be deleted."),
            code="attached",
        )
    record_audit(now=now, by=by, verb="detach_document", subject=locked)
    locked.delete()
