"""Letters before the deadline for documents, to those with gaps; and before an identity document expires."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Concat

from applications.models import Application
from applications.permissions import ENDED
from competitions.models import Competition
from core.formats import BRUSSELS
from documents import emails
from documents.gaps import Proofs, find_proofs
from notifications.models import Letter
from notifications.services import post_letter
from profiles.models import IdentityDocument

EVENT: Final = "documents_missing"
CHUNK: Final = 500


def remind_of_gaps(*, now: datetime) -> int:
    """Write to candidates with gaps, 30 days, 7 days and 48 hours before; return to how many."""
    written = 0
    for competition in _with_a_deadline_near(now):
        suffix = _suffix(competition, now)
        for application in _not_told(competition, suffix):
            proofs = find_proofs(application)
            if proofs.missing:
                _post(proofs, f"application:{application.number}{suffix}", now)
                written += 1
    return written


def _with_a_deadline_near(now: datetime) -> Any:
    longest = max(settings.DOCUMENT_REMINDER_HOURS)
    near = Competition.objects.filter(
        supporting_documents_deadline__gt=now,
        supporting_documents_deadline__lte=now + timedelta(hours=longest),
    )
    return near.exclude(state__in=ENDED).defer("document").order_by("pk")


def _suffix(competition: Competition, now: datetime) -> str:
    """One letter for each of the hours before the deadline, and anew where the deadline was moved."""
    deadline: Any = competition.supporting_documents_deadline
    left = deadline - now
    hours = min(hours for hours in settings.DOCUMENT_REMINDER_HOURS if left <= timedelta(hours=hours))
    return f":{deadline:%Y%m%d%H%M}:{hours}"


def _not_told(competition: Competition, suffix: str) -> Iterator[Application]:
    """Valid applications whose candidates have no letter with this key yet, a few hundred at a time."""
    key = Concat(Value("application:"), OuterRef("number"), Value(suffix))
    told = Letter.objects.standing().filter(recipient=OuterRef("candidate"), event=EVENT, key=key)
    waiting = Application.objects.valid().filter(~Exists(told), competition=competition)
    joined = waiting.select_related("candidate", "carried_documents").order_by("pk")
    lists = joined.prefetch_related("education", "experience", "attachments")
    for application in lists.iterator(chunk_size=CHUNK):
        application.competition = competition
        yield application


def _post(proofs: Proofs, key: str, now: datetime) -> None:
    post_letter(
        recipient=proofs.application.candidate,
        event=EVENT,
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
