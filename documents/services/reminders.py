"""Letters before the deadline for documents, to those with gaps; and before an identity document expires."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from applications.models import Application
from applications.permissions import ENDED
from core.formats import BRUSSELS
from documents import emails
from documents.gaps import Proofs, find_proofs
from notifications.models import Letter
from notifications.services import post_letter
from profiles.models import IdentityDocument


def remind_of_gaps(*, now: datetime) -> int:
    """Write to candidates with gaps, 30 days, 7 days and 48 hours before; return to how many."""
    written = 0
    for application in _with_a_deadline_near(now):
        event_key = _key(application, now)
        if _is_told(application, event_key):
            continue
        proofs = find_proofs(application)
        if proofs.missing:
            _post(proofs, event_key, now)
            written += 1
    return written


def _with_a_deadline_near(now: datetime) -> Any:
    longest = max(settings.DOCUMENT_REMINDER_HOURS)
    return (
        Application.objects.valid()
        .filter(
            competition__supporting_documents_deadline__gt=now,
            competition__supporting_documents_deadline__lte=now + timedelta(hours=longest),
        )
        .exclude(competition__state__in=ENDED)
        .select_related("competition", "candidate")
        .prefetch_related("education", "experience", "attachments")
        .order_by("pk")
        .iterator(chunk_size=500)
    )


def _key(application: Application, now: datetime) -> str:
    """One letter for each of the hours before the deadline, and anew where the deadline was moved."""
    deadline: Any = application.competition.supporting_documents_deadline
    left = deadline - now
    hours = min(hours for hours in settings.DOCUMENT_REMINDER_HOURS if left <= timedelta(hours=hours))
    return f"application:{application.number}:{deadline:%Y%m%d%H%M}:{hours}"


def _is_told(application: Application, key: str) -> bool:
    told = Letter.objects.standing().filter(recipient=application.candidate, event="documents_missing")
    return told.filter(key=key).exists()


def _post(proofs: Proofs, key: str, now: datetime) -> None:
    post_letter(
        recipient=proofs.application.candidate,
        event="documents_missing",
        key=key,
        about=f"application:{proofs.application.number}",
        build=lambda: emails.documents_missing(proofs),
        now=now,
    )


def remind_of_identity_documents(*, now: datetime) -> int:
    """Write to people whose identity document expires soon; return to how many."""
    today = now.astimezone(BRUSSELS).date()
    last = today + timedelta(days=settings.IDENTITY_DOCUMENT_REMINDER_DAYS)
    written = 0
    soon = IdentityDocument.objects.filter(
        expiry_date__gte=today, expiry_date__lte=last, user__is_active=True
    )
    for identity in soon.select_related("user").order_by("pk").iterator():
        key = f"identity_document:{identity.expiry_date:%Y-%m-%d}"
        told = Letter.objects.standing().filter(recipient=identity.user, event="identity_document_expires")
        if not told.filter(key=key).exists():
            _post_expiry(identity, key, now)
            written += 1
    return written


def _post_expiry(identity: IdentityDocument, key: str, now: datetime) -> None:
    post_letter(
        recipient=identity.user,
        event="identity_document_expires",
        key=key,
        about="profile",
        build=lambda: emails.identity_document_expires(identity),
        now=now,
    )
